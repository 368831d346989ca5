import { segmentKey } from '../../../model/customer-label.ts';
import { publicId } from '../../../model/ids.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { lockCustomer } from '../lock-customer.ts';
import { type CustomerLabels, readLabels } from './queries.ts';
import { addToSegments } from './segments.ts';

type LabelChange = {
  /** All segments of the customer from now on; left out: as they are. */
  readonly segments?: readonly string[] | undefined;
  /** ISO 4217; null: none of its own. */
  readonly preferredCurrency?: string | null | undefined;
};

/** Changes segments and currency of one customer; undefined when there is no such customer. */
export function changeLabels(context: Context, customerId: string, change: LabelChange): Promise<CustomerLabels | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const customer = await lockCustomer(tx, customerId);
    const before = customer && (await readLabels(tx, customerId));
    if (customer === undefined || before === undefined) return undefined;
    if (change.preferredCurrency !== undefined)
      await tx
        .updateTable('customer')
        .set({ preferred_currency: change.preferredCurrency })
        .where('customer_id', '=', customerId)
        .execute();
    if (change.segments !== undefined) {
      const wanted = new Set(change.segments.map(segmentKey));
      const gone = before.segments.map(segmentKey).filter((key) => !wanted.has(key));
      if (gone.length > 0)
        await tx.deleteFrom('customer_segment').where('customer_id', '=', customerId).where('segment_key', 'in', gone).execute();
      await addToSegments(tx, context, [customerId], change.segments);
    }
    const after = await readLabels(tx, customerId);
    await record(tx, context, {
      action: 'customer.labelsChanged',
      object: publicId('customer', customerId),
      resellerId: customer.reseller_id,
      before: { segments: before.segments, preferredCurrency: before.preferredCurrency },
      after: { segments: after?.segments, preferredCurrency: after?.preferredCurrency },
    });
    return after;
  });
}
