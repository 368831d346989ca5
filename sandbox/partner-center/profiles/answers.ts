import type { PartnerAccount, PartnerProfileRow } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { numberEtag } from '../customers/answers.ts';
import { link } from '../paging.ts';

export type ProfileKind = 'organization' | 'billing' | 'legalbusiness' | 'support';
type Members = Readonly<Record<string, unknown>>;

const address = ({ address: own }: PartnerAccount) => ({
  country: own.country,
  city: own.city,
  state: own.state,
  addressLine1: own.line1,
  addressLine2: '',
  postalCode: own.postalCode,
});

const people = ({ contact, address: own }: PartnerAccount) => ({
  firstName: contact.firstName,
  lastName: contact.lastName,
  phoneNumber: own.phone,
});

/** What each profile says until the partner changes it. */
const first: Readonly<Record<ProfileKind, (account: PartnerAccount) => Members>> = {
  organization: (account) => ({
    companyName: account.name,
    defaultAddress: { ...address(account), ...people(account) },
    tenantId: account.tenantId,
    domain: account.domain,
    email: account.contact.email,
    language: account.culture.split('-')[0] ?? 'en',
    culture: account.culture,
  }),
  billing: (account) => ({
    companyName: account.name,
    address: address(account),
    primaryContact: people(account),
    purchaseOrderNumber: '',
    taxId: '',
    billingCurrency: account.currency,
  }),
  legalbusiness: (account) => ({
    companyName: account.name,
    address: { ...address(account), ...people(account) },
    primaryContact: { ...people(account), email: account.contact.email },
    companyApproverAddress: address(account),
    companyApproverEmail: account.contact.email,
    vettingStatus: 'authorized',
    vettingSubStatus: 'none',
  }),
  support: (account) => ({
    email: account.contact.email,
    telephone: account.address.phone,
    website: `www.${account.contact.email.split('@')[1] ?? account.domain}`,
  }),
};

export const rowOf = (world: World, account: PartnerAccount, kind: ProfileKind): PartnerProfileRow | undefined =>
  world.tables.partnerProfiles.get(`${account.id}:${kind}`);

/** The present members of a profile: as made, overlaid with what the partner wrote. */
export const membersOf = (world: World, account: PartnerAccount, kind: ProfileKind): Members => ({
  ...first[kind](account),
  ...rowOf(world, account, kind)?.fields,
});

export const etagOf = (world: World, account: PartnerAccount, kind: ProfileKind): string =>
  numberEtag(`${kind}/${account.tenantId}`, rowOf(world, account, kind)?.version ?? 1);

const types: Readonly<Record<ProfileKind, string>> = {
  organization: 'OrganizationProfile',
  billing: 'BillingProfile',
  legalbusiness: 'LegalBusinessProfile',
  support: 'SupportProfile',
};

export function profileAnswer(world: World, account: PartnerAccount, kind: ProfileKind) {
  const hasEtag = kind === 'organization' || kind === 'billing';
  return {
    ...(kind === 'organization' ? { id: account.tenantId } : {}),
    ...membersOf(world, account, kind),
    profileType: types[kind],
    links: { self: link(`/profiles/${kind}`) },
    attributes: { ...(hasEtag ? { etag: etagOf(world, account, kind) } : {}), objectType: types[kind] },
  };
}

const addressNames = [
  'country',
  'region',
  'city',
  'state',
  'addressLine1',
  'addressLine2',
  'postalCode',
  'firstName',
  'lastName',
  'phoneNumber',
] as const;
const contactNames = ['firstName', 'lastName', 'email', 'phoneNumber'] as const;

const capital = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
const spelled = (value: unknown, names: readonly string[]): Members => {
  const given: Members = typeof value === 'object' && value !== null ? { ...value } : {};
  return Object.fromEntries(names.map((name) => [capital(name), given[name] ?? null]));
};

/** The answer to a written billing profile is PascalCase with its nulls, unlike everything else (documented sample). */
export function writtenBilling(world: World, account: PartnerAccount) {
  const members = membersOf(world, account, 'billing');
  return {
    CompanyName: members['companyName'] ?? null,
    Address: spelled(members['address'], addressNames),
    PrimaryContact: spelled(members['primaryContact'], contactNames),
    PurchaseOrderNumber: members['purchaseOrderNumber'] ?? null,
    TaxId: members['taxId'] ?? null,
    BillingCurrency: members['billingCurrency'] ?? null,
    Links: { Self: { Uri: '/profiles/billing', Method: 'GET', Headers: [] } },
    Attributes: { Etag: etagOf(world, account, 'billing'), ObjectType: 'BillingProfile' },
  };
}
