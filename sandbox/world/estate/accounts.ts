import { Seeded } from '../../../src/lib/seeded.ts';
import type { DistributorAccount, PartnerAccount, PartnerType, PsaInstance } from '../types.ts';
import { address, contact } from './names.ts';

export type Accounts = {
  /** Buys at Microsoft directly. */
  readonly direct: PartnerAccount;
  /** Buys through the distributor. */
  readonly reseller: PartnerAccount;
  readonly pax8: DistributorAccount;
  readonly connectwise: PsaInstance;
};

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');
export const secretText = (random: Seeded, length: number): string => Array.from({ length }, () => random.pick(letters)).join('');

export function makeAccounts(seed: number, startsAt: string): Accounts {
  const random = (label: string): Seeded => new Seeded(`${String(seed)}:account:${label}`);
  return {
    direct: partnerAccount('pc-1', 'Northwind Cloud US', 'northwindcloud', 'directBill', startsAt, random('pc-1')),
    reseller: partnerAccount('pc-2', 'Northwind Cloud West', 'northwindcloudwest', 'indirectReseller', startsAt, random('pc-2')),
    pax8: pax8Account(random('pax8-1')),
    connectwise: connectwiseInstance(random('cw-1')),
  };
}

export function partnerAccount(
  id: string,
  name: string,
  label: string,
  partnerType: PartnerType,
  startsAt: string,
  random: Seeded,
): PartnerAccount {
  const domain = `${label}.onmicrosoft.com`;
  return {
    id,
    name,
    tenantId: random.uuid(),
    cloud: 'global',
    partnerType,
    mpnId: String(random.int(4_000_000, 6_999_999)),
    domain,
    country: 'US',
    currency: 'USD',
    culture: 'en-US',
    address: address(random),
    contact: contact(random, `${label}.com`),
    app: {
      clientId: random.uuid(),
      clientSecret: `sbx~${secretText(random, 36)}`,
      displayName: 'Concord',
      redirectUris: [],
      consented: true,
      secretExpiresAt: Temporal.Instant.from(startsAt)
        .add({ hours: 24 * 720 })
        .toString(),
    },
    users: [
      {
        objectId: random.uuid(),
        userPrincipalName: `integration@${domain}`,
        displayName: 'Integration user',
        roles: ['AdminAgents', 'SalesAgents', 'BillingAdmin', 'GlobalAdmin'],
        mfa: true,
      },
      {
        objectId: random.uuid(),
        userPrincipalName: `no-mfa@${domain}`,
        displayName: 'User without second factor',
        roles: ['AdminAgents'],
        mfa: false,
      },
      {
        objectId: random.uuid(),
        userPrincipalName: `helpdesk@${domain}`,
        displayName: 'Helpdesk only',
        roles: ['HelpdeskAgents'],
        mfa: true,
      },
    ],
  };
}

const pax8Account = (random: Seeded): DistributorAccount => ({
  id: 'pax8-1',
  kind: 'pax8',
  name: 'Pax8 (Northwind Cloud)',
  partnerId: random.uuid(),
  clientId: secretText(random, 32),
  clientSecret: `sbx_${secretText(random, 60)}`,
  adminKey: true,
  currency: 'USD',
});

const connectwiseInstance = (random: Seeded): PsaInstance => ({
  id: 'cw-1',
  kind: 'connectwise',
  name: 'Northwind Cloud PSA',
  companyId: 'northwind',
  host: 'api-na.myconnectwise.net',
  codebase: 'v4_6_release',
  publicKey: `sbx${secretText(random, 13)}`,
  privateKey: `sbx${secretText(random, 13)}`,
  clientId: random.uuid(),
  member: 'Concord API',
  currency: 'USD',
});
