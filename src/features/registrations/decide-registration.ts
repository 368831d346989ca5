import { publicId } from '../../model/ids.ts';
import { registrationNext } from '../../model/registration.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Added, addCustomer } from '../customers/index.ts';
import { type Registration, readRegistration } from './store.ts';

type RegistrationDecision =
  /** For the Partner Center account that is to sell to it. */
  { readonly action: 'approve'; readonly connectionId: string } | { readonly action: 'refuse'; readonly reason: string };

export type DecidedRegistration =
  | { readonly status: 'decided'; readonly registration: Registration }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'conflict' }
  /** It could not be entered: it is here already, or Partner Center did not say. Nothing was decided. */
  | { readonly status: 'notEntered'; readonly why: Exclude<Added, { status: 'linked' | 'expected' }> };

/** Decides once. Approving enters the company as any customer is entered: looked up here and at Partner Center first, never a second time (S92, S105). */
export async function decideRegistration(
  context: Context,
  registrationId: string,
  decision: RegistrationDecision,
): Promise<DecidedRegistration> {
  const before = await inScope(context.db, context.scope, (tx) => readRegistration(tx, { id: registrationId }));
  if (before === undefined) return { status: 'refused', because: 'not_found' };
  if (isDecided(before)) return { status: 'refused', because: 'conflict' };
  if (decision.action === 'refuse') return keep(context, registrationId, { state: 'refused', reason: decision.reason });
  const added = await enter(context, before, decision.connectionId);
  switch (added.status) {
    case 'linked':
      return keep(context, registrationId, { state: 'approved', customerId: added.customerId });
    case 'expected':
      return keep(context, registrationId, { state: 'approved', expectedId: added.expectedId });
    default:
      return { status: 'notEntered', why: added };
  }
}

const isDecided = ({ state }: Registration): boolean => registrationNext[state].length === 0;

const enter = (context: Context, { company, domain, email, country, note, contact }: Registration, connectionId: string): Promise<Added> =>
  addCustomer(context, {
    ...{ connectionId, tenantId: '', domain, name: company, email, country, resellerMpn: '', origin: 'selfRegistered' },
    note: note === '' ? `Registered by ${contact}` : `Registered by ${contact}: ${note}`,
  });

type Decided =
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'approved'; readonly customerId: string }
  | { readonly state: 'approved'; readonly expectedId: string };

const keep = (context: Context, registrationId: string, decided: Decided): Promise<DecidedRegistration> =>
  inScope(context.db, context.scope, async (tx): Promise<DecidedRegistration> => {
    const before = await lock(tx, registrationId);
    if (before === undefined || isDecided(before)) return { status: 'refused', because: 'conflict' };
    const now = context.clock.now();
    await tx
      .updateTable('registration')
      .set({
        ...{ state: decided.state, decided_by: context.actor.name, decided_at: now, changed_at: now },
        ...('reason' in decided && { reason: decided.reason }),
        ...('customerId' in decided && { customer_id: decided.customerId }),
        ...('expectedId' in decided && { expected_id: decided.expectedId }),
      })
      .where('registration_id', '=', registrationId)
      .execute();
    await record(tx, context, {
      action: `registration.${decided.state}`,
      object: publicId('registration', registrationId),
      before: { state: before.state },
      after: { state: decided.state, company: before.company, domain: before.domain, isProved: before.provedAt !== null },
      ...('reason' in decided && { reason: decided.reason }),
    });
    const registration = await readRegistration(tx, { id: registrationId });
    return registration === undefined ? { status: 'refused', because: 'not_found' } : { status: 'decided', registration };
  });

/** Of two who decide at once one comes first. */
async function lock(tx: Tx, registrationId: string): Promise<Registration | undefined> {
  await tx.selectFrom('registration').select('state').where('registration_id', '=', registrationId).forUpdate().execute();
  return readRegistration(tx, { id: registrationId });
}
