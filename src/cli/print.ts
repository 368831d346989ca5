import { type Command, InvalidArgumentError } from 'commander';
import type { Noun } from './noun.ts';
import { type Column, csv, table } from './output.ts';

export type ListFlags = { readonly output?: string; readonly json?: boolean; readonly limit?: number; readonly all?: boolean };

const formats = ['table', 'json', 'ndjson', 'csv'];

const format = (text: string): string => {
  if (!formats.includes(text)) throw new InvalidArgumentError(`is one of ${formats.join(', ')}.`);
  return text;
};

export const wholeNumber = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('is a whole number.');
  return Number(text);
};

/** The flags that every listing command has. */
export const withOutput = (command: Command): Command =>
  command.option('-o, --output <format>', formats.join(', '), format).option('--json', 'the same as -o json');

export const withPaging = (command: Command): Command =>
  withOutput(command).option('--limit <rows>', 'rows at most', wholeNumber, 50).option('--all', 'all rows');

/** Data to standard output: a table for people, JSON and CSV for programs. */
export function printRows<Row extends object>(
  { out }: Noun,
  flags: ListFlags,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): void {
  const chosen = flags.json === true ? 'json' : (flags.output ?? 'table');
  if (chosen === 'json') out(`${JSON.stringify(rows, undefined, 2)}\n`);
  else if (chosen === 'ndjson') out(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  else out(chosen === 'csv' ? csv(rows, columns) : table(rows, columns));
}

/** One record as JSON, or as lines of name and value. */
export function printRecord({ out }: Noun, flags: ListFlags, record: object, lines: readonly (readonly [string, string])[]): void {
  if (flags.json === true || flags.output === 'json') {
    out(`${JSON.stringify(record, undefined, 2)}\n`);
    return;
  }
  const width = Math.max(...lines.map(([name]) => name.length));
  out(lines.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join(''));
}

type PageReply<Row> = { readonly data: readonly Row[]; readonly page: { readonly nextCursor: string | null } };

/** Reads pages until the limit, or all of them. */
export async function readPages<Row>(
  flags: ListFlags,
  read: (page: { limit: number; cursor?: string }) => Promise<PageReply<Row>>,
): Promise<Row[]> {
  const wanted = flags.all === true ? Number.POSITIVE_INFINITY : (flags.limit ?? 50);
  const rows: Row[] = [];
  for (let cursor: string | null | undefined; rows.length < wanted && cursor !== null; ) {
    const reply: PageReply<Row> = await read({ limit: Math.min(200, wanted - rows.length), ...(cursor !== undefined && { cursor }) });
    rows.push(...reply.data);
    cursor = reply.page.nextCursor;
  }
  return rows;
}
