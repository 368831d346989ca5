import type { RemoteRequest } from '../../remote.ts';
import { badRequest, type GraphRefusal, isRefusal } from '../errors.ts';
import { type Cell, parseFilter, type Read } from './filter.ts';
import { contextOf, optionOf, picked, readSelect } from './options.ts';

/** How a list reads its query: properties for `$filter` and `$orderby`, the key rows are told apart by, and the cap of `$top`. */
export type Shape<Row> = {
  /** Path and fragment below the host: `/v1.0/$metadata#users`. */
  readonly context: string;
  readonly paths: readonly string[];
  readonly read: Read<Row>;
  readonly keyOf: (row: Row) => string;
  readonly answer: (row: Row) => Readonly<Record<string, unknown>>;
  readonly maxTop: number;
  /** Rows of a page when none are asked for; the most by default. */
  readonly defaultTop?: number;
  /** What the next link carries: a token that names the last row (default), or how many to leave out. */
  readonly next?: 'skiptoken' | 'skip';
  /** Rows come in the order in which they are given, unless `$orderby` says another. By key otherwise. */
  readonly inOrder?: true;
  /** Members shown when `$select` is absent; all by default. */
  readonly usual?: readonly string[];
  /** The type's name and all it can be selected by; any name may be where they are absent. */
  readonly type?: string;
  readonly selectable?: readonly string[];
};

/** A page: `{"@odata.context", "@odata.count"?, "@odata.nextLink"?, value}`; the next link is absolute. */
export function page<Row>(
  request: RemoteRequest,
  rows: readonly Row[],
  shape: Shape<Row>,
): Readonly<Record<string, unknown>> | GraphRefusal {
  const top = topOf(request, shape);
  if (typeof top !== 'number') return top;
  const found = narrow(rows, optionOf(request, 'filter') ?? '', shape);
  if (isRefusal(found)) return found;
  const sorted = order(found, optionOf(request, 'orderby'), shape);
  if (isRefusal(sorted)) return sorted;
  const start = startOf(request, sorted, shape);
  if (start === undefined) return badRequest('Skip token is not valid.');
  const selected = readSelect(request, shape);
  if (isRefusal(selected)) return selected;

  return written(request, sorted, { start, top, selected, shape });
}

type Cut<Row> = {
  readonly start: number;
  readonly top: number;
  readonly selected: readonly string[] | undefined;
  readonly shape: Shape<Row>;
};

function written<Row>(request: RemoteRequest, rows: readonly Row[], { start, top, selected, shape }: Cut<Row>) {
  const items = rows.slice(start, start + top);
  const last = items.at(-1);
  const next = last === undefined || start + top >= rows.length ? undefined : nextLink(request, shape, { skip: start + top, last });
  return {
    '@odata.context': contextOf(request, shape.context, selected),
    ...(optionOf(request, 'count')?.toLowerCase() === 'true' ? { '@odata.count': rows.length } : {}),
    ...(next === undefined ? {} : { '@odata.nextLink': next }),
    value: items.map((row) => picked(shape.answer(row), selected ?? shape.usual)),
  };
}

/** How many rows `$filter` leaves. */
export function countOf<Row>(request: RemoteRequest, rows: readonly Row[], shape: Shape<Row>): number | GraphRefusal {
  const found = narrow(rows, optionOf(request, 'filter') ?? '', shape);
  return isRefusal(found) ? found : found.length;
}

function narrow<Row>(rows: readonly Row[], filter: string, shape: Shape<Row>): readonly Row[] | GraphRefusal {
  if (filter === '') return rows;
  const test = parseFilter<Row>(filter, shape.paths);
  return test === undefined ? badRequest('Invalid filter clause.') : rows.filter((row) => test(row, shape.read));
}

/** `$top`, else the page size that the caller prefers, else the usual one. */
function topOf<Row>(request: RemoteRequest, { maxTop, defaultTop = maxTop }: Shape<Row>): number | GraphRefusal {
  const text = optionOf(request, 'top');
  const preferred = /odata\.maxpagesize=(\d{1,6})/i.exec(request.headers['prefer'] ?? '')?.[1];
  if (text === undefined) return Math.min(preferred === undefined ? defaultTop : Math.max(1, Number(preferred)), maxTop);
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) return badRequest(`Invalid value '${text}' for $top query option found.`);
  return Math.min(Number(text), maxTop);
}

function order<Row>(rows: readonly Row[], text: string | undefined, shape: Shape<Row>): readonly Row[] | GraphRefusal {
  const byKey = (left: Row, right: Row) => (shape.keyOf(left) < shape.keyOf(right) ? -1 : 1);
  if (text === undefined || text.trim() === '') return shape.inOrder === true ? rows : rows.toSorted(byKey);
  const [path = '', direction = 'asc'] = text.trim().split(/\s+/);
  const known = shape.paths.find((one) => one.toLowerCase() === path.toLowerCase());
  if (known === undefined) return badRequest(`Could not find a property named '${path}'.`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const rank = (row: Row): string => sortable(shape.read(row, known));
  return rows.toSorted((left, right) => {
    const [a, b] = [rank(left), rank(right)];
    return a === b ? byKey(left, right) : sign * (a < b ? -1 : 1);
  });
}

const sortable = (cell: Cell): string => (cell === undefined || cell === null ? '' : String(cell));

function startOf<Row>(request: RemoteRequest, rows: readonly Row[], shape: Shape<Row>): number | undefined {
  if (shape.next === 'skip') {
    const skip = Number(optionOf(request, 'skip') ?? 0);
    return Number.isInteger(skip) && skip >= 0 ? skip : undefined;
  }
  const token = optionOf(request, 'skiptoken');
  return token === undefined ? 0 : startAfter(rows, token, shape.keyOf);
}

const tokenOf = (key: string): string => Buffer.from(key).toString('base64url');

/** The token names the last row seen, so that new rows do not shift the pages. */
function startAfter<Row>(rows: readonly Row[], token: string, keyOf: (row: Row) => string): number | undefined {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  const at = rows.findIndex((row) => keyOf(row) === key);
  return at < 0 ? undefined : at + 1;
}

function nextLink<Row>(request: RemoteRequest, shape: Shape<Row>, { skip, last }: { readonly skip: number; readonly last: Row }): string {
  const option = shape.next === 'skip' ? '$skip' : '$skiptoken';
  const query = new URLSearchParams([...request.query].filter(([name]) => name.toLowerCase() !== option));
  query.set(option, shape.next === 'skip' ? String(skip) : tokenOf(shape.keyOf(last)));
  return `${request.linkBase}${request.path}?${query.toString().replaceAll('%24', '$')}`;
}
