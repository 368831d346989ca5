import { type Refusal, refuse } from './errors.ts';

export type Link = { readonly uri: string; readonly method: string; readonly headers: readonly { key: string; value: string }[] };

export const link = (uri: string, headers: Link['headers'] = [], method = 'GET'): Link => ({ uri, method, headers });

/** What a client asked for: `size`, `seekOperation`, and the cursor that travels in the header `MS-ContinuationToken`. */
export type Seek = { readonly query: URLSearchParams; readonly continuation: string | undefined };

export type Page<T> = {
  readonly items: readonly T[];
  readonly continuation: string | undefined;
  readonly links: { readonly self: Link; readonly next?: Link; readonly previous?: Link };
};

/** Not documented: 100 when no size is asked for (`size=0` too), never more than 500. */
const defaultSize = 100;
const maxSize = 500;

const tokenHeader = 'MS-ContinuationToken';

/** Cursor of a reader: where he stopped, on which path. */
export const tokenFor = (path: string, cursor: string): string => Buffer.from(JSON.stringify([path, cursor])).toString('base64');

/** The cursor in a token of this path; undefined when the token is not ours. */
export function readToken(path: string, token: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    if (!Array.isArray(parsed) || parsed[0] !== path || typeof parsed[1] !== 'string') return undefined;
    // Base64 is read leniently: what was written differently is not ours.
    return tokenFor(path, parsed[1]) === token ? parsed[1] : undefined;
  } catch {
    return undefined;
  }
}

export function sizeOf(query: URLSearchParams): number | Refusal {
  const asked = query.get('size') ?? '0';
  if (!/^\d{1,6}$/.test(asked)) return refuse(800002);
  return asked === '0' || Number(asked) === 0 ? defaultSize : Math.min(Number(asked), maxSize);
}

export const uriOf = (path: string, query: URLSearchParams, seekOperation?: string): string => {
  const own = new URLSearchParams([...query].filter(([name]) => name.toLowerCase() !== 'seekoperation'));
  if (seekOperation !== undefined) own.set('seekOperation', seekOperation);
  const text = own.toString();
  return text === '' ? path : `${path}?${text}`;
};

/**
 * One page of rows that are sorted by `keyOf`. The cursor is the key of the last row seen, not a position, so rows that appear
 * or go while a client reads are neither repeated nor skipped.
 */
export function seekPage<T>(path: string, rows: readonly T[], keyOf: (row: T) => string, seek: Seek): Page<T> | Refusal {
  const size = sizeOf(seek.query);
  if (typeof size !== 'number') return size;
  const operation = (seek.query.get('seekOperation') ?? seek.query.get('seekoperation') ?? '').toLowerCase();
  const start = startOf(path, rows, keyOf, { operation, size, continuation: seek.continuation });
  if (typeof start !== 'number') return start;

  const items = rows.slice(start, start + size);
  const last = items.at(-1);
  const hasNext = last !== undefined && start + size < rows.length;
  const continuation = hasNext ? tokenFor(path, keyOf(last)) : undefined;
  const first = items[0];
  return {
    items,
    continuation,
    links: {
      self: link(uriOf(path, seek.query, operation === 'next' ? 'Next' : undefined)),
      ...(continuation === undefined ? {} : { next: link(uriOf(path, seek.query, 'Next'), [{ key: tokenHeader, value: continuation }]) }),
      ...(start > 0 && first !== undefined
        ? { previous: link(uriOf(path, seek.query, 'Previous'), [{ key: tokenHeader, value: tokenFor(path, keyOf(first)) }]) }
        : {}),
    },
  };
}

function startOf<T>(
  path: string,
  rows: readonly T[],
  keyOf: (row: T) => string,
  asked: { operation: string; size: number; continuation: string | undefined },
): number | Refusal {
  if (asked.operation === '' || asked.operation === 'first') return 0;
  if (asked.operation === 'last') return Math.max(0, rows.length - asked.size);
  const key = asked.continuation === undefined ? undefined : readToken(path, asked.continuation);
  if (key === undefined) return refuse(800002);
  if (asked.operation === 'next') {
    const next = rows.findIndex((row) => keyOf(row) > key);
    return next < 0 ? rows.length : next;
  }
  if (asked.operation === 'previous') {
    const here = rows.findIndex((row) => keyOf(row) >= key);
    return Math.max(0, (here < 0 ? rows.length : here) - asked.size);
  }
  return refuse(800002);
}

/**
 * The envelope of every list. `totalCount` counts the items of this answer (the documented invoice page says 2 and has a next page).
 */
export const collection = <T>(items: readonly T[], links?: Page<T>['links'] | { readonly self: Link }, continuation?: string) => ({
  totalCount: items.length,
  items,
  ...(continuation === undefined ? {} : { continuationToken: continuation }),
  ...(links === undefined ? {} : { links }),
  attributes: { objectType: 'Collection' },
});
