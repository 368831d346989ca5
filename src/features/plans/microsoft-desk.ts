import type { Marketplace, SubscriptionNow } from '../../connectors/ports.ts';
import { type Act, isAtMicrosoft, type MicrosoftCorrection } from '../../model/difference.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { keepSubscriptions } from '../subscriptions/index.ts';
import type { Desk, Target } from './desk.ts';
import { termsAtMicrosoft } from './microsoft-terms.ts';
import { readAfter } from './read-after.ts';
import { isReachedAtMicrosoft, noSubscription, stateOfSubscription } from './subscription-state.ts';
import { movedFields } from './target-state.ts';

/** The customer's tenant of a correction; undefined when we do not hold the subscription. */
export async function microsoftTargetOf(
  tx: Tx,
  { connectionId, customerTenantId, subscriptionRemoteId }: MicrosoftCorrection,
): Promise<Target | undefined> {
  const row = await holderOf(tx, { connectionId, subscriptionRemoteId });
  return row === undefined ? undefined : { accountRemoteId: customerTenantId, nextInvoiceOn: undefined };
}

type Held = Pick<MicrosoftCorrection, 'connectionId' | 'subscriptionRemoteId'>;

const holderOf = (tx: Tx, { connectionId, subscriptionRemoteId }: Held) =>
  tx
    .selectFrom('subscription')
    .select('customer_id')
    .where('connection_id', '=', connectionId)
    .where('remote_id', '=', subscriptionRemoteId)
    .executeTakeFirst();

/** Subscriptions at Partner Center. */
export function microsoftDesk(context: Context, marketplace: Marketplace): Desk {
  const read = async (correction: MicrosoftCorrection, signal: AbortSignal | undefined) => {
    const seenAt = context.clock.now();
    const now = await marketplace.subscription(correction.customerTenantId, correction.subscriptionRemoteId, signal);
    return { now, keep: (tx: Tx) => keep(tx, context, correction, now, seenAt) };
  };
  return {
    remote: marketplace,
    look: async (correction, _target, signal) => {
      const { now, keep: keepIt } = await read(ours(correction), signal);
      return {
        state: now === undefined ? noSubscription : stateOfSubscription(now.subscription),
        keep: keepIt,
        terms: (wanted) => termsAtMicrosoft(ours(wanted), now, context.clock.now()),
      };
    },
    readBack: async ({ correction, after }, _target, signal) => {
      const own = ours(correction);
      const { now, keep: keepIt } = await read(own, signal);
      const state = now === undefined ? noSubscription : stateOfSubscription(now.subscription);
      return {
        isReached: isReachedAtMicrosoft(state, own),
        besides: after === undefined ? [] : movedFields(after, state),
        keep: keepIt,
      };
    },
  };
}

/** Keeps a subscription as it was just read. One that is no longer there is left to the next complete reading of its customer. */
async function keep(
  tx: Tx,
  context: Pick<Context, 'ids'>,
  correction: MicrosoftCorrection,
  now: SubscriptionNow | undefined,
  seenAt: Temporal.Instant,
): Promise<void> {
  const holder = await holderOf(tx, correction);
  if (now === undefined || holder === undefined) return;
  const { connectionId, subscriptionRemoteId } = correction;
  const readAt = await readAfter(tx, { table: 'subscription', connectionId, remoteIds: [subscriptionRemoteId] }, seenAt);
  await keepSubscriptions(tx, { connectionId, seenAt: readAt, ids: context.ids }, holder.customer_id, [now.subscription]);
}

/** A plan's steps name their connection, so what comes to this desk is a correction at Microsoft. */
function ours(correction: Act): MicrosoftCorrection {
  if (!isAtMicrosoft(correction)) throw new Error(`${correction.action} came to Microsoft`);
  return correction;
}
