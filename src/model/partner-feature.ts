import { z } from 'zod';
import type { Cloud } from './cloud.ts';
import type { PartnerType, Probe, WriteKind } from './connection.ts';

/** What a Partner Center account can be used for. */
export const PartnerFeature = z.enum([
  'customers',
  'subscriptions',
  'seatChanges',
  'invoices',
  'billingExport',
  'prices',
  'access',
  'licences',
  'activity',
  'webhook',
]);
export type PartnerFeature = z.infer<typeof PartnerFeature>;

/** off: nobody switched it on. lost: a probe failed. notOffered: Microsoft does not offer it to this cloud or partner type. unknown: not probed yet. */
export const FeatureStanding = z.enum(['works', 'off', 'lost', 'notOffered', 'unknown']);
export type FeatureStanding = z.infer<typeof FeatureStanding>;

type Rule = {
  /** Names of probes ("Verify connectivity") without which it does not work. */
  readonly probes: readonly string[];
  /** Roles of the integration user that give it; any one of them. Empty: nobody published one. */
  readonly roles: readonly string[];
  /** What goes on without it, in words. */
  readonly without: string;
  readonly notIn?: Readonly<Partial<Record<Cloud, string>>>;
  readonly notFor?: Readonly<Partial<Record<PartnerType, string>>>;
  readonly writes?: WriteKind;
};

const globalOnly = (what: string) => ({
  usGovernment: `Microsoft offers ${what} in the global cloud only.`,
  china: `Microsoft offers ${what} in the global cloud only.`,
  germany: 'The German cloud is closed.',
});
const signedIn = ['sign-in', 'profile'];

/**
 * The switchboard: what each feature needs, and what falls away without it. Sources: roles of the integration user from capabilities S8 and S9
 * and partner-center-api reference 1.3 and 6.3; clouds from its sections 9, 12, 16 and 19; partner types from capabilities S7.
 */
export const partnerFeatures: Readonly<Record<PartnerFeature, Rule>> = {
  customers: { probes: [...signedIn, 'customers'], roles: ['Admin agent', 'Sales agent'], without: 'Nothing is read of this account.' },
  subscriptions: {
    probes: [...signedIn, 'customers', 'subscriptions'],
    roles: ['Admin agent', 'Sales agent'],
    without: 'Customers are known, but what they bought here is not; only distributor and PSA are compared.',
  },
  seatChanges: {
    probes: [...signedIn, 'subscriptions'],
    roles: ['Admin agent', 'Sales agent'],
    without: 'Differences are found; corrections at Microsoft can be previewed, not applied.',
    notFor: { indirectReseller: 'An indirect reseller orders through his provider; changes are made at the distributor.' },
    writes: 'subscriptions',
  },
  invoices: {
    probes: [...signedIn, 'invoices'],
    roles: ['Billing admin', 'Admin agent'],
    without: 'Subscriptions are compared with distributor and PSA; what Microsoft charged is not.',
    notFor: { indirectReseller: 'An indirect reseller is invoiced by his provider, not by Microsoft.' },
  },
  billingExport: {
    probes: [...signedIn, 'invoices', 'billing export'],
    roles: ['Billing admin', 'Admin agent'],
    without: 'Invoice lines are read page by page from Partner Center, which takes longer.',
    notIn: globalOnly('the billing export'),
    notFor: { indirectReseller: 'An indirect reseller is invoiced by his provider, not by Microsoft.' },
  },
  prices: {
    probes: [...signedIn, 'price sheet'],
    roles: ['Admin agent', 'Sales agent'],
    without: 'Costs come from invoices and the distributor; list prices are not checked.',
    notIn: globalOnly('price sheets by API'),
    notFor: { indirectReseller: 'An indirect reseller has the prices of his provider.' },
  },
  access: {
    probes: [...signedIn, 'access (GDAP)'],
    roles: ['Admin agent'],
    without: 'Customers are compared without evidence from their tenants, and are marked so.',
    notIn: { china: 'Microsoft does not say that delegated access by API works in China.', germany: 'The German cloud is closed.' },
  },
  licences: {
    probes: [...signedIn, 'access (GDAP)'],
    roles: ['Admin agent'],
    without: 'Whether bought seats are assigned is not known.',
    notIn: { china: 'Licence management by API is not offered in China.', germany: 'The German cloud is closed.' },
  },
  activity: { probes: [...signedIn, 'activity log'], roles: ['Admin agent'], without: 'Changes are found by the full reading only.' },
  webhook: {
    probes: [...signedIn, 'webhook registration'],
    roles: ['Admin agent'],
    without: 'Changes are found by the activity log, a minute or more later.',
  },
};

type Account = { readonly cloud: Cloud; readonly partnerType: PartnerType; readonly writeKinds: readonly string[] };
export type FeatureState = {
  readonly feature: PartnerFeature;
  readonly standing: FeatureStanding;
  /** Why, in a sentence; undefined when it works. */
  readonly because: string | undefined;
  readonly roles: readonly string[];
  readonly without: string;
};

/** What an account can be used for, by its kind and by what its last probes said. Pure. */
export const featureStates = (account: Account, probes: readonly Probe[]): readonly FeatureState[] =>
  PartnerFeature.options.map((feature) => {
    const { roles, without } = partnerFeatures[feature];
    return { feature, ...standingOf(partnerFeatures[feature], account, probes), roles, without };
  });

function standingOf(rule: Rule, account: Account, probes: readonly Probe[]): Pick<FeatureState, 'standing' | 'because'> {
  const never = rule.notIn?.[account.cloud] ?? rule.notFor?.[account.partnerType];
  if (never !== undefined) return { standing: 'notOffered', because: never };
  const asked = rule.probes.map((name) => probes.find((probe) => probe.name === name));
  const broken = asked.find((probe) => probe?.outcome === 'failed') ?? asked.find((probe) => probe?.outcome === 'skipped');
  if (broken?.code === 'not_offered') return { standing: 'notOffered', because: `${broken.detail}.` };
  if (broken !== undefined) return { standing: 'lost', because: `The check "${broken.name}" did not pass: ${broken.detail}.` };
  if (asked.includes(undefined)) return { standing: 'unknown', because: 'Not verified yet.' };
  if (rule.writes !== undefined && !account.writeKinds.includes(rule.writes))
    return { standing: 'off', because: 'Writing is not switched on for this connection.' };
  return { standing: 'works', because: undefined };
}
