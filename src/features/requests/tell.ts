import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { raise } from '../notices/index.ts';
import type { NewRequest } from './store.ts';

/** Tells us that somebody asks for something, in the transaction in which it was asked. */
export async function tellAsked(
  tx: Tx,
  context: Context,
  { requestId, customerId, askedBy }: NewRequest,
  isAgreed: boolean,
): Promise<void> {
  const customer = await tx.selectFrom('customer').select('name').where('customer_id', '=', customerId).executeTakeFirst();
  await raise(tx, context, {
    key: `request/${requestId}/asked`,
    matter: 'requestAsked',
    about: { kind: 'customer', id: customerId },
    title: `A change of ${customer?.name ?? 'a customer'} is asked for`,
    detail: isAgreed
      ? `${askedBy} asks for it. You agreed to such changes beforehand: Concord accepts it and carries it out.`
      : `${askedBy} asks for it. Accept it, which previews what is sent to Microsoft, or decline it with a reason.`,
    link: '/customers/requests',
  });
}
