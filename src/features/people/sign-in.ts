import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { type Context, system } from '../context.ts';
import { everywhere } from './everywhere.ts';
import { type StartedLogin, startLogin } from './login.ts';
import { isPassword, pretendToCheck } from './password.ts';
import { countFailures, findPersonByEmail, noteTry, type PersonRow, signInWayOf } from './store.ts';

export type SignInOutcome =
  | ({ readonly status: 'signedIn' } & StartedLogin)
  | { readonly status: 'refused'; readonly because: 'sign_in_failed' | 'locked_out' };

/** Ten failures for an account, or a hundred from an address, within 15 minutes lock further tries out (SEC-15). */
export const mostFailures = { account: 10, address: 100, minutes: 15 } as const;

/** Signs a person in. Unknown e-mail, disabled person, wrong password and an organisation that signs in by links only give the same answer in the same time. */
export function signIn(
  context: Context,
  given: { readonly email: string; readonly password: string; readonly address: string },
): Promise<SignInOutcome> {
  return inScope(context.db, everywhere, async (tx): Promise<SignInOutcome> => {
    const now = context.clock.now();
    const failures = await countFailures(tx, given.email, given.address, now.subtract({ minutes: mostFailures.minutes }));
    if (failures.account >= mostFailures.account || failures.address >= mostFailures.address)
      return { status: 'refused', because: 'locked_out' };
    const person = await findPersonByEmail(tx, given.email);
    const worked = person !== undefined && (await opens(tx, person, given.password));
    if (person?.password_hash === undefined || person.password_hash === null) pretendToCheck(given.password);
    await noteTry(tx, { tryId: context.ids(), email: given.email, address: given.address, worked }, now);
    if (!worked) {
      await record(
        tx,
        { ...context, actor: { ...system, origin: given.address } },
        { action: 'login.refused', object: person?.email ?? 'unknown e-mail', result: 'refused' },
      );
      return { status: 'refused', because: 'sign_in_failed' };
    }
    const started = await startLogin(tx, context, person, given.address);
    return { status: 'signedIn', ...started };
  });
}

/** Whether a password opens: of an active person, whose organisation lets people sign in by password. */
async function opens(tx: Tx, person: PersonRow, password: string): Promise<boolean> {
  const isRight = person.state === 'active' && person.password_hash !== null && isPassword(password, person.password_hash);
  return isRight && (await signInWayOf(tx, person.reseller_id)) === 'password';
}
