import { isAppError } from '../../lib/errors.ts';
import { type Consent, type ConsentEvent, consentAfter, noConsent, TenantConsent } from '../../model/tenant-consent.ts';
import type { Tx } from '../../platform/db/connect.ts';

export type ConsentNote = {
  readonly connectionId: string;
  readonly customerTenantId: string;
  readonly event: ConsentEvent;
  /** Why it was refused. */
  readonly error?: unknown;
  readonly at: Temporal.Instant;
};

/** Writes down what happened to the consent of a customer's tenant, and what it is after that. A tenant that nobody knows is left alone. */
export async function noteConsent(tx: Tx, { connectionId, customerTenantId, event, error, at }: ConsentNote): Promise<void> {
  const customer = await tx
    .selectFrom('customer')
    .innerJoin('customer_connection as sold', 'sold.customer_id', 'customer.customer_id')
    .select(['customer.customer_id', 'customer.reseller_id'])
    .where('customer.tenant_id', '=', customerTenantId)
    .where('sold.connection_id', '=', connectionId)
    .forUpdate('customer')
    .executeTakeFirst();
  if (customer === undefined) return;
  const key = { customer_id: customer.customer_id, connection_id: connectionId };
  const before = await readConsent(tx, key);
  const after = consentAfter(before, event, at);
  const row = {
    state: after.state,
    granted_at: after.grantedAt ?? null,
    worked_at: after.workedAt ?? null,
    refusals: after.refusals,
    next_check_at: after.nextCheckAt ?? null,
    checked_at: at,
    changed_at: at,
    ...wordsOf(before, after, event, error),
  };
  await tx
    .insertInto('access_consent')
    .values({ ...key, reseller_id: customer.reseller_id, ...row })
    .onConflict((conflict) => conflict.columns(['customer_id', 'connection_id']).doUpdateSet(row))
    .execute();
  await tellCustomer(tx, customer.customer_id);
}

type Key = { readonly customer_id: string; readonly connection_id: string };

async function readConsent(tx: Tx, { customer_id, connection_id }: Key): Promise<Consent> {
  const row = await tx
    .selectFrom('access_consent')
    .select(['state', 'granted_at', 'worked_at', 'refusals', 'next_check_at'])
    .where('customer_id', '=', customer_id)
    .where('connection_id', '=', connection_id)
    .executeTakeFirst();
  if (row === undefined) return noConsent;
  return {
    state: TenantConsent.parse(row.state),
    grantedAt: row.granted_at ?? undefined,
    workedAt: row.worked_at ?? undefined,
    refusals: row.refusals,
    nextCheckAt: row.next_check_at ?? undefined,
  };
}

type Words = { readonly code: string | null; readonly sentence: string | null; readonly hint: string | null };
const none: Words = { code: null, sentence: null, hint: null };

/** What people read beside the state: the remote's refusal, or what a state means that we found by ourselves. A look that finds the same says nothing new. */
function wordsOf(before: Consent, after: Consent, event: ConsentEvent, error: unknown): Words | Record<string, never> {
  if (event === 'refused') {
    if (!isAppError(error)) return { ...none, sentence: 'The consent was refused.' };
    return { code: error.code, sentence: error.message, hint: error.facts.hint ?? null };
  }
  if (after.state === 'withdrawn' && before.state !== 'withdrawn')
    return {
      code: 'consent_withdrawn',
      sentence: 'It worked before and does no more.',
      hint: 'Somebody took the consent or a role away. Consent again.',
    };
  if (after.state === 'refused' && before.state === 'granted')
    return {
      code: 'still_refused',
      sentence: 'The consent is given, and the tenant still refuses us.',
      hint: 'Look at the roles of the relationship and at the groups that hold them.',
    };
  return after.state === 'granted' ? none : {};
}

/** The best word of all partner accounts stands on the customer, because lists filter by it. */
async function tellCustomer(tx: Tx, customerId: string): Promise<void> {
  const rows = await tx.selectFrom('access_consent').select(['state', 'worked_at']).where('customer_id', '=', customerId).execute();
  const order: readonly string[] = ['granted', 'withdrawn', 'refused', 'missing', 'unknown'];
  const [best] = rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  if (best === undefined) return;
  await tx
    .updateTable('customer')
    .set({ consent_state: best.state, consent_worked_at: best.worked_at })
    .where('customer_id', '=', customerId)
    .execute();
}
