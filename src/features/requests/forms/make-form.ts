import { type BillToField, billToFields } from '../../../model/bill-to.ts';
import { formDays } from '../../../model/change-request.ts';
import { publicId } from '../../../model/ids.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { hashToken, makeToken } from '../../people/index.ts';
import { findTarget } from '../target.ts';
import { type CustomerForm, formsOf, withdrawForms } from './store.ts';

export type MadeForm =
  | {
      readonly status: 'made';
      readonly formId: string;
      /** Shown once; the database keeps its hash. */
      readonly token: string;
      readonly fields: readonly BillToField[];
      readonly endsAt: Temporal.Instant;
    }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'not_read' | 'ambiguous' | 'nothing_missing' };

type FormWish = { readonly connectionId?: string | undefined; readonly days?: number | undefined };

/** Makes the link by which a customer fills in what keeps orders from being placed (S96). An earlier one that still waits ends. */
export async function makeForm(context: Context, customerId: string, { connectionId, days }: FormWish): Promise<MadeForm> {
  const target = await findTarget(context, customerId, connectionId);
  if (typeof target === 'string') return { status: 'refused', because: target };
  const wrong = new Set<string>(target.profile?.problems.map(({ field }) => field));
  // The registration number is no part of the billing profile that we can write.
  const fields = billToFields.filter((field) => wrong.has(field));
  if (fields.length === 0) return { status: 'refused', because: 'nothing_missing' };
  return inScope(context.db, context.scope, async (tx): Promise<MadeForm> => {
    const now = context.clock.now();
    const [formId, token] = [context.ids(), makeToken()];
    const endsAt = now.add({ hours: 24 * (days ?? formDays.usual) });
    await withdrawForms(tx, target, now);
    await tx
      .insertInto('customer_form')
      .values({
        form_id: formId,
        reseller_id: target.resellerId,
        customer_id: customerId,
        connection_id: target.connectionId,
        token_hash: hashToken(token),
        fields: [...fields],
        state: 'waiting',
        made_by: context.actor.name,
        created_at: now,
        ends_at: endsAt,
        changed_at: now,
      })
      .execute();
    await record(tx, context, {
      action: 'customerForm.made',
      object: publicId('customer', customerId),
      resellerId: target.resellerId,
      after: { form: publicId('form', formId), fields, endsAt: endsAt.toString() },
    });
    return { status: 'made', formId, token, fields, endsAt };
  });
}

/** Forms that were sent for a customer, the newest first. */
export const listForms = (context: Context, customerId: string): Promise<CustomerForm[]> =>
  inScope(context.db, context.scope, (tx) => formsOf(tx, customerId));
