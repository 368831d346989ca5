import { publicId } from '../../../model/ids.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { lockCustomer } from '../lock-customer.ts';
import { readChoice } from './leading.ts';
import { readAccounts } from './queries.ts';

export type LeadingOutcome =
  | { readonly status: 'kept' }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'does_not_sell' | 'not_read' };

/** Chooses whose billing profile speaks for a customer; undefined: nobody's choice, the longest relation leads. Microsoft never learns of it. */
export function chooseLeading(context: Context, customerId: string, connectionId: string | undefined): Promise<LeadingOutcome> {
  return inScope(context.db, context.scope, async (tx): Promise<LeadingOutcome> => {
    const customer = await lockCustomer(tx, customerId);
    if (customer === undefined) return { status: 'refused', because: 'not_found' };
    const before = await readChoice(tx, customerId);
    if (before?.connectionId === connectionId) return { status: 'kept' };
    if (connectionId === undefined) await tx.deleteFrom('customer_leading_account').where('customer_id', '=', customerId).execute();
    else {
      const account = (await readAccounts(tx, customerId)).find((each) => each.connectionId === connectionId);
      if (account === undefined) return { status: 'refused', because: 'not_read' };
      if (!account.sells) return { status: 'refused', because: 'does_not_sell' };
      const row = { connection_id: connectionId, chosen_by: context.actor.name, chosen_at: context.clock.now() };
      await tx
        .insertInto('customer_leading_account')
        .values({ customer_id: customerId, reseller_id: customer.reseller_id, ...row })
        .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(row))
        .execute();
    }
    const after = await readChoice(tx, customerId);
    await record(tx, context, {
      action: 'customer.leadingAccountChosen',
      object: publicId('customer', customerId),
      resellerId: customer.reseller_id,
      before: { account: before?.connectionName ?? null },
      after: { account: after?.connectionName ?? null },
    });
    return { status: 'kept' };
  });
}
