import { BillTo } from '../../model/bill-to.ts';
import { RequestWish } from '../../model/change-request.ts';
import { publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { selectRequests, toRequest } from './store.ts';

/** Requests that a reading found carried out are done, whoever did it: by a plan of ours, in Partner Center, or at a distributor (S96, S99). */
export const settleRequests = (context: Context): Promise<number> =>
  inScope(context.db, everything, async (tx) => {
    const open = (await selectRequests(tx).where('request.state', 'in', ['asked', 'accepted']).forUpdate('request').execute()).map(
      toRequest,
    );
    let done = 0;
    for (const request of open) {
      if (!(await isReached(tx, request))) continue;
      const at = context.clock.now();
      await tx.updateTable('change_request').set({ state: 'done', changed_at: at }).where('request_id', '=', request.requestId).execute();
      await record(tx, context, {
        action: 'request.done',
        object: publicId('changeRequest', request.requestId),
        resellerId: request.resellerId,
        before: { state: request.state },
        after: { state: 'done' },
      });
      done += 1;
    }
    return done;
  });

type Reaching = { readonly customerId: string; readonly connectionId: string; readonly wish: RequestWish };

async function isReached(tx: Tx, { customerId, connectionId, wish }: Reaching): Promise<boolean> {
  if (wish.kind === 'seats') {
    const row = await tx
      .selectFrom('subscription')
      .select('seats')
      .where('customer_id', '=', customerId)
      .where('subscription_id', '=', wish.subscriptionId)
      .executeTakeFirst();
    return row?.seats === wish.seats;
  }
  const row = await tx
    .selectFrom('customer_profile')
    .select('bill_to')
    .where('customer_id', '=', customerId)
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  if (row === undefined) return false;
  const billTo = BillTo.parse(row.bill_to);
  return Object.entries(wish.changes).every(([field, text]) => billTo[BillTo.keyof().parse(field)] === text);
}
