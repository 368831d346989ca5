import { RequestOrigin, RequestState, RequestWish } from '../../model/change-request.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';

export type ChangeRequest = {
  readonly requestId: string;
  readonly resellerId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly connectionId: string;
  readonly origin: RequestOrigin;
  readonly wish: RequestWish;
  readonly note: string;
  readonly state: RequestState;
  readonly askedBy: string;
  readonly askedAt: Temporal.Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Temporal.Instant | null;
  /** Why it was declined or withdrawn; ''. */
  readonly reason: string;
  readonly planId: string | null;
};

export type NewRequest = Pick<
  ChangeRequest,
  'requestId' | 'resellerId' | 'customerId' | 'connectionId' | 'origin' | 'wish' | 'note' | 'askedBy' | 'askedAt'
>;

export const insertRequest = (tx: Tx, request: NewRequest) =>
  tx
    .insertInto('change_request')
    .values({
      request_id: request.requestId,
      reseller_id: request.resellerId,
      customer_id: request.customerId,
      connection_id: request.connectionId,
      kind: request.wish.kind,
      origin: request.origin,
      wish: JSON.stringify(request.wish),
      note: request.note,
      state: 'asked',
      asked_by: request.askedBy,
      asked_at: request.askedAt,
      reason: '',
      changed_at: request.askedAt,
    })
    .execute();

export const selectRequests = (tx: Tx) =>
  tx
    .selectFrom('change_request as request')
    .innerJoin('customer', 'customer.customer_id', 'request.customer_id')
    .selectAll('request')
    .select('customer.name as customer_name');

type Row = Awaited<ReturnType<ReturnType<typeof selectRequests>['executeTakeFirstOrThrow']>>;

export const toRequest = (row: Row): ChangeRequest => ({
  requestId: row.request_id,
  resellerId: row.reseller_id,
  customerId: row.customer_id,
  customerName: row.customer_name,
  connectionId: row.connection_id,
  origin: RequestOrigin.parse(row.origin),
  wish: RequestWish.parse(row.wish),
  note: row.note,
  state: RequestState.parse(row.state),
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  reason: row.reason,
  planId: row.plan_id,
});

export async function readRequest(tx: Tx, requestId: string): Promise<ChangeRequest | undefined> {
  const row = await selectRequests(tx).where('request.request_id', '=', requestId).executeTakeFirst();
  return row && toRequest(row);
}

/** The state as it is now, kept until commit: of two who decide at once one comes first. */
export async function lockRequest(tx: Tx, requestId: string): Promise<RequestState | undefined> {
  const row = await tx.selectFrom('change_request').select('state').where('request_id', '=', requestId).forUpdate().executeTakeFirst();
  return row && RequestState.parse(row.state);
}

export type Decided = { readonly state: RequestState; readonly reason?: string; readonly planId?: string };

export const changeRequest = (tx: Tx, context: Pick<Context, 'actor' | 'clock'>, requestId: string, decided: Decided) =>
  tx
    .updateTable('change_request')
    .set({
      state: decided.state,
      decided_by: context.actor.name,
      decided_at: context.clock.now(),
      changed_at: context.clock.now(),
      ...(decided.reason !== undefined && { reason: decided.reason }),
      ...(decided.planId !== undefined && { plan_id: decided.planId }),
    })
    .where('request_id', '=', requestId)
    .execute();
