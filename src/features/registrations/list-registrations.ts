import type { RegistrationState } from '../../model/registration.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { findKnown } from '../customers/index.ts';
import { isOpen } from './opening.ts';
import { type Registration, selectRegistrations, toRegistration } from './store.ts';

export type RegistrationView = Registration & {
  /** Who has the domain here already: shown to us, never to whoever registers. Approving asks Partner Center as well. */
  readonly known: { readonly customerId: string | undefined; readonly expectedId: string | undefined; readonly name: string } | undefined;
  /** How many others wait with the same domain. */
  readonly sameDomain: number;
};

const most = 500;

/** Registrations, the newest first, and whether the form is open. */
export const listRegistrations = (
  context: Context,
  states: readonly RegistrationState[] | undefined,
): Promise<{ readonly open: boolean; readonly registrations: readonly RegistrationView[] }> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await selectRegistrations(tx)
      .$if(states !== undefined, (query) => query.where('state', 'in', states ?? []))
      .orderBy('created_at', 'desc')
      .orderBy('registration_id', 'desc')
      .limit(most)
      .execute();
    const all = rows.map(toRegistration);
    const waiting = all.filter(({ state }) => state === 'pending');
    const registrations: RegistrationView[] = [];
    for (const each of all)
      registrations.push({
        ...each,
        known: each.state === 'pending' ? await knownAs(tx, each) : undefined,
        sameDomain: waiting.filter((other) => other !== each && other.domain === each.domain).length,
      });
    return { open: await isOpen(tx), registrations };
  });

async function knownAs(tx: Tx, { domain }: Registration): Promise<RegistrationView['known']> {
  // The account that it is approved for says the cloud; most of all tenants are in this one.
  const known = await findKnown(tx, { cloud: 'global', tenantId: '', domain });
  if (known === undefined) return undefined;
  return known.status === 'known'
    ? { customerId: known.customerId, expectedId: undefined, name: known.name }
    : { customerId: undefined, expectedId: known.expected.expectedId, name: known.expected.name };
}
