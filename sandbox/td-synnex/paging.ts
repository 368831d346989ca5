import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { World } from '../world/world.ts';
import { badArgument, invalid } from './errors.ts';

/** Customers, products, orders: `pageSize` or `pageToken` must be there. The token carries place and size; it is empty at the end. */
export function tokenPage<Row>(
  { request, world }: { readonly request: RemoteRequest; readonly world: World },
  rows: readonly Row[],
  show: (rows: readonly Row[], nextPageToken: string) => Readonly<Record<string, unknown>>,
): RemoteAnswer {
  const [sizeText, tokenText] = [request.query.get('pageSize') ?? '', request.query.get('pageToken') ?? ''];
  if (sizeText === '' && tokenText === '') return invalid(world, 'At least one of page_size and page_token must be present');
  const from = tokenText === '' ? { offset: 0, size: 0 } : readToken(tokenText);
  if (from === undefined) return badArgument(world, 'page_token is invalid');
  if (sizeText !== '' && !/^[1-9]\d{0,5}$/.test(sizeText)) return badArgument(world, 'page_size must be a positive number');
  const size = Math.min(maxSize, sizeText === '' ? from.size : Number(sizeText));
  const end = from.offset + size;
  return json(200, show(rows.slice(from.offset, end), end < rows.length ? writeToken(end, size) : ''));
}

/** The document names no greatest size: assumed. */
const maxSize = 1000;

const writeToken = (offset: number, size: number): string => Buffer.from(`${String(offset)}/${String(size)}`).toString('base64url');

function readToken(text: string): { readonly offset: number; readonly size: number } | undefined {
  const found = /^(\d{1,9})\/([1-9]\d{0,5})$/.exec(Buffer.from(text, 'base64url').toString('utf8'));
  return found === null ? undefined : { offset: Number(found[1]), size: Number(found[2]) };
}

export type SortKey<Row> = (row: Row) => string | number;

/** Subscriptions and carts: `pagination.limit` (100), `pagination.offset`, `pagination.sortBy`, `pagination.sortOrder`. */
export function offsetPage<Row>(
  { request, world }: { readonly request: RemoteRequest; readonly world: World },
  rows: readonly Row[],
  keys: Readonly<Record<string, SortKey<Row>>>,
): { readonly rows: readonly Row[] } | RemoteAnswer {
  const { query } = request;
  const limit = wholeOf(query.get('pagination.limit'), 100);
  const offset = wholeOf(query.get('pagination.offset'), 0);
  if (limit === undefined || limit < 1) return badArgument(world, 'pagination.limit must be a positive number');
  if (offset === undefined) return badArgument(world, 'pagination.offset must be a number from 0');
  const sorted = inOrder(rows, query, keys);
  if (sorted === undefined) return badArgument(world, `pagination.sortBy must be one of ${Object.keys(keys).join(', ')}`);
  return { rows: sorted.slice(offset, offset + Math.min(maxSize, limit)) };
}

function inOrder<Row>(
  rows: readonly Row[],
  query: URLSearchParams,
  keys: Readonly<Record<string, SortKey<Row>>>,
): readonly Row[] | undefined {
  const [by, order] = [query.get('pagination.sortBy') ?? '', query.get('pagination.sortOrder') ?? 'ASC'];
  if (by === '') return rows;
  const key = keys[by];
  return key === undefined || !/^(asc|desc)$/i.test(order) ? undefined : sortedBy(rows, key, /^desc$/i.test(order));
}

export const sortedBy = <Row>(rows: readonly Row[], key: SortKey<Row>, isDown: boolean): readonly Row[] =>
  rows.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return 0;
    return left < right === isDown ? 1 : -1;
  });

export function wholeOf(text: string | null, otherwise: number): number | undefined {
  if (text === null || text === '') return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
