import type { RemoteRequest } from '../../remote.ts';
import { ConditionError } from '../conditions/tokens.ts';

export type Page<Row> = { readonly rows: readonly Row[]; readonly link: string | undefined };

const defaultSize = 25;
const largestSize = 1000;

/** Cuts a page and makes its `Link` header; `here` is the address of the list without its query. */
export function pageOf<Row extends object>(rows: readonly Row[], request: RemoteRequest, here: string): Page<Row> {
  const size = Math.min(largestSize, wholeNumber(request.query, 'pageSize', defaultSize));
  const isForwardOnly = request.headers['pagination-type']?.toLowerCase() === 'forward-only';
  return isForwardOnly ? forwardPage(rows, request.query, size, here) : numberedPage(rows, request.query, size, here);
}

/** Rows with an id greater than `pageId`, by id; the link has only `next`, and none after the last row. */
function forwardPage<Row extends object>(rows: readonly Row[], query: URLSearchParams, size: number, here: string): Page<Row> {
  const after = query.has('pageId') ? wholeNumber(query, 'pageId', 0, 0) : 0;
  const rest = rows.filter((row) => idOf(row) > after).sort((a, b) => idOf(a) - idOf(b));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const link = last === undefined || rest.length <= size ? undefined : toLink(here, query, { pageId: String(idOf(last)) }, 'next');
  return { rows: page, link };
}

function numberedPage<Row extends object>(rows: readonly Row[], query: URLSearchParams, size: number, here: string): Page<Row> {
  const number = wholeNumber(query, 'page', 1);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const links = [
    ...(number > 1 ? [to(number - 1, 'prev'), to(1, 'first')] : []),
    ...(number < last ? [to(number + 1, 'next'), to(last, 'last')] : []),
  ];
  return { rows: rows.slice((number - 1) * size, number * size), link: links.length === 0 ? undefined : links.join(', ') };

  function to(page: number, rel: string): string {
    return toLink(here, query, { page: String(page), pageSize: String(size) }, rel);
  }
}

function toLink(here: string, query: URLSearchParams, changed: Readonly<Record<string, string>>, rel: string): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changed)) next.set(name, value);
  return `<${here}?${next.toString()}>; rel="${rel}"`;
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number, lowest = 1): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text) || Number(text) < lowest) throw new ConditionError(`${name} must be a whole number from ${lowest}`);
  return Number(text);
}

const idOf = (row: object): number => ('id' in row && typeof row.id === 'number' ? row.id : 0);
