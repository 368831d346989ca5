import { assertNever } from '../../lib/must.ts';
import { foldName } from '../../lib/normalise.ts';
import type { ConnectionSecrets, ConnectionSettings } from '../../model/connection.ts';

/** What the remote is, whoever signs in: never changes for a connection, and only one connection has it (F46). */
export function identityOf(settings: ConnectionSettings): string {
  switch (settings.kind) {
    case 'partnerCenter':
      return `${settings.cloud}/${settings.tenantId.toLowerCase()}`;
    case 'pax8':
      return `${hostOf(settings.baseUrl)}/${settings.clientId}`;
    case 'tdSynnex':
      return `${hostOf(settings.baseUrl)}/${settings.accountId}`;
    case 'ingram':
      return `${hostOf(settings.baseUrl)}/${marketplaceOf(settings.baseUrl)}/${settings.userName.toLowerCase()}`;
    case 'distributorFile':
      return foldName(settings.distributor);
    case 'connectWise':
      return `${hostOf(settings.baseUrl)}/${settings.companyId.toLowerCase()}`;
    default:
      return assertNever(settings);
  }
}

const hostOf = (url: string): string => {
  const { host, pathname } = new URL(url);
  // In the trial the real host is the first part of the path (product reference 4.4).
  const first = pathname.split('/')[1] ?? '';
  return /^127\.|^localhost/.test(host) && first.includes('.') ? first.toLowerCase() : host.toLowerCase();
};

/** One API user serves one marketplace: `us`, `eu` is the last part of the address. */
const marketplaceOf = (url: string): string => new URL(url).pathname.replace(/\/+$/, '').split('/').at(-1)?.toLowerCase() ?? '';

/** What each kind cannot do without; the sign-in of a partner account can come later, by a consent link. */
const needed: Readonly<Record<ConnectionSettings['kind'], readonly (keyof ConnectionSecrets)[]>> = {
  partnerCenter: ['clientSecret'],
  pax8: ['clientSecret'],
  tdSynnex: ['refreshToken'],
  ingram: ['password', 'subscriptionKey'],
  distributorFile: [],
  connectWise: ['privateKey'],
};

export const missingSecrets = (kind: ConnectionSettings['kind'], secrets: ConnectionSecrets): readonly (keyof ConnectionSecrets)[] =>
  needed[kind].filter((name) => secrets[name] === undefined);

/** Nobody has signed in for it yet, or it is told of by files alone: there is nothing to try. */
export const awaitsSignIn = (kind: ConnectionSettings['kind'], secrets: ConnectionSecrets): boolean =>
  kind === 'distributorFile' || (kind === 'partnerCenter' && secrets.refreshToken === undefined);
