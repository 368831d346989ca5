import { Fault } from '../../lib/errors.ts';

/** Where a page begins: a file of a version, and a line in it. */
export type Position = { readonly file: number; readonly record: number };

export const writePosition = ({ file, record }: Position): string => Buffer.from(`${file}.${record}`).toString('base64url');

export function readPosition(cursor: string | undefined): Position {
  if (cursor === undefined) return { file: 0, record: 0 };
  const [, file, record] = /^(\d{1,6})\.(\d{1,12})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (file === undefined || record === undefined)
    throw new Fault('invalid_cursor', 'permanent', 'The cursor does not belong to this list', {
      hint: 'Ask for the first page again, without a cursor.',
    });
  return { file: Number(file), record: Number(record) };
}
