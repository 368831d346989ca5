import { csvRecord } from '../lib/csv.ts';

/** Where a command writes: data to `out`, everything else to `err`; so that tests can listen. */
export type Io = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
};

/** Exit codes (ux reference 13). */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  configuration: 3,
  forbidden: 4,
  notFound: 5,
  conflict: 6,
  remote: 7,
  withErrors: 8,
  differencesFound: 9,
  interrupted: 130,
} as const;

export type Column<Row> = { readonly title: string; readonly value: (row: Row) => string; readonly right?: boolean };

/** A plain table: two spaces between columns, numbers to the right. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map((column) => oneLine(column.value(row))));
  const widths = columns.map((column, index) => Math.max(column.title.length, ...cells.map((line) => line[index]?.length ?? 0)));
  const line = (values: readonly string[]): string =>
    values
      .map((value, index) => (columns[index]?.right === true ? value.padStart(widths[index] ?? 0) : value.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...cells.map(line)].map((text) => `${text}\n`).join('');
}

/** Names come from remotes: control characters would steer the terminal. */
const oneLine = (text: string): string => text.replace(/\p{C}+/gu, ' ').slice(0, 60);

/** A CSV of the same rows: RFC 4180, and text that a spreadsheet would run as a formula gets a leading apostrophe (SEC-26). */
export function csv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [columns.map((column) => column.title), ...rows.map((row) => columns.map((column) => column.value(row)))];
  return lines.map(csvRecord).join('');
}

/** What stands for a cost that the key may not see (`costs:read`). */
export const noRight = 'no right to see';

/** "USD 115.50": at least the two decimals that people read, more when there are more. */
export const printMoney = (money: { readonly amount: string; readonly currency: string } | null): string => {
  if (money === null) return noRight;
  const { amount, currency } = money;
  const [whole = '0', decimals = ''] = amount.split('.');
  return `${currency} ${whole}.${decimals.padEnd(2, '0')}`;
};
