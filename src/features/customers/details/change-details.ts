import { type DetailField, ownerSentences } from '../../../model/field-owner.ts';
import { publicId } from '../../../model/ids.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { lockCustomer } from '../lock-customer.ts';
import type { Detail } from './detail-of.ts';
import { readDetails } from './details.ts';

/** Text to keep, or null to follow Microsoft again. */
type DetailChanges = Readonly<Partial<Record<DetailField, string | null | undefined>>>;

export type ChangedDetails =
  | { readonly status: 'kept'; readonly details: readonly Detail[] }
  | { readonly status: 'absent' }
  /** Fields that are not ours, with the reason: nothing of the change was kept. */
  | { readonly status: 'refused'; readonly fields: readonly { readonly field: DetailField; readonly because: string }[] };

/** Keeps what we say of the fields that are ours; all of it or nothing. What was kept aside can be dropped whoever owns the field. */
export const changeDetails = (context: Context, customerId: string, changes: DetailChanges): Promise<ChangedDetails> =>
  inScope(context.db, context.scope, async (tx): Promise<ChangedDetails> => {
    const customer = await lockCustomer(tx, customerId);
    const before = await readDetails(tx, customerId);
    if (customer === undefined || before === undefined) return { status: 'absent' };
    const changed = before.flatMap((detail) => {
      const value = changes[detail.field];
      return value === undefined ? [] : [{ detail, value }];
    });
    const foreign = changed.filter(({ detail, value }) => value !== null && detail.change !== 'here');
    if (foreign.length > 0)
      return { status: 'refused', fields: foreign.map(({ detail: { field, owner } }) => ({ field, because: ownerSentences[owner] })) };
    for (const { detail, value } of changed) {
      const row = {
        value: value ?? '',
        seen_value: detail.atMicrosoft ?? '',
        changed_by: context.actor.name,
        changed_at: context.clock.now(),
      };
      if (value === null)
        await tx.deleteFrom('customer_own_field').where('customer_id', '=', customerId).where('field', '=', detail.field).execute();
      else
        await tx
          .insertInto('customer_own_field')
          .values({ customer_id: customerId, field: detail.field, reseller_id: customer.reseller_id, ...row })
          .onConflict((conflict) => conflict.columns(['customer_id', 'field']).doUpdateSet(row))
          .execute();
    }
    await record(tx, context, {
      action: 'customer.detailsChanged',
      object: publicId('customer', customerId),
      resellerId: customer.reseller_id,
      before: Object.fromEntries(changed.map(({ detail }) => [detail.field, detail.own?.value ?? null])),
      after: Object.fromEntries(changed.map(({ detail, value }) => [detail.field, value])),
    });
    return { status: 'kept', details: (await readDetails(tx, customerId)) ?? [] };
  });
