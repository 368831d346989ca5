import { createHash } from 'node:crypto';
import type { Address } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { link } from '../paging.ts';
import { resellerOf } from '../resellers.ts';
import type { KnownCustomer } from './find.ts';

const selfLink = (uri: string) => ({ self: link(uri) });

/** List items carry only id, company profile and relationship (page "Get a list of customers"). */
export const customerItem = ({ customer, relationship }: KnownCustomer) => ({
  id: customer.id,
  companyProfile: companyProfile({ customer, relationship }, false),
  relationshipToPartner: relationship.relationshipToPartner,
  links: selfLink(`/customers/${customer.id}`),
  attributes: { objectType: 'Customer' },
});

/** By id: everything; address, mail and domains only with delegated access. */
export const customerFull = (world: World, known: KnownCustomer, isDelegated: boolean) => ({
  id: known.customer.id,
  commerceId: known.relationship.commerceId,
  companyProfile: companyProfile(known, isDelegated),
  billingProfile: billingProfile(known),
  relationshipToPartner: known.relationship.relationshipToPartner,
  allowDelegatedAccess: known.relationship.allowDelegatedAccess,
  ...(isDelegated ? { customDomains: domainsOf(known) } : {}),
  ...(known.relationship.resellerMpnId === undefined
    ? {}
    : { associatedPartnerId: resellerOf(world, known.relationship.resellerMpnId).id }),
  links: selfLink(`/customers/${known.customer.id}`),
  attributes: { objectType: 'Customer' },
});

export const domainsOf = ({ customer }: KnownCustomer): string[] => [
  ...new Set([customer.defaultDomain, customer.domain, ...(customer.moreDomains ?? [])]),
];

export const companyProfile = ({ customer }: KnownCustomer, isDelegated: boolean) => ({
  tenantId: customer.id,
  domain: customer.defaultDomain,
  companyName: customer.name,
  ...(isDelegated ? { address: companyAddress(customer.address), email: customer.contact.email } : {}),
  ...(customer.registrationNumber === undefined ? {} : { organizationRegistrationNumber: customer.registrationNumber }),
  links: selfLink(`/customers/${customer.id}/profiles/company`),
  attributes: { objectType: 'CustomerCompanyProfile' },
});

const companyAddress = (address: Address) => ({
  country: address.country,
  region: address.state,
  city: address.city,
  addressLine1: address.line1,
  postalCode: address.postalCode,
  phoneNumber: address.phone,
});

export const billingProfile = (known: KnownCustomer) => {
  const { customer, relationship } = known;
  return {
    id: relationship.billingProfileId,
    firstName: customer.contact.firstName,
    lastName: customer.contact.lastName,
    email: customer.contact.email,
    culture: customer.culture,
    language: customer.language,
    companyName: customer.name,
    defaultAddress: {
      country: customer.address.country,
      city: customer.address.city,
      state: customer.address.state,
      addressLine1: customer.address.line1,
      ...(customer.addressLine2 === undefined ? {} : { addressLine2: customer.addressLine2 }),
      postalCode: customer.address.postalCode,
      firstName: customer.contact.firstName,
      lastName: customer.contact.lastName,
      phoneNumber: customer.address.phone,
    },
    links: selfLink(`/customers/${customer.id}/profiles/billing`),
    attributes: {
      etag: numberEtag(relationship.billingProfileId, relationship.billingProfileVersion),
      objectType: 'CustomerBillingProfile',
    },
  };
};

/** Etags of profiles are signed 64-bit numbers as text: `-4242348048554929329`. */
export const numberEtag = (id: string, version: number): string =>
  createHash('sha256').update(`${id}/${version}`).digest().readBigInt64BE(0).toString();

/** The tenant's own data, as `organization` shows it to those with access. */
export const organization = ({ customer }: KnownCustomer) => ({
  street: customer.address.line1,
  city: customer.address.city,
  state: customer.address.state,
  postalCode: customer.address.postalCode,
  countryLetterCode: customer.address.country,
  displayName: customer.name,
  technicalNotificationMails: [customer.contact.email],
});
