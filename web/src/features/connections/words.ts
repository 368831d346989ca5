import type { DistributorPurpose, Probe, WriteKind } from '#model/connection.ts';
import type { SignInAlarm } from '#model/sign-in-end.ts';
import type { VerificationOutcome } from '#model/verification.ts';
import type { StateWord } from '../../ui/state-badge.tsx';

export const probeWords: Readonly<Record<Probe['outcome'], StateWord>> = {
  passed: { word: 'Passed', intent: 'success' },
  failed: { word: 'Failed', intent: 'danger' },
  skipped: { word: 'Skipped', intent: 'neutral' },
};

export const alarmWords: Readonly<Record<SignInAlarm, string>> = {
  in14Days: 'Ends within 14 days',
  in7Days: 'Ends within 7 days',
  in1Day: 'Ends within a day',
  ended: 'Has ended',
};

export const outcomeWords: Readonly<Record<VerificationOutcome, string>> = {
  passed: 'everything passed',
  partial: 'passed in part',
  failed: 'nothing works',
};

export const writeKindWords: Readonly<Record<WriteKind, string>> = {
  psaLines: 'Agreement lines',
  access: 'Delegated access and consent',
  profiles: 'Billing profiles of customers',
  subscriptions: 'Subscriptions',
  tenants: 'New tenants for customers',
};

/** Settings that people compare with the other system; the API never answers secrets. */
export const settingWordOf = (name: string): string =>
  ({
    cloud: 'Cloud',
    partnerType: 'Partner type',
    tenantId: 'Tenant id',
    clientId: 'Client id',
    userPrincipalName: 'Integration account',
    baseUrl: 'Address',
    companyId: 'Company id',
    publicKey: 'Public key',
    accountId: 'Account id',
    userName: 'API user',
    tokenUrl: 'Token address',
    distributor: 'Distributor',
    currency: 'Currency',
  })[name] ?? name;

const countWords: Readonly<Record<string, string>> = { access: 'access relationships', usage: 'usage records' };

/** What a count of a sync counts: "access relationships", "price sheets". */
export const countWordOf = (name: string): string => countWords[name] ?? name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();

/** What a distributor is read for, and what is missing while it is not. */
export const purposeWords: Readonly<Record<DistributorPurpose, { readonly title: string; readonly on: string; readonly off: string }>> = {
  costs: {
    title: 'Costs',
    on: 'Unit costs, invoices and usage are read.',
    off: 'Not read: prices are not held against this distributor\u2019s costs, and its invoices are not compared. Costs that were read were removed.',
  },
  access: {
    title: 'Access (GDAP)',
    on: 'What it tells of access is held against Microsoft, which decides.',
    off: 'Not read: access comes from Microsoft alone, without a second witness.',
  },
};
