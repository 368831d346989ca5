import type { FastifyRequest } from 'fastify';
import type { Route } from '../contract/route.ts';
import type { Context } from '../features/context.ts';
import { type Caller, findCallerByKey, findCallerByLogin, hasFreshProof } from '../features/people/index.ts';
import { idSchema, nobody } from '../model/ids.ts';
import { type Refusal, refuse } from './handle.ts';

/** On loopback without TLS the cookie cannot be `Secure`; elsewhere it must be (product.md 7). */
export const cookieName = (baseUrl: string): string => (baseUrl.startsWith('https:') ? '__Host-concord' : 'concord');

export const addressOf = (request: FastifyRequest): string => request.ip;

/** Who calls: an API key beats the login cookie. Undefined when neither holds. */
export async function findCaller(
  context: Pick<Context, 'db' | 'clock'>,
  request: FastifyRequest,
  baseUrl: string,
): Promise<Caller | undefined> {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return findCallerByKey(context, bearer, addressOf(request));
  const cookie = request.cookies[cookieName(baseUrl)];
  return cookie === undefined ? undefined : findCallerByLogin(context, cookie, addressOf(request));
}

/** May this caller make this call? Deny by default (RB1). Answers the refusal, or nothing. */
export function checkCall(route: Route, caller: Caller | undefined, request: FastifyRequest, now: Temporal.Instant): Refusal | undefined {
  const changes = route.method !== 'GET';
  if (changes && isForeign(request)) return refuse('foreign_origin', 'A change must come from this site itself.');
  if (route.may === 'anyone') return undefined;
  if (caller === undefined)
    return refuse('not_signed_in', 'There is no valid login or API key in this request.', {
      hint: 'Sign in, or send an API key as a Bearer token.',
    });
  if (changes && caller.login !== undefined && request.headers['x-csrf-token'] !== caller.login.csrf)
    return refuse('foreign_origin', 'The X-Csrf-Token header is missing or old.', {
      hint: 'Read it from GET /api/v1/me and send it with every change.',
    });
  if (route.may !== 'signedIn' && !caller.permissions.includes(route.may))
    return refuse('forbidden', `This needs the permission "${route.may}".`, { hint: `Ask an owner for "${route.may}".` });
  return checkCustomer(route, caller) ?? checkOrganisation(route, caller, request) ?? checkProof(route, caller, now);
}

/** Routes that are not open to customers are closed to their people (S91). */
const checkCustomer = (route: Route, caller: Caller): Refusal | undefined =>
  caller.customerId !== undefined && route.ofCustomers !== true
    ? refuse('forbidden', 'This is not open to people of a customer.', { hint: 'Ask your provider.' })
    : undefined;

/** Routes that are not open to organisations are closed to their people, and to us while we act in the name of one (RB3). */
const checkOrganisation = (route: Route, caller: Caller, request: FastifyRequest): Refusal | undefined =>
  (route.organisation !== true || caller.customerId !== undefined) &&
  (caller.organisation !== undefined || organisationNamed(request) !== undefined)
    ? refuse('forbidden', 'This is not open to resellers.', { hint: 'Ask your provider, or stop acting in the name of the reseller.' })
    : undefined;

/** The organisation that a call names in its header `Acting-For`: `res_...`. */
export function organisationNamed(request: FastifyRequest): string | undefined {
  const named = request.headers['acting-for'];
  if (named === undefined) return undefined;
  const read = idSchema('reseller').safeParse(named);
  return read.success ? read.data : nobody;
}

/** API keys prove nothing about a person: acts that need a fresh proof are for logins, except that a key of the host itself may read. */
function checkProof(route: Route, caller: Caller, now: Temporal.Instant): Refusal | undefined {
  if (route.freshProof !== true || hasFreshProof(caller, now)) return undefined;
  const hint =
    caller.login === undefined
      ? 'An API key cannot do this: sign in with a browser.'
      : caller.hasPassword
        ? 'Type your password again.'
        : 'Open a new one-time link: on the host run "bin/concord sign-in-link".';
  return refuse('fresh_proof_needed', 'The last proof of who you are is older than five minutes.', { hint });
}

/** Same-site cookie, and Origin and Sec-Fetch-Site besides (SEC-14). */
function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.headers.origin;
  if (origin === undefined) return false;
  try {
    return new URL(origin).host !== request.headers.host;
  } catch {
    return true;
  }
}
