import { createHash } from 'node:crypto';
import { Seeded } from '../../src/lib/seeded.ts';
import { globalAdministrator } from '../world/people/directory-roles.ts';
import type { World } from '../world/world.ts';
import type { Grant } from './grant.ts';
import { isAdmin, type Person } from './people.ts';
import { graphOf, issuerOf } from './tenants.ts';

const openId: readonly string[] = ['openid', 'profile', 'email', 'offline_access', '.default'];

/** What the app of a partner was registered with at Graph; `.default` gives these. */
const graphPermissions = [
  'DelegatedAdminRelationship.ReadWrite.All',
  'Directory.Read.All',
  'Organization.Read.All',
  'PartnerBilling.Read.All',
  'ServiceHealth.Read.All',
  'ServiceMessage.Read.All',
  'User.Read',
  'User.Read.All',
] as const;

/** What `scp` says: the permissions on that resource, without OpenID's own. */
export function permissions({ account, audience, scopes }: Pick<Grant, 'account' | 'audience' | 'scopes'>): readonly string[] {
  const isGraph = audience === graphOf(account.cloud);
  const own = scopes.filter((scope) => !openId.includes(scope) && !(isGraph && scope === 'user_impersonation'));
  if (own.length > 0 && !scopes.includes('.default')) return own;
  return isGraph ? [...new Set([...own, ...graphPermissions])] : ['user_impersonation'];
}

/** A person has another name for each app, the same at each sign-in. */
const subjectOf = (account: Grant['account'], user: Person): string =>
  createHash('sha256').update(`${account.app.clientId}/${user.objectId}`).digest('base64url');

/** An app is somebody else in each tenant: the object id of its service principal there. */
const principalOf = (world: World, { account, tenantId }: Grant): string =>
  new Seeded(`${String(world.options.seed)}/principal/${tenantId}/${account.app.clientId}`).uuid();

/** Claims of an access token. Which there are is the reference's list (1.2), their values general knowledge; `wids`, the directory roles, as well. */
export function accessClaims(world: World, grant: Grant, times: Times, hasMfa: boolean) {
  const { account, user, version } = grant;
  const app =
    version === 'v1'
      ? { appid: account.app.clientId, appidacr: '1', idp: issuerOf(account.cloud, 'v1', user?.tenantId ?? grant.tenantId), ver: '1.0' }
      : { azp: account.app.clientId, azpacr: '1', ver: '2.0' };
  const principal = principalOf(world, grant);
  const person = user === undefined ? appClaims(grant, principal) : userClaims(grant, user, hasMfa);
  return { aud: grant.audience, iss: issuerOf(account.cloud, version, grant.tenantId), ...times, tid: grant.tenantId, ...app, ...person };
}

export type Times = { readonly iat: number; readonly nbf: number; readonly exp: number };

const appClaims = ({ account, audience }: Grant, principal: string) => ({
  oid: principal,
  sub: principal,
  idtyp: 'app',
  app_displayname: account.app.displayName,
  ...(audience === graphOf(account.cloud) ? { roles: graphPermissions.filter((name) => name !== 'User.Read') } : {}),
});

const userClaims = (grant: Grant, user: Person, hasMfa: boolean) => ({
  oid: user.objectId,
  sub: subjectOf(grant.account, user),
  name: user.displayName,
  upn: user.userPrincipalName,
  amr: hasMfa ? ['pwd', 'mfa'] : ['pwd'],
  wids: isAdmin(user) ? [globalAdministrator] : [],
  scp: permissions(grant).join(' '),
  idtyp: 'user',
  app_displayname: grant.account.app.displayName,
  ...(grant.version === 'v1'
    ? { acr: '1', unique_name: user.userPrincipalName, family_name: familyName(user), given_name: givenName(user) }
    : { preferred_username: user.userPrincipalName }),
});

export const givenName = ({ displayName }: Person): string => displayName.split(' ')[0] ?? '';
export const familyName = ({ displayName }: Person): string => displayName.split(' ').slice(1).join(' ');

export const idClaims = (
  grant: Pick<Grant, 'version' | 'account' | 'tenantId' | 'nonce'> & { readonly code?: string },
  user: Person,
  times: Times,
  hasMfa: boolean,
) => ({
  aud: grant.account.app.clientId,
  iss: issuerOf(grant.account.cloud, grant.version, grant.tenantId),
  ...times,
  tid: grant.tenantId,
  oid: user.objectId,
  sub: subjectOf(grant.account, user),
  name: user.displayName,
  preferred_username: user.userPrincipalName,
  ver: grant.version === 'v1' ? '1.0' : '2.0',
  ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
  ...(grant.code === undefined ? {} : { c_hash: halfHash(grant.code) }),
  ...(grant.version === 'v1'
    ? {
        amr: hasMfa ? ['pwd', 'mfa'] : ['pwd'],
        upn: user.userPrincipalName,
        unique_name: user.userPrincipalName,
        family_name: familyName(user),
        given_name: givenName(user),
      }
    : {}),
});

/** Ties an id token to the code that came with it (OpenID Connect Core 3.3.2.11). */
const halfHash = (text: string): string => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

/** Who signed in, for client libraries that keep several accounts apart. */
export const clientInfo = (user: Person): string =>
  Buffer.from(JSON.stringify({ uid: user.objectId, utid: user.tenantId })).toString('base64url');
