import type { JsonObject } from '../../../src/lib/exact-json.ts';
import { Seeded } from '../../../src/lib/seeded.ts';
import type { PsaCompany, PsaCustomField } from '../../world/types.ts';
import { shownExtra } from '../writes/members.ts';
import { currency } from './currency.ts';
import { customFields } from './custom-fields.ts';
import { decimal, type Href, reference, stampOf, wholeSeconds } from './values.ts';

/** `{id, identifier, name}` with its link, as other resources point at a company. */
export const companyReference = (company: PsaCompany, href: Href): JsonObject => ({
  id: company.id,
  identifier: company.identifier,
  name: company.name,
  _info: { company_href: href(`/company/companies/${company.id}`) },
});

/** A company as release 2025.1 answers it: members without a value are left out, not null. */
export function companyAnswer(company: PsaCompany, fields: readonly PsaCustomField[], href: Href): JsonObject {
  const self = href(`/company/companies/${company.id}`);
  return {
    id: company.id,
    identifier: company.identifier,
    name: company.name,
    status: reference(company.status, 'status', href(`/company/companies/statuses/${company.status.id}`)),
    ...addressOf(company, href),
    phoneNumber: company.phone,
    faxNumber: '',
    website: company.website,
    territory: { id: 2, name: 'My Company', _info: { location_href: href('/system/locations/2') } },
    accountNumber: '',
    defaultContact: contact(company, href),
    dateAcquired: wholeSeconds(company.enteredAt),
    annualRevenue: decimal('0'),
    timeZoneSetup: { id: 1, name: 'GMT-5/Eastern Time: US & Canada', _info: { timeZoneSetup_href: href('/system/timeZoneSetups/1') } },
    leadFlag: false,
    unsubscribeFlag: false,
    vendorIdentifier: '',
    taxIdentifier: '',
    taxCode: { id: 16, name: 'State', _info: { taxCode_href: href('/finance/taxCodes/16') } },
    billingTerms: { id: 12, name: 'Net 30 days' },
    billToCompany: companyReference(company, href),
    billingSite: site(company, self),
    billingContact: contact(company, href),
    userDefinedField5: '1',
    invoiceDeliveryMethod: { id: 1, name: 'Mail' },
    invoiceToEmailAddress: '',
    mobileGuid: new Seeded(`${company.instanceId}/mobile/${String(company.id)}`).uuid(),
    deletedFlag: company.deleted,
    currency: currency(company.currency, href),
    isVendorFlag: false,
    types: [reference(company.type, 'type', href(`/company/companies/types/${company.type.id}`))],
    site: site(company, self),
    ...shownExtra('company', company.extra),
    _info: {
      ...stampOf(company),
      contacts_href: href(`/company/contacts?conditions=company/id=${company.id}`),
      agreements_href: href(`/finance/agreements?conditions=company/id=${company.id}`),
      sites_href: `${self}/sites`,
    },
    customFields: customFields(fields, company.customFields),
  };
}

const contact = (company: PsaCompany, href: Href): JsonObject =>
  reference(company.defaultContact, 'contact', href(`/company/contacts/${company.defaultContact.id}`));

const site = (company: PsaCompany, self: string): JsonObject => ({
  id: siteId(company),
  name: 'Main',
  _info: { site_href: `${self}/sites/${siteId(company)}` },
});

/** Each company has one site; its number follows from the company's. */
export const siteId = (company: PsaCompany): number => 1000 + company.id;

const countryIds: Readonly<Record<string, number>> = { US: 1, CA: 2, GB: 3, DE: 4 };

const addressOf = ({ address }: PsaCompany, href: Href): JsonObject => {
  const id = countryIds[address.country] ?? 99;
  return {
    addressLine1: address.line1,
    city: address.city,
    state: address.state,
    zip: address.postalCode,
    country: { id, identifier: address.country, name: address.country, _info: { country_href: href(`/company/countries/${id}`) } },
  };
};
