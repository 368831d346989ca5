import type { BillToProblem } from '../../model/bill-to-rules.ts';
import { type RequestOrigin, RequestWish } from '../../model/change-request.ts';
import { publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope, isCustomers, type Scope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { acceptAgreed, isAgreed } from './accept-agreed.ts';
import { insertRequest, type NewRequest } from './store.ts';
import { changedFields, findTarget, wrongAnswers } from './target.ts';
import { tellAsked } from './tell.ts';

type AskWish = {
  readonly customerId: string;
  /** Left out: the only account that sells to it. */
  readonly connectionId?: string | undefined;
  readonly wish: RequestWish;
  readonly note: string;
};

export type Asked =
  | { readonly status: 'asked'; readonly requestId: string }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'not_read' | 'ambiguous' | 'nothing' | 'asked_before' }
  | { readonly status: 'wrong'; readonly problems: readonly BillToProblem[] };

/** Asks for a change of a customer that the asker sees. Nothing is changed before one of us decides; to a reseller it may have been agreed beforehand (S99). What is so already, or asked for already, is refused. */
export async function askForChange(context: Context, { customerId, connectionId, wish, note }: AskWish): Promise<Asked> {
  const target = await findTarget(context, customerId, connectionId);
  if (typeof target === 'string') return { status: 'refused', because: target };
  const meant = await narrowed(target, wish, context);
  if ('status' in meant) return meant;
  const origin = originOf(context.scope);
  const isDecided = origin === 'reseller' && (await isAgreed(context, meant));
  // A customer's own scope only reads; what it asks for is written for it.
  const scope = origin === 'customer' ? everything : context.scope;
  const asked = await inScope(context.db, scope, async (tx): Promise<Asked> => {
    await tx.selectFrom('customer').select('customer_id').where('customer_id', '=', customerId).forUpdate().execute();
    if (await isAsked(tx, customerId, meant)) return { status: 'refused', because: 'asked_before' };
    const requestId = context.ids();
    const { resellerId } = target;
    const request: NewRequest = {
      ...{ requestId, resellerId, customerId, connectionId: target.connectionId, origin, wish: meant, note },
      askedBy: context.actor.onBehalfOf === undefined ? context.actor.name : `${context.actor.name} for ${context.actor.onBehalfOf}`,
      askedAt: context.clock.now(),
    };
    await insertRequest(tx, request);
    await tellAsked(tx, context, request, isDecided);
    await record(tx, context, {
      action: 'request.asked',
      object: publicId('changeRequest', requestId),
      resellerId,
      after: { customer: publicId('customer', customerId), ...meant },
    });
    return { status: 'asked', requestId };
  });
  if (asked.status === 'asked' && isDecided) await acceptAgreed(context, asked.requestId);
  return asked;
}

const originOf = (scope: Scope): RequestOrigin => {
  if (isCustomers(scope)) return 'customer';
  return scope.reseller === '*' ? 'provider' : 'reseller';
};

/** What of a wish is not so already; a refusal when nothing is left or Microsoft would not take it. */
async function narrowed(
  { customerId, profile }: Exclude<Awaited<ReturnType<typeof findTarget>>, string>,
  wish: RequestWish,
  context: Context,
): Promise<RequestWish | Exclude<Asked, { status: 'asked' }>> {
  if (wish.kind === 'seats') {
    const row = await inScope(context.db, everything, (tx) =>
      tx
        .selectFrom('subscription')
        .select('seats')
        .where('customer_id', '=', customerId)
        .where('subscription_id', '=', wish.subscriptionId)
        .executeTakeFirst(),
    );
    if (row === undefined) return { status: 'refused', because: 'not_found' };
    return row.seats === wish.seats ? { status: 'refused', because: 'nothing' } : wish;
  }
  if (profile === undefined) return { status: 'refused', because: 'not_read' };
  const changes = changedFields(profile.billTo, wish.changes);
  if (Object.keys(changes).length === 0) return { status: 'refused', because: 'nothing' };
  const problems = wrongAnswers(profile, changes);
  return problems.length > 0 ? { status: 'wrong', problems } : { kind: 'billTo', changes };
}

/** The same is waiting already: the same fields, or the seats of the same subscription. */
async function isAsked(tx: Tx, customerId: string, wish: RequestWish): Promise<boolean> {
  const rows = await tx
    .selectFrom('change_request')
    .select('wish')
    .where('customer_id', '=', customerId)
    .where('kind', '=', wish.kind)
    .where('state', '=', 'asked')
    .execute();
  return rows.some((row) => sameTarget(RequestWish.parse(row.wish), wish));
}

function sameTarget(one: RequestWish, other: RequestWish): boolean {
  if (one.kind === 'seats') return other.kind === 'seats' && one.subscriptionId === other.subscriptionId;
  return other.kind === 'billTo' && Object.keys(one.changes).some((field) => field in other.changes);
}
