import type { RemoteRequest } from '../remote.ts';
import { rememberToken, tokenKey } from '../tokens.ts';
import { put, type World } from '../world/world.ts';
import { type Person, personOf } from './people.ts';
import { randomOf } from './random-text.ts';

const cookieName = 'ESTSAUTH';
const lastsHours = 24;

const cookieOf = (request: RemoteRequest): string | undefined =>
  (request.headers['cookie'] ?? '')
    .split(/[;,] */)
    .find((part) => part.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1);

function rowOf(world: World, request: RemoteRequest) {
  const text = cookieOf(request);
  const row = text === undefined ? undefined : world.tables.tokens.get(tokenKey(text));
  return row?.kind === 'session' && row.revokedAt === undefined && Date.parse(row.expiresAt) > world.clock.nowMs() ? row : undefined;
}

/** Who is signed in already in this browser, with the second factor that he gave. */
export function signedIn(world: World, request: RemoteRequest): Person | undefined {
  const row = world.switch('identity').singleSignOn ? rowOf(world, request) : undefined;
  return row === undefined ? undefined : personOf(world, row);
}

/** Cookies know no ports: below a prefix this one must not reach what else runs on the machine. */
const path = (request: RemoteRequest): string => new URL(`${request.linkBase}/`).pathname;
const cookie = (request: RemoteRequest, value: string, seconds: number): string =>
  `${cookieName}=${value}; Path=${path(request)}; HttpOnly; SameSite=Lax; Max-Age=${String(seconds)}`;

/** Remembers who signed in; answers the header that the browser keeps. */
export function beginSession(world: World, request: RemoteRequest, person: Person, clientId: string): Readonly<Record<string, string>> {
  if (signedIn(world, request)?.objectId === person.objectId || !world.switch('identity').singleSignOn) return {};
  const text = `0.AS${randomOf(world, 60)}`;
  const row = {
    kind: 'session',
    remote: 'entra',
    accountId: person.accountId,
    tenantId: person.tenantId,
    clientId,
    userObjectId: person.objectId,
    audience: '',
    scopes: [],
    mfa: person.mfa,
    issuedAt: world.now(),
    expiresAt: world.clock.now().add({ hours: lastsHours }).toString(),
  } as const;
  rememberToken(world, text, row, { kind: 'user', name: person.userPrincipalName }, 'authorize');
  return { 'set-cookie': cookie(request, text, lastsHours * 3600) };
}

/** Ends it, if there is one. */
export function endSession(world: World, request: RemoteRequest): Readonly<Record<string, string>> {
  const row = rowOf(world, request);
  if (row === undefined) return {};
  world.apply({
    kind: 'token.revoked',
    actor: { kind: 'user', name: personOf(world, row)?.userPrincipalName ?? '' },
    cause: 'logout',
    about: { accountId: row.accountId },
    changes: [put('tokens', { ...row, revokedAt: world.now() })],
  });
  return { 'set-cookie': cookie(request, '', 0) };
}
