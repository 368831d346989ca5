import { unzipSync, zipSync } from 'fflate';
import writeExcelFile, { type Row } from 'write-excel-file/node';
import { Decimal } from '../../../lib/decimal.ts';
import { type Column, columns, totalColumns } from '../columns.ts';
import type { Pack } from '../pack.ts';
import type { EvidenceRow } from '../row.ts';

/** Two sheets: what it is and adds up to, and the differences. Text is text in a typed cell: a spreadsheet runs no formula of it. */
export async function* renderXlsx(pack: Pack): AsyncGenerator<Buffer> {
  const lines: Row[] = [headings(columns)];
  for await (const row of pack.rows) lines.push(cellsOf(columns, row));
  const book = writeExcelFile([
    { sheet: 'About', data: about(pack), columns: [{ width: 28 }, { width: 24 }, { width: 40 }] },
    { sheet: 'Differences', data: lines, stickyRowsCount: 1, columns: columns.map((column) => ({ width: widthOf(column) })) },
  ]);
  // The writer dates its parts by the clock; what is frozen must be the same bytes each time.
  const parts = unzipSync(await book.toBuffer());
  yield Buffer.from(zipSync(parts, { mtime: new Date(pack.at) }));
}

const about = (pack: Pack): Row[] => [
  [bold(pack.title)],
  ...pack.about.map(([name, value]): Row => [text(name), text(value)]),
  [],
  ...pack.checks.map(({ state, sentence }): Row => [text('Check'), text(state), text(sentence)]),
  ...(pack.invoices.length === 0 ? [] : [['Invoices', 'Currency', 'Header', 'Lines'].map(bold)]),
  ...pack.invoices.map(
    ({ currency, invoices, header, lines }): Row => [number(String(invoices)), text(currency), number(header ?? ''), number(lines ?? '')],
  ),
  [],
  headings(totalColumns),
  ...pack.totals.map((total) => cellsOf(totalColumns, total)),
];

const headings = <Of>(of: readonly Column<Of>[]): Row => of.map(({ title }) => bold(title));
const cellsOf = <Of>(of: readonly Column<Of>[], row: Of): Row =>
  of.map(({ isNumber, value }) => (isNumber === true ? number(value(row)) : text(value(row))));

const longest = 32_767; // characters that a cell can hold
const bold = (value: string) => ({ value, type: String, fontWeight: 'bold' as const });
const text = (value: string) => ({ value: value.slice(0, longest), type: String });

/** A number where a spreadsheet keeps every digit of it (15), else its text: money is never rounded on the way. */
function number(value: string) {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return text(value);
  const isKept = new Decimal(value).precision(true) <= 15;
  return isKept ? { value: Number(value), type: Number } : text(value);
}

const widthOf = ({ title, isNumber }: Column<EvidenceRow>): number => (isNumber === true ? 12 : (widths[title] ?? 18));
const widths: Readonly<Record<string, number>> = { 'In words': 60, Customer: 30, Product: 34, Notes: 50 };
