import { sql } from 'kysely';
import { type KeysetPage, keysetPage } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

export type AuditRow = {
  readonly eventId: string;
  readonly seq: number;
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly origin: string | null;
  readonly action: string;
  readonly object: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly planId: string | null;
  readonly correlationId: string | null;
  readonly result: string;
  readonly hash: string;
};

export type AuditFilter = {
  readonly action?: string | undefined;
  readonly object?: string | undefined;
  readonly actor?: string | undefined;
};

/** Audit events of the caller's scope; newest first unless `descending` is false. */
export function listEvents(
  context: Context,
  request: { readonly filter: AuditFilter; readonly limit: number; readonly cursor: string | undefined; readonly descending: boolean },
): Promise<KeysetPage<AuditRow>> {
  return inScope(context.db, context.scope, async (tx) => {
    const { filter } = request;
    const page = await keysetPage(
      { ...request, sort: 'seq' },
      { expression: sql.ref('seq'), type: 'bigint' },
      sql.ref('event_id'),
      ({ where, orderBy, limit, pageKey }) => {
        let query = tx.selectFrom('audit_event').selectAll().select(pageKey.as('page_key')).select('event_id as page_id').where(where);
        if (filter.action !== undefined) query = query.where('action', '=', filter.action);
        if (filter.object !== undefined) query = query.where('object', '=', filter.object);
        if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor);
        return query.orderBy(orderBy).limit(limit).execute();
      },
    );
    return { ...page, rows: page.rows.map(toRow) };
  });
}

const toRow = (row: {
  event_id: string;
  seq: string;
  at: Temporal.Instant;
  actor: string;
  on_behalf_of: string | null;
  origin: string | null;
  action: string;
  object: string;
  before: unknown;
  after: unknown;
  reason: string | null;
  plan_id: string | null;
  correlation_id: string | null;
  result: string;
  hash: string;
}): AuditRow => ({
  eventId: row.event_id,
  seq: Number(row.seq),
  at: row.at,
  actor: row.actor,
  onBehalfOf: row.on_behalf_of,
  origin: row.origin,
  action: row.action,
  object: row.object,
  before: row.before ?? null,
  after: row.after ?? null,
  reason: row.reason,
  planId: row.plan_id,
  correlationId: row.correlation_id,
  result: row.result,
  hash: row.hash,
});
