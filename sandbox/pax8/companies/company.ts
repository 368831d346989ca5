import { isJsonObject, type JsonObject } from '../../../src/lib/exact-json.ts';
import type { Address, DistributorCompany } from '../../world/types.ts';
import { missingTexts, textOf } from '../bodies.ts';

const flags = ['billOnBehalfOfEnabled', 'selfServiceAllowed', 'orderApprovalRequired'] as const;

/** What a new company lacks: all texts, the address and the three flags are required. */
export function lacksOfCompany(from: JsonObject): readonly string[] {
  const address = from['address'];
  return [
    ...missingTexts(from, ['name', 'phone', 'website']),
    ...(isJsonObject(address)
      ? missingTexts(address, ['street', 'city', 'postalCode', 'country']).map((reason) => `address.${reason}`)
      : ['address is required']),
    ...flags.filter((name) => typeof from[name] !== 'boolean').map((name) => `${name} is required`),
  ];
}

/** Members of a body laid over a company; what is absent stays, and status cannot be written. */
export function companyWith(company: DistributorCompany, from: JsonObject, now: string): DistributorCompany | readonly string[] {
  const wrong = (['name', 'phone', 'website', 'externalId'] as const).filter(
    (name) => from[name] !== undefined && typeof from[name] !== 'string',
  );
  const wrongFlags = flags.filter((name) => from[name] !== undefined && typeof from[name] !== 'boolean');
  if (wrong.length + wrongFlags.length > 0) return [...wrong, ...wrongFlags].map((name) => `${name} is of the wrong type`);
  const externalId = from['externalId'] === undefined ? company.externalId : textOf(from['externalId']);
  const { externalId: _before, ...rest } = company;
  return {
    ...rest,
    ...(externalId === undefined ? {} : { externalId }),
    name: textOf(from['name']) || company.name,
    phone: textOf(from['phone']) || company.phone,
    website: textOf(from['website']) || company.website,
    address: isJsonObject(from['address']) ? addressWith(company.address, from['address']) : company.address,
    billOnBehalfOfEnabled: flag(from, 'billOnBehalfOfEnabled', company),
    selfServiceAllowed: flag(from, 'selfServiceAllowed', company),
    orderApprovalRequired: flag(from, 'orderApprovalRequired', company),
    updatedAt: now,
  };
}

export const isCompany = (value: DistributorCompany | readonly string[]): value is DistributorCompany => 'id' in value;

const flag = (from: JsonObject, name: (typeof flags)[number], company: DistributorCompany): boolean => {
  const value = from[name];
  return typeof value === 'boolean' ? value : company[name];
};

const addressWith = (before: Address, from: JsonObject): Address => ({
  ...before,
  line1: textOf(from['street']) || before.line1,
  city: textOf(from['city']) || before.city,
  state: textOf(from['stateOrProvince']) || before.state,
  postalCode: textOf(from['postalCode']) || before.postalCode,
  country: textOf(from['country']) || before.country,
});
