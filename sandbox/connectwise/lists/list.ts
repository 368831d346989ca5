import { type JsonObject, writeJson } from '../../../src/lib/exact-json.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import { ConditionError } from '../conditions/tokens.ts';
import { invalidParameter } from '../errors.ts';
import { selectFields } from './fields.ts';
import { filterRows } from './filter.ts';
import { orderRows } from './order.ts';
import { pageOf } from './page.ts';

/** The answer of a list: a bare array, one page of it, with the `Link` header. `kind` names the known fields. */
export const listAnswer = (request: RemoteRequest, rows: readonly JsonObject[], kind: string): RemoteAnswer =>
  orRefusal(() => {
    const ordered = orderRows(filterRows(rows, request.query, kind), request.query.get('orderBy'), kind);
    const page = pageOf(ordered, request, `${request.linkBase}${request.path}`);
    const fields = request.query.get('fields');
    return ok(
      page.rows.map((row) => selectFields(row, fields)),
      page.link === undefined ? {} : { link: page.link },
    );
  });

/** The answer of `/count`: how many rows the conditions leave. */
export const countAnswer = (request: RemoteRequest, rows: readonly JsonObject[], kind: string): RemoteAnswer =>
  orRefusal(() => ok({ count: filterRows(rows, request.query, kind).length }));

export const itemAnswer = (request: RemoteRequest, row: JsonObject, status = 200): RemoteAnswer =>
  ok(selectFields(row, request.query.get('fields')), {}, status);

const ok = (value: JsonObject | readonly JsonObject[], headers: Readonly<Record<string, string>> = {}, status = 200): RemoteAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: writeJson(value),
});

function orRefusal(work: () => RemoteAnswer): RemoteAnswer {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConditionError) return invalidParameter('conditions', error.message);
    throw error;
  }
}
