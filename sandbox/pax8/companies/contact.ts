import { isJsonObject, type JsonObject } from '../../../src/lib/exact-json.ts';
import type { DistributorCompany, DistributorContact } from '../../world/types.ts';
import { listOf, missingTexts, textOf } from '../bodies.ts';

const types: readonly string[] = ['Admin', 'Billing', 'Technical'];

/** A contact from a body, or every reason why not. */
export function readContact(id: string, from: JsonObject): DistributorContact | readonly string[] {
  const given = listOf(from['types']).map((one) =>
    isJsonObject(one) ? { type: textOf(one['type']), primary: one['primary'] === true } : undefined,
  );
  const reasons = [
    ...missingTexts(from, ['firstName', 'lastName', 'email', 'phone']),
    ...(textOf(from['email']) !== '' && !textOf(from['email']).includes('@') ? ['email is not an e-mail address'] : []),
    ...(given.some((one) => one === undefined || !types.includes(one.type)) ? [`types must be of ${types.join(', ')}`] : []),
  ];
  if (reasons.length > 0) return reasons;
  return {
    id,
    firstName: textOf(from['firstName']),
    lastName: textOf(from['lastName']),
    email: textOf(from['email']),
    phone: textOf(from['phone']),
    types: given.filter((one) => one !== undefined),
  };
}

export const isContact = (value: DistributorContact | readonly string[]): value is DistributorContact => 'id' in value;

/** A company is inactive until it has a primary contact of every type; one person may be all three. Deleted stays deleted. */
export const withContacts = (company: DistributorCompany, contacts: readonly DistributorContact[], now: string): DistributorCompany => ({
  ...company,
  contacts,
  status: company.status === 'Deleted' ? 'Deleted' : hasAllPrimaries(contacts) ? 'Active' : 'Inactive',
  updatedAt: now,
});

const hasAllPrimaries = (contacts: readonly DistributorContact[]): boolean =>
  types.every((type) => contacts.some((contact) => contact.types.some((one) => one.type === type && one.primary)));
