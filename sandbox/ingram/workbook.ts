import { strToU8, zipSync } from 'fflate';
import { escapeXml } from '../xml.ts';

export type Cell = string | number;

/** Other control characters cannot stand in XML. */
const escaped = (text: string): string => escapeXml(text).replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');

/** 0 is A, 26 is AA. */
const columnOf = (index: number): string =>
  `${index < 26 ? '' : columnOf(Math.floor(index / 26) - 1)}${String.fromCodePoint(65 + (index % 26))}`;

/** Amounts are decimal text: they are numbers in a workbook, as a spreadsheet adds them up. */
const isNumber = (cell: Cell): boolean => typeof cell === 'number' || /^-?\d{1,12}\.\d{1,8}$/.test(cell);

function cellOf(cell: Cell, row: number, column: number): string {
  const at = `${columnOf(column)}${String(row + 1)}`;
  return isNumber(cell)
    ? `<c r="${at}"><v>${String(cell)}</v></c>`
    : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(String(cell))}</t></is></c>`;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const sheetOf = (rows: readonly (readonly Cell[])[]): string =>
  `${head}<worksheet xmlns="${main}"><sheetData>${rows
    .map((cells, row) => `<row r="${String(row + 1)}">${cells.map((cell, column) => cellOf(cell, row, column)).join('')}</row>`)
    .join('')}</sheetData></worksheet>`;

/** A workbook (SpreadsheetML) of one sheet; the same rows give the same bytes. */
export function workbook(name: string, rows: readonly (readonly Cell[])[]): Uint8Array {
  const files = {
    '[Content_Types].xml': `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheetOf(rows),
  };
  const entries = Object.entries(files).map(([path, text]) => [path, strToU8(text)] as const);
  return zipSync(Object.fromEntries(entries), { mtime: '1980-01-01T00:00:00' });
}
