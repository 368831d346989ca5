import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { Cloud, PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Asking, refusalFields, responseTypes } from './asking.ts';
import { errorText } from './errors.ts';
import { goBack } from './go-back.ts';
import { errorPage } from './pages.ts';
import { type Asked, readAsked } from './scopes.ts';
import { accountOfApp, findTenant, graphOf, isShared, loginHosts, partnerCenterOf } from './tenants.ts';

/** Refusals before anybody may be sent back stay on a page: the redirect address is not trusted yet. */
export function readAsking(
  world: World,
  request: RemoteRequest,
  version: 'v1' | 'v2',
  tenantName: string,
  given: URLSearchParams,
): Asking | RemoteAnswer {
  const cloud = loginHosts[request.host] ?? 'global';
  const account = appAsked(world, cloud, tenantName, given.get('client_id') ?? '');
  if ('status' in account) return account;
  const fields: Record<string, string> = Object.fromEntries([...given].filter(([name]) => !['step', 'user', 'mfa'].includes(name)));
  const redirect = fields['redirect_uri'] ?? account.app.redirectUris[0] ?? '';
  if (!mayReturnTo(account, redirect)) return errorPage(errorText(50011, redirect));
  const asked = whatAsked(cloud, version, fields);
  const asking = { version, cloud, tenantName, account, asked, fields: { ...fields, redirect_uri: redirect } };
  return refusedBack(world, asking) ?? asking;
}

const forWork = 'unauthorized_client: The client does not exist or is not enabled for consumers.';

function appAsked(world: World, cloud: Cloud, tenantName: string, clientId: string): PartnerAccount | RemoteAnswer {
  if (clientId === '') return errorPage(errorText(900144, 'client_id'));
  const account = accountOfApp(world, cloud, clientId);
  if (account === undefined) return errorPage(errorText(700016, clientId));
  if (findTenant(world, cloud, tenantName) === undefined && !isShared(tenantName)) return errorPage(errorText(90002, tenantName));
  return /^consumers$/i.test(tenantName) ? errorPage(forWork) : account;
}

/** A call that names no resource means Partner Center (v1) or Graph (v2). */
function whatAsked(cloud: Cloud, version: 'v1' | 'v2', fields: Asking['fields']): Asked {
  const read = readAsked(cloud, version, fields['resource'] ?? '', fields['scope'] ?? '');
  const usual = version === 'v1' ? partnerCenterOf(cloud) : graphOf(cloud);
  return { ...read, audience: read.audience === '' ? usual : read.audience };
}

/** An app without registered addresses (the trial's) may be sent to any https address and to this machine. */
export function mayReturnTo({ app }: PartnerAccount, redirect: string): boolean {
  if (app.redirectUris.length > 0) return app.redirectUris.includes(redirect);
  if (!URL.canParse(redirect)) return false;
  const { protocol, hostname, hash } = new URL(redirect);
  if (hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** Refusals that the app itself hears. */
function refusedBack(world: World, asking: Asking): RemoteAnswer | undefined {
  const { account, asked, fields, tenantName } = asking;
  const { signInErrors } = world.switch('identity');
  const forced = signInErrors[account.tenantId] ?? signInErrors[tenantName.toLowerCase()] ?? signInErrors['*'];
  if (forced !== undefined) return refusedOnDemand(forced, fields, account.app.clientId);
  const wrong = wrongParameter(fields);
  if (wrong !== undefined) return goBack(fields, refusalFields(...wrong));
  return asked.known ? undefined : goBack(fields, refusalFields(500011, asked.audience));
}

/** These end on a page of the sign-in service: the app does not hear of them. */
const onPage: readonly number[] = [50011, 50020, 50034, 53003, 90002, 500121, 700016];

const refusedOnDemand = (code: number, fields: Asking['fields'], clientId: string): RemoteAnswer =>
  onPage.includes(code) ? errorPage(errorText(code, clientId)) : goBack(fields, refusalFields(code, clientId));

const prompts = ['', 'none', 'login', 'consent', 'select_account', 'admin_consent'];

/** AADSTS number and what it names. */
function wrongParameter(fields: Asking['fields']): readonly [number, string] | undefined {
  const method = fields['code_challenge_method'];
  const prompt = (fields['prompt'] ?? '').split(' ').find((word) => !prompts.includes(word));
  const type = wrongType(fields);
  if (type !== undefined) return type;
  if (method !== undefined && method !== 'S256' && method !== 'plain') return [501491, method];
  return prompt === undefined ? undefined : [90023, prompt];
}

/** `code`, or `code id_token` where the answer does not travel in the query and a nonce ties it to the call. */
function wrongType(fields: Asking['fields']): readonly [number, string] | undefined {
  const types = responseTypes(fields);
  const mode = fields['response_mode'];
  if (types.length === 0) return [900144, 'response_type'];
  if (!types.includes('code') || types.some((type) => type !== 'code' && type !== 'id_token')) return [700051, types.join(' ')];
  if (mode !== undefined && !['query', 'fragment', 'form_post'].includes(mode)) return [70007, mode];
  if (!types.includes('id_token')) return undefined;
  if (mode === 'query') return [70007, mode];
  return fields['nonce'] === undefined ? [900144, 'nonce'] : undefined;
}
