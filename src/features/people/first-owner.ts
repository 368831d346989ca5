import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { everywhere } from './everywhere.ts';
import { findPersonByEmail, insertPerson } from './store.ts';

/** The owner of a fresh installation; there is no default password, only the one-time link printed on the host (SEC-17). */
const firstOwner = { email: 'owner@concord.local', name: 'Owner', role: 'owner' } as const;

/** The first owner's person id; makes the person when the installation is new. */
export function ensureFirstOwner(context: Context): Promise<string> {
  return inScope(context.db, everywhere, async (tx) => {
    await insertPerson(tx, { personId: context.ids(), ...firstOwner }, context.clock.now());
    const person = await findPersonByEmail(tx, firstOwner.email);
    if (person === undefined) throw new Error('The first owner could not be made');
    return person.person_id;
  });
}
