import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { everywhere } from './everywhere.ts';
import { type StartedLogin, startLogin } from './login.ts';
import { findPerson, insertLink, signInWayOf, useLink } from './store.ts';
import { hashToken, makeToken } from './token.ts';

const validHours = 24;

/** Makes a link token for a person: single use, 24 hours (product.md 4.6). Shown once; the database keeps its hash. */
export function makeLink(context: Context, personId: string): Promise<string> {
  return inScope(context.db, everywhere, async (tx) => {
    const now = context.clock.now();
    const token = makeToken();
    await insertLink(tx, { tokenHash: hashToken(token), personId, endsAt: now.add({ hours: validHours }) }, now);
    return token;
  });
}

/** Opens a one-time link; undefined when it is unknown, over, or was opened before. */
export function openLink(context: Context, token: string, origin: string | undefined): Promise<StartedLogin | undefined> {
  return inScope(context.db, everywhere, async (tx) => {
    const personId = await useLink(tx, hashToken(token), context.clock.now());
    const person = personId === undefined ? undefined : await findPerson(tx, personId);
    const isLetIn = person?.state === 'active' && (await signInWayOf(tx, person.reseller_id)) !== 'closed';
    return isLetIn ? startLogin(tx, context, person, origin) : undefined;
  });
}
