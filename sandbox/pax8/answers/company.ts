import type { JsonObject } from '../../../src/lib/exact-json.ts';
import type { DistributorCompany, DistributorContact } from '../../world/types.ts';
import { dayText, offsetText } from '../dates.ts';

/** A company; contacts have a list of their own, and the Microsoft tenant is nowhere. */
export const companyAnswer = (company: DistributorCompany): JsonObject => ({
  id: company.id,
  name: company.name,
  address: {
    street: company.address.line1,
    city: company.address.city,
    postalCode: company.address.postalCode,
    country: company.address.country,
    stateOrProvince: company.address.state,
  },
  phone: company.phone,
  website: company.website,
  status: company.status,
  externalId: company.externalId,
  selfServiceAllowed: company.selfServiceAllowed,
  billOnBehalfOfEnabled: company.billOnBehalfOfEnabled,
  orderApprovalRequired: company.orderApprovalRequired,
  updatedDate: offsetText(company.updatedAt),
});

export const contactAnswer = (contact: DistributorContact, company: DistributorCompany): JsonObject => ({
  id: contact.id,
  firstName: contact.firstName,
  lastName: contact.lastName,
  email: contact.email,
  phone: contact.phone,
  createdDate: dayText(company.createdAt),
  types: contact.types.map(({ type, primary }) => ({ type, primary })),
});
