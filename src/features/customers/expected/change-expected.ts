import { type ExpectedState, mayBecomeExpected } from '../../../model/expected-customer.ts';
import { ownReseller, publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { type ExpectedCustomer, selectExpected, toExpected } from './store.ts';

/** What a person decides about a customer that is expected. */
export type ExpectedDecision =
  /** It registered itself, and we want it. */
  | { readonly action: 'approve' }
  | { readonly action: 'decline'; readonly reason: string }
  | { readonly action: 'withdraw'; readonly reason: string }
  /** One of us is Global Administrator of that tenant and accepted the invitation himself (S90). */
  | { readonly action: 'acceptedOnBehalf'; readonly reason: string }
  /** It is a customer that we have. */
  | { readonly action: 'link'; readonly customerId: string };

export type ChangedExpected =
  | { readonly status: 'changed'; readonly expected: ExpectedCustomer }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'conflict' | 'no_customer'; readonly detail: string };

const next: Readonly<Record<Exclude<ExpectedDecision['action'], 'acceptedOnBehalf'>, ExpectedState>> = {
  approve: 'waiting',
  decline: 'declined',
  withdraw: 'withdrawn',
  link: 'joined',
};

/** Decides about an expected customer, along its table of states. */
export function changeExpected(context: Context, expectedId: string, decision: ExpectedDecision): Promise<ChangedExpected> {
  return inScope(context.db, context.scope, async (tx): Promise<ChangedExpected> => {
    await decidingCustomers(tx);
    const before = await readExpected(tx, expectedId);
    if (before === undefined) return { status: 'refused', because: 'not_found', detail: 'There is no such expected customer.' };
    const to = decision.action === 'acceptedOnBehalf' ? before.state : next[decision.action];
    const fits = decision.action === 'acceptedOnBehalf' ? before.state === 'waiting' : mayBecomeExpected(before.state, to);
    if (!fits) return { status: 'refused', because: 'conflict', detail: `It is ${wordOf(before.state)}; that cannot be done now.` };
    if (decision.action === 'link' && !(await isCustomer(tx, decision.customerId)))
      return { status: 'refused', because: 'no_customer', detail: 'There is no such customer.' };
    const at = context.clock.now();
    await tx
      .updateTable('expected_customer')
      .set({
        state: to,
        changed_at: at,
        ...(decision.action === 'link' && { customer_id: decision.customerId, joined_at: at }),
        ...(decision.action === 'acceptedOnBehalf' && { accepted_at: at, accepted_by: context.actor.name }),
      })
      .where('expected_id', '=', expectedId)
      .execute();
    await record(tx, context, {
      action: `customer.${decision.action}`,
      object: publicId('expected', expectedId),
      resellerId: ownReseller,
      before: { state: before.state },
      after: { state: to, ...(decision.action === 'link' && { customer: publicId('customer', decision.customerId) }) },
      ...('reason' in decision && { reason: decision.reason }),
    });
    const expected = await readExpected(tx, expectedId);
    return expected === undefined
      ? { status: 'refused', because: 'not_found', detail: 'There is no such expected customer.' }
      : { status: 'changed', expected };
  });
}

export async function readExpected(tx: Tx, expectedId: string): Promise<ExpectedCustomer | undefined> {
  const row = await selectExpected(tx).where('expected_id', '=', expectedId).executeTakeFirst();
  return row && toExpected(row);
}

const isCustomer = async (tx: Tx, customerId: string): Promise<boolean> =>
  (await tx.selectFrom('customer').select('customer_id').where('customer_id', '=', customerId).executeTakeFirst()) !== undefined;

const words: Readonly<Record<ExpectedState, string>> = {
  pending: 'waiting for a decision',
  waiting: 'waiting for the customer',
  expired: 'expired',
  joinedElsewhere: 'joined to another account',
  joined: 'a customer already',
  declined: 'declined',
  withdrawn: 'withdrawn',
};
const wordOf = (state: ExpectedState): string => words[state];
