import { isRecord } from '../../src/lib/is-record.ts';
import type { RemoteRequest } from '../remote.ts';
import { ingramAccount } from '../world/distributors2/accounts.ts';
import type { World } from '../world/world.ts';
import { ingram } from './routes.ts';

// For the tests of this folder: a caller of the marketplace that has signed in.

type Told = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string; readonly json: unknown };
export type Ask = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly host?: string };

export async function ask(
  world: World,
  method: string,
  path: string,
  { body, headers = {}, host = 'api.cloud.im' }: Ask = {},
): Promise<Told> {
  const [below = '', query = ''] = path.split(/\?(.*)/s);
  const json = body === undefined ? '' : JSON.stringify(body);
  const text = typeof body === 'string' ? body : json;
  const request: RemoteRequest = {
    method,
    host,
    path: below,
    query: new URLSearchParams(query),
    rawQuery: query === '' ? '' : `?${query}`,
    headers,
    rawBody: Buffer.from(text),
    body: text,
    linkBase: `http://127.0.0.1:8090/${host}`,
    linkTo: (other) => `http://127.0.0.1:8090/${other}`,
  };
  const answer = await ingram.handle(request, world);
  const told = typeof answer.body === 'string' ? answer.body : '';
  return {
    status: answer.status,
    headers: answer.headers ?? {},
    text: told,
    json: /^[{[]/.test(told) ? (JSON.parse(told) as unknown) : told,
  };
}

export async function signIn(world: World) {
  const { userName, password, subscriptionKey, marketplace } = ingramAccount(world.options);
  const authorization = `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
  return ask(world, 'POST', '/marketplace/us/token', {
    body: { marketplace },
    headers: { authorization, 'x-subscription-key': subscriptionKey },
  });
}

/** Calls below the marketplace's base, signed in. */
export async function caller(world: World) {
  const { json } = await signIn(world);
  const token = isRecord(json) ? String(json['token']) : '';
  const headers = { authorization: `Bearer ${token}`, 'x-subscription-key': ingramAccount(world.options).subscriptionKey };
  return (method: string, path: string, body?: unknown) => ask(world, method, `/marketplace/us${path}`, { body, headers });
}

/** Calls of Xvantage, signed in. */
export async function xvantage(world: World) {
  const { xvantageClientId, xvantageClientSecret, customerNumber } = ingramAccount(world.options);
  const host = 'api.ingrammicro.com';
  const query = new URLSearchParams({ grant_type: 'client_credentials', client_id: xvantageClientId, client_secret: xvantageClientSecret });
  const { json } = await ask(world, 'GET', `/oauth/oauth20/token?${query.toString()}`, { host });
  const token = isRecord(json) ? String(json['access_token']) : '';
  const headers = {
    authorization: `Bearer ${token}`,
    'im-customernumber': customerNumber,
    'im-countrycode': 'US',
    'im-correlationid': 'test',
  };
  return (path: string) => ask(world, 'GET', `/resellers${path}`, { host, headers });
}
