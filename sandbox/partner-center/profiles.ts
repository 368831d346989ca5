import { json } from '../remote.ts';
import type { Route } from '../routing.ts';
import type { PartnerAccount } from '../world/types.ts';
import { callRoute } from './call.ts';
import { numberEtag } from './customers/answers.ts';
import { refuseWith } from './errors.ts';
import { link } from './paging.ts';

const person = { audience: 'user', right: 'administer' } as const;

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

const profile = (kind: string, uri: string) => ({
  profileType: kind,
  links: { self: link(uri) },
});

const organization = (account: PartnerAccount) => ({
  id: account.tenantId,
  companyName: account.name,
  defaultAddress: { ...address(account), ...people(account) },
  tenantId: account.tenantId,
  domain: account.domain,
  email: account.contact.email,
  language: account.culture.split('-')[0] ?? 'en',
  culture: account.culture,
  ...profile('OrganizationProfile', '/profiles/organization'),
  attributes: { etag: numberEtag(`organization/${account.tenantId}`, 1), objectType: 'OrganizationProfile' },
});

const legalBusiness = (account: PartnerAccount) => ({
  companyName: account.name,
  address: { ...address(account), ...people(account) },
  primaryContact: { ...people(account), email: account.contact.email },
  companyApproverAddress: address(account),
  companyApproverEmail: account.contact.email,
  vettingStatus: 'authorized',
  vettingSubStatus: 'none',
  ...profile('LegalBusinessProfile', '/profiles/legalbusiness'),
  attributes: { objectType: 'LegalBusinessProfile' },
});

const billing = (account: PartnerAccount) => ({
  companyName: account.name,
  address: address(account),
  primaryContact: people(account),
  purchaseOrderNumber: '',
  taxId: '',
  billingCurrency: account.currency,
  ...profile('BillingProfile', '/profiles/billing'),
  attributes: { etag: numberEtag(`billing/${account.tenantId}`, 1), objectType: 'BillingProfile' },
});

const network = (mpnId: string, partnerName: string) => ({
  mpnId,
  partnerName,
  ...profile('MpnProfile', '/profiles/mpn'),
  attributes: { objectType: 'MpnProfile' },
});

export const profileRoutes: readonly Route[] = [
  callRoute('GET', '/v1/profiles/organization', person, (call) => json(200, organization(call.account))),
  callRoute('GET', '/v1/profiles/billing', person, (call) => json(200, billing(call.account))),
  callRoute('GET', '/v1/profiles/legalbusiness', { audience: 'app', right: 'administer' }, (call) =>
    json(200, legalBusiness(call.account)),
  ),
  callRoute('GET', '/v1/profiles/mpn', person, (call) => {
    const asked = call.request.query.get('mpnId') ?? call.account.mpnId;
    const found = call.world.tables.partnerAccounts.all().find((one) => one.mpnId === asked);
    // 404 with 3000, unlike the general table: this service's own answer for an id that nobody has.
    return found === undefined ? refuseWith(404, 3000, 'Partner MPN id was not found.') : json(200, network(found.mpnId, found.name));
  }),
];
