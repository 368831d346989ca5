import { csvRecord } from '../../../lib/csv.ts';
import { columns, totalColumns } from '../columns.ts';
import type { Pack } from '../pack.ts';

const byteOrderMark = '\uFEFF'; // spreadsheets read UTF-8 only with it (ux reference 4.1)

/** Control totals on top, an empty line, then the rows. Formula text is guarded by `csvRecord` (SEC-26). */
export async function* renderCsv(pack: Pack): AsyncGenerator<string> {
  yield byteOrderMark;
  yield csvRecord([pack.title]);
  for (const line of pack.about) yield csvRecord(line);
  for (const { state, sentence } of pack.checks) yield csvRecord(['Check', state, sentence]);
  for (const { currency, invoices, header, lines } of pack.invoices)
    yield csvRecord(['Invoices', currency, String(invoices), 'header', header ?? '', 'lines', lines ?? '']);
  yield csvRecord(['Control total', ...totalColumns.map(({ title }) => title)]);
  for (const total of pack.totals) yield csvRecord(['Control total', ...totalColumns.map(({ value }) => value(total))]);
  yield '\r\n';
  yield csvRecord(columns.map(({ title }) => title));
  for await (const row of pack.rows) yield csvRecord(columns.map(({ value }) => value(row)));
}
