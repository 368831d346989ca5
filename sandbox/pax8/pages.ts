import { type JsonObject, writeJson } from '../../src/lib/exact-json.ts';
import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import { badParameter } from './errors.ts';

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' } as const;
const defaultSize = 10;
const largestSize = 200;

/** One page of rows: `{content, page: {size, totalElements, totalPages, number}}`; pages count from 0. */
export const pageAnswer = <Row>(request: RemoteRequest, rows: readonly Row[], show: (row: Row) => JsonObject): RemoteAnswer =>
  pageOfTexts(request, rows, (row) => writeJson(show(row)));

/** The same with rows that are texts already. */
export function pageOfTexts<Row>(request: RemoteRequest, rows: readonly Row[], text: (row: Row) => string): RemoteAnswer {
  const number = wholeNumber(request.query.get('page'), 0);
  const size = wholeNumber(request.query.get('size'), defaultSize);
  if (number === undefined) return badParameter(request, 'page', 'page must be a whole number from 0');
  if (size === undefined || size < 1 || size > largestSize) return badParameter(request, 'size', `size must be from 1 to ${largestSize}`);
  const content = rows.slice(number * size, (number + 1) * size).map(text);
  const page = writeJson({ size, totalElements: rows.length, totalPages: Math.ceil(rows.length / size), number });
  return { status: 200, headers: jsonHeaders, body: `{"content":[${content.join(',')}],"page":${page}}` };
}

/** Lists that are not paged (pricing, history, provision details) have `content` alone. */
export const contentAnswer = (rows: readonly JsonObject[]): RemoteAnswer => body(200, { content: rows });

export const body = (status: number, value: JsonObject): RemoteAnswer => ({
  status,
  headers: jsonHeaders,
  body: writeJson(value),
});

function wholeNumber(text: string | null, otherwise: number): number | undefined {
  if (text === null) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
