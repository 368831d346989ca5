import type { Tx } from '../../platform/db/connect.ts';
import { record } from '../audit/index.ts';
import { type Context, system } from '../context.ts';
import { insertLogin, type PersonRow } from './store.ts';
import { hashToken, makeToken } from './token.ts';

/** `token` goes into the cookie and nowhere else; the database keeps its hash. */
export type StartedLogin = { readonly token: string; readonly personId: string; readonly maxAgeSeconds: number };

/** A login ends after twelve hours whatever happens (SEC-13). */
const absoluteHours = 12;

export async function startLogin(tx: Tx, context: Context, person: PersonRow, origin: string | undefined): Promise<StartedLogin> {
  const now = context.clock.now();
  const token = makeToken();
  await insertLogin(
    tx,
    { loginHash: hashToken(token), personId: person.person_id, csrf: makeToken(), endsAt: now.add({ hours: absoluteHours }), origin },
    now,
  );
  await record(tx, { ...context, actor: { ...system, name: person.name, origin } }, { action: 'login.started', object: person.email });
  return { token, personId: person.person_id, maxAgeSeconds: absoluteHours * 3_600 };
}
