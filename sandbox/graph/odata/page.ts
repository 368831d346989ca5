import type { RemoteRequest } from '../../remote.ts';
import { badRequest, type GraphRefusal, isRefusal } from '../errors.ts';
import { parseFilter, type Read } from './filter.ts';

/** How a list reads its query: properties for `$filter` and `$orderby`, the key rows are told apart by, and the cap of `$top`. */
export type Shape<Row> = {
  readonly context: string;
  readonly paths: readonly string[];
  readonly read: Read<Row>;
  readonly keyOf: (row: Row) => string;
  readonly answer: (row: Row) => Readonly<Record<string, unknown>>;
  readonly maxTop: number;
};

/** A page: `{"@odata.context", "@odata.count"?, "@odata.nextLink"?, value}`; the next link is absolute. */
export function page<Row>(
  request: RemoteRequest,
  rows: readonly Row[],
  shape: Shape<Row>,
): Readonly<Record<string, unknown>> | GraphRefusal {
  const option = (name: string): string | undefined =>
    [...request.query].find(([key]) => key.toLowerCase() === `$${name}`.toLowerCase())?.[1];

  const top = readTop(option('top'), shape.maxTop);
  if (typeof top !== 'number') return top;
  const found = narrow(rows, option('filter') ?? '', shape);
  if (isRefusal(found)) return found;
  const sorted = order(found, option('orderby'), shape);
  if (isRefusal(sorted)) return sorted;

  const token = option('skiptoken');
  const start = token === undefined ? 0 : startAfter(sorted, token, shape.keyOf);
  if (start === undefined) return badRequest('Skip token is not valid.');
  const items = sorted.slice(start, start + top);
  const last = items.at(-1);
  const hasNext = last !== undefined && start + top < sorted.length;
  const selected = option('select')
    ?.split(',')
    .map((name) => name.trim());
  return {
    '@odata.context': `${request.linkBase}${shape.context}`,
    ...(option('count') === 'true' ? { '@odata.count': sorted.length } : {}),
    ...(hasNext ? { '@odata.nextLink': nextLink(request, shape.keyOf(last)) } : {}),
    value: items.map((row) => select(shape.answer(row), selected)),
  };
}

function narrow<Row>(rows: readonly Row[], filter: string, shape: Shape<Row>): readonly Row[] | GraphRefusal {
  if (filter === '') return rows;
  const test = parseFilter<Row>(filter, shape.paths);
  return test === undefined ? badRequest('Invalid filter clause.') : rows.filter((row) => test(row, shape.read));
}

function readTop(text: string | undefined, max: number): number | GraphRefusal {
  if (text === undefined) return max;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) return badRequest(`Invalid value '${text}' for $top query option found.`);
  return Math.min(Number(text), max);
}

function order<Row>(rows: readonly Row[], text: string | undefined, shape: Shape<Row>): Row[] | GraphRefusal {
  const byKey = (left: Row, right: Row) => (shape.keyOf(left) < shape.keyOf(right) ? -1 : 1);
  if (text === undefined || text === '') return rows.toSorted(byKey);
  const [path = '', direction = 'asc'] = text.trim().split(/\s+/);
  const known = shape.paths.find((one) => one.toLowerCase() === path.toLowerCase());
  if (known === undefined) return badRequest(`Could not find a property named '${path}'.`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return rows.toSorted((left, right) => {
    const [a, b] = [shape.read(left, known) ?? '', shape.read(right, known) ?? ''];
    return a === b ? byKey(left, right) : sign * (a < b ? -1 : 1);
  });
}

/** The token names the last row seen, so that new rows do not shift the pages. */
function startAfter<Row>(rows: readonly Row[], token: string, keyOf: (row: Row) => string): number | undefined {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  const at = rows.findIndex((row) => keyOf(row) === key);
  return at < 0 ? undefined : at + 1;
}

function nextLink(request: RemoteRequest, key: string): string {
  const query = new URLSearchParams([...request.query].filter(([name]) => name.toLowerCase() !== '$skiptoken'));
  query.set('$skiptoken', Buffer.from(key).toString('base64url'));
  return `${request.linkBase}${request.path}?${query.toString().replaceAll('%24', '$')}`;
}

const select = (answer: Readonly<Record<string, unknown>>, names: readonly string[] | undefined) =>
  names === undefined
    ? answer
    : Object.fromEntries(
        Object.entries(answer).filter(([name]) => name === '@odata.etag' || name === '@odata.type' || names.includes(name)),
      );
