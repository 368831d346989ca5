import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import type { Caller } from './caller.ts';
import { everywhere } from './everywhere.ts';
import { checkPassword, hashPassword, isPassword } from './password.ts';
import { mostFailures } from './sign-in.ts';
import { countFailures, endLogin, endLogins, findPerson, noteTry, proveLogin, updatePerson } from './store.ts';

/** A fresh proof is at most five minutes old (product.md 7). */
export const hasFreshProof = (caller: Caller, now: Temporal.Instant): boolean =>
  caller.login !== undefined && Temporal.Instant.compare(caller.login.provedAt.add({ minutes: 5 }), now) > 0;

export type ProofOutcome = 'proved' | 'sign_in_failed' | 'locked_out';

/** The person types the password again for an act that needs it. */
export function prove(
  context: Context,
  caller: Caller,
  given: { readonly password: string; readonly address: string },
): Promise<ProofOutcome> {
  return inScope(context.db, everywhere, async (tx): Promise<ProofOutcome> => {
    const now = context.clock.now();
    const failures = await countFailures(tx, caller.email, given.address, now.subtract({ minutes: mostFailures.minutes }));
    if (failures.account >= mostFailures.account) return 'locked_out';
    const person = await findPerson(tx, caller.personId);
    const worked =
      caller.login !== undefined && typeof person?.password_hash === 'string' && isPassword(given.password, person.password_hash);
    await noteTry(tx, { tryId: context.ids(), email: caller.email, address: given.address, worked }, now);
    if (worked) await proveLogin(tx, caller.login.hash, now);
    return worked ? 'proved' : 'sign_in_failed';
  });
}

/** Sets the caller's password and ends his other logins. Answers the reason when it is too weak. */
export function setPassword(
  context: Context,
  caller: Caller,
  password: string,
): Promise<{ readonly status: 'set' } | { readonly status: 'refused'; readonly reason: string }> {
  return inScope(context.db, everywhere, async (tx) => {
    const weak = checkPassword(password, caller);
    if (weak !== undefined) return { status: 'refused', reason: weak } as const;
    await updatePerson(tx, caller.personId, { password_hash: hashPassword(password) }, context.clock.now());
    await endLogins(tx, caller.personId, caller.login?.hash);
    await record(tx, context, { action: 'password.set', object: caller.email, after: { password: 'changed' } });
    return { status: 'set' } as const;
  });
}

export function signOut(context: Context, caller: Caller): Promise<void> {
  return inScope(context.db, everywhere, async (tx) => {
    if (caller.login === undefined) return;
    await endLogin(tx, caller.login.hash);
    await record(tx, context, { action: 'login.ended', object: caller.email });
  });
}
