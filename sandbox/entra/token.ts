import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { Cloud, PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { issueForApp } from './app-only.ts';
import { permissions } from './claims.ts';
import { tokenError } from './errors.ts';
import type { Issued } from './issue.ts';
import { redeemCode } from './redeem-code.ts';
import { redeemRefreshToken } from './redeem-refresh-token.ts';
import { type Asked, readAsked } from './scopes.ts';
import { hasConsented } from './tenant-access.ts';
import { accountOfApp, findTenant, isShared, loginHosts, type Tenant } from './tenants.ts';
import type { Redeemed, TokenCall } from './token-call.ts';

const grants: Readonly<Record<string, (world: World, call: TokenCall) => Promise<Redeemed | RemoteAnswer>>> = {
  authorization_code: redeemCode,
  refresh_token: redeemRefreshToken,
  client_credentials: issueForApp,
};

/** POST {tenant}/oauth2/token and {tenant}/oauth2/v2.0/token. */
export const tokenEndpoint =
  (version: 'v1' | 'v2') =>
  async (request: RemoteRequest, world: World, params: Params): Promise<RemoteAnswer> => {
    const form = new URLSearchParams(request.body);
    const grantType = form.get('grant_type');
    if (grantType === null) return tokenError(world, request, 900144, 'grant_type');
    const redeem = grants[grantType];
    if (redeem === undefined) return tokenError(world, request, 70003, grantType);
    const call = checkCaller(world, request, version, params['tenant'] ?? '', form);
    if ('status' in call) return call;
    const redeemed = await redeem(world, call);
    if ('status' in redeemed) return redeemed;
    return json(200, version === 'v1' ? v1Answer(call, redeemed) : v2Answer(call, redeemed), {
      'cache-control': 'no-store',
      pragma: 'no-cache',
    });
  };

function checkCaller(
  world: World,
  request: RemoteRequest,
  version: 'v1' | 'v2',
  tenantName: string,
  form: URLSearchParams,
): TokenCall | RemoteAnswer {
  const cloud = loginHosts[request.host] ?? 'global';
  const tenant = findTenant(world, cloud, tenantName);
  if (tenant === undefined && !isShared(tenantName)) return tokenError(world, request, 90002, tenantName);
  const { clientId, secret } = clientOf(request, form);
  if (clientId === '') return tokenError(world, request, 900144, 'client_id');
  const account = appIn(world, cloud, tenant, clientId);
  if (account === undefined) return tokenError(world, request, 700016, clientId);
  const asked = readAsked(cloud, version, field(form, 'resource'), field(form, 'scope'));
  const refused = checkSecret(world, account, secret) ?? forcedError(world, account, tenant?.id ?? tenantName);
  if (refused !== undefined)
    return tokenError(world, request, refused, namedBy(refused, { world, clientId, tenantName, audience: asked.audience }));
  return asked.known ? { request, version, account, tenant, form, asked } : tokenError(world, request, 500011, asked.audience);
}

const field = (form: URLSearchParams, name: string): string => form.get(name) ?? '';

/** The app as this tenant knows it: another partner's tenant does once its administrator consented. */
function appIn(world: World, cloud: Cloud, tenant: Tenant | undefined, clientId: string): PartnerAccount | undefined {
  const account = accountOfApp(world, cloud, clientId);
  if (account === undefined || tenant?.account === undefined || tenant.account.id === account.id) return account;
  return hasConsented(world, account, tenant) ? account : undefined;
}

/** The error that the control API planted for this tenant, if any. */
function forcedError(world: World, account: PartnerAccount, tenant: string): number | undefined {
  const { errors } = world.switch('identity');
  return errors[account.tenantId] ?? errors[tenant.toLowerCase()] ?? errors['*'];
}

type Named = { readonly world: World; readonly clientId: string; readonly tenantName: string; readonly audience: string };

/** What the text of a refusal names: mostly the app, else the resource, the tenant, or the instant from which a token lay idle. */
function namedBy(code: number, { world, clientId, tenantName, audience }: Named): string {
  if ([500011, 50076, 50079].includes(code)) return audience;
  if (code === 90002) return tenantName;
  return code === 700082 ? world.clock.now().subtract({ hours: idleHours }).toString() : clientId;
}

const idleHours = 90 * 24;

/** Id and secret from the form, or from Basic authentication (standard libraries send either). */
function clientOf(request: RemoteRequest, form: URLSearchParams): { readonly clientId: string; readonly secret: string | undefined } {
  const basic = /^Basic +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (basic === undefined) return { clientId: form.get('client_id') ?? '', secret: form.get('client_secret') ?? undefined };
  const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { clientId: formDecoded(id), secret: formDecoded(rest.join(':')) };
}

/** Both parts are form-encoded (RFC 6749, 2.3.1); libraries that forget it send them as they are. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function checkSecret(world: World, account: PartnerAccount, secret: string | undefined): number | undefined {
  if (secret === undefined) return 7000218;
  if (secret !== account.app.clientSecret) return 7000215;
  return Temporal.Instant.compare(account.app.secretExpiresAt, world.clock.now()) <= 0 ? 7000222 : undefined;
}

/** v1: every value is text. */
const v1Answer = ({ account }: TokenCall, { issued, asked }: Redeemed) => ({
  token_type: 'Bearer',
  ...(issued.clientInfo === undefined ? {} : { scope: permissions({ account, ...asked }).join(' ') }),
  expires_in: String(issued.expiresIn),
  ext_expires_in: String(issued.expiresIn),
  expires_on: String(issued.times.exp),
  not_before: String(issued.times.nbf),
  resource: asked.audience,
  ...tokensOf(issued),
});

const v2Answer = ({ account }: TokenCall, { issued, asked }: Redeemed) => ({
  token_type: 'Bearer',
  ...(issued.clientInfo === undefined ? {} : { scope: scopeText(account, asked) }),
  expires_in: issued.expiresIn,
  ext_expires_in: issued.expiresIn,
  ...tokensOf(issued),
});

/** What was granted; `.default` and OpenID's own words come back where they were asked for. */
function scopeText(account: PartnerAccount, asked: Asked): string {
  const own = [...permissions({ account, ...asked }), ...(asked.scopes.includes('.default') ? ['.default'] : [])];
  const open = asked.scopes.filter((scope) => ['openid', 'profile', 'email'].includes(scope));
  return [...open, ...own.map((scope) => `${asked.audience}/${scope}`)].join(' ');
}

const tokensOf = ({ accessToken, refreshToken, idToken, clientInfo }: Issued) => ({
  access_token: accessToken,
  ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  ...(idToken === undefined ? {} : { id_token: idToken }),
  ...(clientInfo === undefined ? {} : { client_info: clientInfo }),
});
