import { type JsonObject, writeJson } from '../../../src/lib/exact-json.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import type { Call } from '../call.ts';
import { ConditionError } from '../conditions/tokens.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { type Collection, shownRow, textOf } from './collection.ts';
import { selectFields } from './fields.ts';
import { equalIn, keeps, type Query, queryOf } from './filter.ts';
import { orderRows } from './order.ts';
import { pageOf } from './page.ts';

/** The answer of a list: a bare array, one page of it, with the `Link` header. */
export const listAnswer = <Row extends object>(call: Call, collection: Collection<Row>): RemoteAnswer =>
  orRefusal(() => {
    const { request } = call;
    const rows = orderRows(found(call, collection), request.query.get('orderBy'), collection.kind, (row) =>
      shownJson(call, collection, row),
    );
    const page = pageOf(rows, request, `${request.linkBase}${request.path}`);
    const fields = request.query.get('fields');
    const texts = page.rows.map((row) => {
      const shown = shownRow(collection, call, row);
      return fields === null ? textOf(shown) : writeJson(selectFields(shown.json, fields));
    });
    return ok(`[${texts.join(',')}]`, page.link === undefined ? {} : { link: page.link });
  });

/** The answer of `/count`: how many rows the conditions leave. */
export const countAnswer = <Row extends object>(call: Call, collection: Collection<Row>): RemoteAnswer =>
  orRefusal(() => ok(`{"count":${found(call, collection).length}}`));

/** One row by its number. */
export function oneAnswer<Row extends object>(call: Call, collection: Collection<Row>): RemoteAnswer {
  const id = call.params['id'] ?? '';
  const row = collection.one(call, id);
  if (row === undefined) return notFound(collection.name, id);
  const shown = shownRow(collection, call, row);
  const fields = call.request.query.get('fields');
  return ok(fields === null ? textOf(shown) : writeJson(selectFields(shown.json, fields)));
}

/** A row that was just written. */
export const itemAnswer = (request: RemoteRequest, row: JsonObject, status = 200): RemoteAnswer =>
  ok(writeJson(selectFields(row, request.query.get('fields'))), {}, status);

export const ok = (body: string, headers: Readonly<Record<string, string>> = {}, status = 200): RemoteAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body,
});

function found<Row extends object>(call: Call, collection: Collection<Row>): readonly Row[] {
  const query = queryOf(call.request.query, collection.kind);
  const rows = narrowed(call, collection, query);
  return query === undefined ? rows : rows.filter((row) => keeps(query, shownJson(call, collection, row)));
}

function narrowed<Row extends object>(call: Call, collection: Collection<Row>, query: Query | undefined): readonly Row[] {
  const byId = query === undefined ? undefined : equalIn(query, 'id');
  if (byId !== undefined) {
    const row = collection.one(call, byId);
    return row === undefined ? [] : [row];
  }
  for (const [field, rowsOf] of Object.entries(collection.narrow ?? {})) {
    const value = query === undefined ? undefined : equalIn(query, field);
    if (value !== undefined) return rowsOf(call, value);
  }
  return collection.rows(call);
}

const shownJson = <Row extends object>(call: Call, collection: Collection<Row>, row: Row): JsonObject =>
  shownRow(collection, call, row).json;

function orRefusal(work: () => RemoteAnswer): RemoteAnswer {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConditionError) return invalidParameter('conditions', error.message);
    throw error;
  }
}
