import { type Refusal, refuse } from '../errors.ts';
import { collection, link, readToken, tokenFor, uriOf } from '../paging.ts';

/** Largest page of line items, and the usual one. */
const pageSize = 2000;

export type SeekQuery = { readonly query: URLSearchParams; readonly continuation: string | undefined };

/** What a name of a query says in any case of letters. */
export function valueOf(query: URLSearchParams, name: string): string | undefined {
  for (const [key, value] of query) if (key.toLowerCase() === name) return value;
  return undefined;
}

export function lineSize(query: URLSearchParams): number | Refusal {
  const asked = valueOf(query, 'size') ?? '0';
  if (!/^\d{1,6}$/.test(asked)) return refuse(800002);
  return Number(asked) === 0 ? pageSize : Math.min(Number(asked), pageSize);
}

/**
 * One page of lines that are made while they are read. The token travels in the body (`continuationToken`) and in the header of
 * `links.next`, and comes back as `MS-ContinuationToken` with `seekOperation=Next`.
 */
export function seekLines<Line>(
  path: string,
  asked: SeekQuery,
  linesFrom: (after: string | undefined) => Iterable<Line>,
  { cursorOf, answer }: { readonly cursorOf: (line: Line) => string; readonly answer: (line: Line) => unknown },
): object | Refusal {
  const size = lineSize(asked.query);
  if (typeof size !== 'number') return size;
  const isNext = (valueOf(asked.query, 'seekoperation') ?? '').toLowerCase() === 'next';
  const after = isNext && asked.continuation !== undefined ? readToken(path, asked.continuation) : undefined;
  if (isNext && after === undefined) return refuse(800002);
  const items: unknown[] = [];
  let last: Line | undefined;
  let hasMore = false;
  for (const line of linesFrom(after)) {
    if (items.length === size) {
      hasMore = true;
      break;
    }
    items.push(answer(line));
    last = line;
  }
  const token = hasMore && last !== undefined ? tokenFor(path, cursorOf(last)) : undefined;
  const links = {
    self: link(uriOf(path, asked.query)),
    ...(token === undefined ? {} : { next: link(uriOf(path, asked.query, 'Next'), [{ key: 'MS-ContinuationToken', value: token }]) }),
  };
  return collection(items, links, token);
}

/** Lists of the old commerce: a place in the whole list. */
export function offsetLines<Line>(
  path: string,
  query: URLSearchParams,
  lines: Iterable<Line>,
  answer: (line: Line) => unknown,
): object | Refusal {
  const size = lineSize(query);
  const offset = valueOf(query, 'offset') ?? '0';
  if (typeof size !== 'number') return size;
  if (!/^\d{1,9}$/.test(offset)) return refuse(800002);
  const all = [...lines];
  const from = Number(offset);
  const items = all.slice(from, from + size).map(answer);
  const place = (at: number): string =>
    uriOf(path, new URLSearchParams([...query].filter(([key]) => key.toLowerCase() !== 'offset').concat([['offset', String(at)]])));
  return collection(items, { self: link(place(from)), ...(from + size < all.length ? { next: link(place(from + size)) } : {}) });
}
