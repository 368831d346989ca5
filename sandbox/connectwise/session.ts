import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import { throttled } from '../throttle.ts';
import type { PsaInstance } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Href } from './answers/values.ts';
import { clientIdMissing, failure, unauthorized } from './errors.ts';

/** Who calls and in which installation. */
export type Session = {
  readonly instance: PsaInstance;
  /** Where this installation's API begins, in the form in which the request came. */
  readonly base: string;
  readonly href: Href;
};

// No limit is published; 429 is possible. So high that one patient client never meets it. (unverified)
const limit = { calls: 1200, seconds: 60 };

/** Checks codebase, keys and client id, in that order, or answers the refusal. Keys: Basic `company+public:private`. */
export function signIn(request: RemoteRequest, world: World, codebase: string): Session | RemoteAnswer {
  const given = credentials(request.headers['authorization']);
  const instance = given === undefined ? undefined : findInstance(world, given.company);
  if (given === undefined || instance === undefined || !isHostOf(instance, request.host)) return unauthorized();
  if (given.publicKey !== instance.publicKey || given.privateKey !== instance.privateKey) return unauthorized();
  if (request.headers['clientid']?.toLowerCase() !== instance.clientId.toLowerCase()) return clientIdMissing();
  // After an upgrade the old codebase answers 404: read companyinfo again. `v4_6_release` always works.
  if (!isCodebaseOf(instance, codebase)) return failure(404, 'NotFound', `Codebase ${codebase} not found`);
  const wait = throttled(world, `connectwise/${instance.id}`, limit);
  if (wait !== undefined)
    return {
      ...failure(429, 'TooManyRequests', 'Too many requests'),
      headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': String(wait) },
    };
  const base = `${request.linkBase}/${codebase}/apis/3.0`;
  return { instance, base, href: (path) => `${base}${path}` };
}

export const isRefusal = (session: Session | RemoteAnswer): session is RemoteAnswer => 'status' in session;

/** Login companies are found in any case. */
export const findInstance = (world: World, companyId: string): PsaInstance | undefined =>
  world.tables.psaInstances.by('companyId', companyId.toLowerCase())[0];

const isHostOf = (instance: PsaInstance, host: string): boolean => instance.host === '' || instance.host.toLowerCase() === host;

const isCodebaseOf = (instance: PsaInstance, codebase: string): boolean => {
  const given = codebase.toLowerCase();
  return given === 'v4_6_release' || given === instance.codebase.replace(/\/$/, '').toLowerCase();
};

type Credentials = { readonly company: string; readonly publicKey: string; readonly privateKey: string };

/** The last header read: a client sends the same one with every call. */
let last: { readonly header: string; readonly read: Credentials | undefined } | undefined;

function credentials(header: string | undefined): Credentials | undefined {
  if (header === undefined) return undefined;
  if (last?.header !== header) last = { header, read: readHeader(header) };
  return last.read;
}

function readHeader(header: string): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const found = /^([^+:]+)\+([^:]+):(.*)$/.exec(Buffer.from(encoded, 'base64').toString('utf8'));
  if (found === null) return undefined;
  const [, company = '', publicKey = '', privateKey = ''] = found;
  return { company, publicKey, privateKey };
}
