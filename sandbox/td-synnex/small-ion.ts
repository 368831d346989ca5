import { isRecord } from '../../src/lib/is-record.ts';
import { SandboxClock } from '../clock.ts';
import type { RemoteRequest } from '../remote.ts';
import { ionAccount } from '../world/distributors2/accounts.ts';
import { layEstate } from '../world/estate.ts';
import { World } from '../world/world.ts';
import { tdSynnex } from './routes.ts';
import { presentPortalToken } from './token.ts';

// For the tests of this folder: the sample estate with time standing still, and a caller that has signed in.

export function estateWorld(scale = 12): World {
  const startsAt = '2026-11-21T10:00:00Z';
  const world = new World({ seed: 7, scale, startsAt }, SandboxClock.stoppedAt(startsAt));
  layEstate(world);
  return world;
}

type Told = { readonly status: number; readonly text: string; readonly json: unknown };
type Ask = { readonly body?: unknown; readonly form?: Readonly<Record<string, string>>; readonly authorization?: string };

export async function ask(world: World, method: string, path: string, { body, form, authorization }: Ask = {}): Promise<Told> {
  const [below = '', query = ''] = path.split(/\?(.*)/s);
  const json = body === undefined ? '' : JSON.stringify(body);
  const text = form === undefined ? json : new URLSearchParams(form).toString();
  const request: RemoteRequest = {
    method,
    host: 'ion.tdsynnex.com',
    path: below,
    query: new URLSearchParams(query),
    rawQuery: query === '' ? '' : `?${query}`,
    headers: authorization === undefined ? {} : { authorization },
    rawBody: Buffer.from(text),
    body: text,
    linkBase: 'http://127.0.0.1:8090/ion.tdsynnex.com',
    linkTo: (host) => `http://127.0.0.1:8090/${host}`,
  };
  const answer = await tdSynnex.handle(request, world);
  const told = typeof answer.body === 'string' ? answer.body : '';
  return { status: answer.status, text: told, json: told.startsWith('{') ? (JSON.parse(told) as unknown) : told };
}

export const signIn = async (world: World, refreshToken = presentPortalToken(world)) =>
  ask(world, 'POST', '/oauth/token', { form: { grant_type: 'refresh_token', refresh_token: refreshToken } });

/** Calls below `/api/v3`, signed in; `{a}` stands for the account. */
export async function caller(world: World) {
  const { json } = await signIn(world);
  const token = isRecord(json) ? String(json['access_token']) : '';
  const { accountId } = ionAccount(world.options);
  return (method: string, path: string, body?: unknown) =>
    ask(world, method, `/api/v3${path.replace('{a}', `accounts/${accountId}`)}`, { body, authorization: `Bearer ${token}` });
}
