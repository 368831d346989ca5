import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { totalColumns } from '../columns.ts';
import type { Pack } from '../pack.ts';
import type { EvidenceRow } from '../row.ts';
import { openFont } from './open-font.ts';

type Doc = InstanceType<typeof PDFDocument>;

const latin = 'Helvetica';
/** GNU Unifont has a glyph for every character of every script in Unicode's first plane: no customer's name is a row of boxes. */
const everyScript = 'Unifont';
const fontFile = '@fontsource/unifont/files/unifont-latin-400-normal.woff';

/** What the standard font of PDF can write (Windows-1252). */
const isLatin = (text: string): boolean => /^[\u0000-\u007E\u00A0-\u00FF\u2013\u2014\u2018-\u201E\u2022\u2026\u20AC\u2122]*$/.test(text);

/**
 * Scripts whose letters join, stack or run from right to left. What writes the file draws each character by itself, from left to right, and the
 * font has no rules for joining; the text in it is as it was written.
 */
const drawnByLetter =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}\p{Script=Tibetan}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Mongolian}]/u;
const letterNote =
  'Names in Arabic, Hebrew, Indian and some other scripts are drawn here letter by letter, from left to right. The CSV, XLSX and JSON have them as they are written; so has text copied from this page.';

/** A page for people: what it is, the checklist, the control totals, and each difference with its decision. Dated as the pack, not as the clock. */
export async function* renderPdf(pack: Pack): AsyncGenerator<Buffer> {
  const at = new Date(pack.at);
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 36,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: pack.title, Creator: 'Concord', Producer: 'Concord', CreationDate: at, ModDate: at },
  });
  doc.registerFont(everyScript, openFont(readFileSync(createRequire(import.meta.url).resolve(fontFile))));
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on('end', resolve));
  writeHead(doc, pack);
  if (await writeRows(doc, pack.rows)) {
    doc.x = doc.page.margins.left;
    doc.moveDown(0.5);
    say(doc, letterNote, 8);
  }
  numberPages(doc, pack.title);
  doc.end();
  await ended;
  yield* chunks;
}

function writeHead(doc: Doc, pack: Pack): void {
  say(doc, pack.title, 16);
  doc.moveDown(0.5);
  for (const [name, value] of pack.about) say(doc, `${name}: ${value}`, 9);
  doc.moveDown(0.5);
  for (const { state, sentence } of pack.checks) say(doc, `${state === 'met' ? 'Met' : 'Not met'}: ${sentence}`, 9);
  for (const { currency, invoices, header, lines } of pack.invoices)
    say(doc, `Provider invoices in ${currency}: ${invoices}, header ${header ?? 'not shown'}, lines ${lines ?? 'not shown'}`, 9);
  doc.moveDown(0.5);
  table(
    doc,
    [totalColumns.map(({ title }) => title), ...pack.totals.map((total) => totalColumns.map(({ value }) => value(total)))],
    undefined,
  );
  doc.moveDown(1);
}

const titles = ['Customer', 'Product', 'Difference', 'Microsoft', 'Distributor', 'PSA', 'Money', 'State', 'Decision and notes'];
const widths = [110, 110, 190, 46, 50, 40, 70, 54, 98];

const cells = (row: EvidenceRow): string[] => [
  row.customer,
  row.product,
  row.sentence,
  row.microsoft ?? '-',
  row.distributor ?? '-',
  row.psa ?? '-',
  row.impact === null ? 'not shown' : `${row.currency} ${row.impact}${row.per === 'month' ? ' a month' : ''}`,
  row.state,
  [row.because, row.reason, row.decidedBy, row.owner === null ? null : `with ${row.owner}`, ...row.notes.map(({ text }) => text)]
    .filter((part) => part !== null)
    .join(' · '),
];

const atOnce = 200; // rows a table: the layout of one is held in memory

/** Answers whether some of it is drawn by letter. */
async function writeRows(doc: Doc, rows: AsyncIterable<EvidenceRow>): Promise<boolean> {
  let byLetter = false;
  let some: string[][] = [];
  let isFirst = true;
  const flush = (): void => {
    if (some.length > 0) table(doc, isFirst ? [titles, ...some] : some, widths);
    isFirst = false;
    some = [];
  };
  for await (const row of rows) {
    const texts = cells(row);
    byLetter ||= texts.some((text) => drawnByLetter.test(text));
    some.push(texts);
    if (some.length === atOnce) flush();
  }
  flush();
  return byLetter;
}

function table(doc: Doc, rows: readonly (readonly string[])[], columnWidths: readonly number[] | undefined): void {
  doc.fontSize(8);
  doc.table({
    ...(columnWidths !== undefined && { columnStyles: [...columnWidths] }),
    defaultStyle: { padding: 2, border: 0.5, borderColor: '#bbbbbb' },
    data: rows.map((row) => row.map((text) => ({ text: text === '' ? ' ' : text, font: { src: fontFor(text) } }))),
  });
}

const fontFor = (text: string): string => (isLatin(text) ? latin : everyScript);

const say = (doc: Doc, text: string, size: number): void => {
  doc.font(fontFor(text)).fontSize(size).text(text);
};

function numberPages(doc: Doc, title: string): void {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0; // the line below the text is no reason for another page
    doc
      .font(fontFor(title))
      .fontSize(8)
      .text(`${title}, page ${page + 1} of ${count}`, 36, doc.page.height - 24, { lineBreak: false });
  }
}
