import { isJsonObject } from '../../../src/lib/exact-json.ts';
import { empty, type RemoteAnswer, type RemoteRequest } from '../../remote.ts';
import type { DistributorAccount, DistributorCompany, DistributorContact } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { companyAnswer, contactAnswer } from '../answers/company.ts';
import { listOf, objectBody } from '../bodies.ts';
import { forbidden, notFound, unprocessable } from '../errors.ts';
import { body } from '../pages.ts';
import { companyWith, isCompany, lacksOfCompany } from './company.ts';
import { isContact, readContact, withContacts } from './contact.ts';

type Write = { readonly request: RemoteRequest; readonly world: World; readonly account: DistributorAccount };

/** POST /companies, contacts included when they are sent. */
export function createCompany(write: Write): RemoteAnswer {
  const { request, world, account } = write;
  if (!account.adminKey) return forbidden(request);
  const from = objectBody(request) ?? {};
  const contacts = listOf(from['contacts']).map((one) => readContact(world.newId(), isJsonObject(one) ? one : {}));
  const reasons = [...lacksOfCompany(from), ...contacts.flatMap((one) => (isContact(one) ? [] : one))];
  const made = companyWith(blank(write), from, world.now());
  if (reasons.length > 0 || !isCompany(made)) return unprocessable(request, reasons.length > 0 ? reasons : ['The company is invalid']);
  const company = withContacts(made, contacts.filter(isContact), world.now());
  keep(write, 'distributor.companyCreated', company);
  return body(200, companyAnswer(company));
}

/** PATCH /companies/{id}: absent members stay. */
export function updateCompany(write: Write, before: DistributorCompany): RemoteAnswer {
  const after = companyWith(before, objectBody(write.request) ?? {}, write.world.now());
  if (!isCompany(after)) return unprocessable(write.request, after);
  keep(write, 'distributor.companyChanged', after);
  return body(200, companyAnswer(after));
}

/** POST adds a contact, PUT replaces one whole. */
export function putContact(write: Write, company: DistributorCompany, contactId?: string): RemoteAnswer {
  if (contactId !== undefined && !has(company, contactId)) return notFound(write.request, `Contact ${contactId}`);
  const contact = readContact(contactId ?? write.world.newId(), objectBody(write.request) ?? {});
  if (!isContact(contact)) return unprocessable(write.request, contact);
  const contacts =
    contactId === undefined ? [...company.contacts, contact] : company.contacts.map((one) => (one.id === contactId ? contact : one));
  const after = keepContacts(write, company, contacts);
  return body(200, contactAnswer(contact, after));
}

export function deleteContact(write: Write, company: DistributorCompany, contactId: string): RemoteAnswer {
  if (!has(company, contactId)) return notFound(write.request, `Contact ${contactId}`);
  keepContacts(
    write,
    company,
    company.contacts.filter((one) => one.id !== contactId),
  );
  return empty(204);
}

const has = (company: DistributorCompany, contactId: string): boolean => company.contacts.some((one) => one.id === contactId);

function keepContacts(write: Write, company: DistributorCompany, contacts: readonly DistributorContact[]): DistributorCompany {
  const after = withContacts(company, contacts, write.world.now());
  keep(write, 'distributor.contactsChanged', after);
  return after;
}

function keep({ world, account }: Write, kind: string, company: DistributorCompany): void {
  world.apply({
    kind,
    actor: { kind: 'api', name: account.clientId },
    cause: 'pax8',
    about: { distributorAccountId: account.id, companyId: company.id },
    changes: [put('distributorCompanies', company)],
  });
}

const blank = ({ world, account }: Write): DistributorCompany => ({
  id: world.newId(),
  accountId: account.id,
  name: '',
  address: { line1: '', city: '', state: '', postalCode: '', country: '', phone: '' },
  phone: '',
  website: '',
  status: 'Inactive',
  billOnBehalfOfEnabled: false,
  selfServiceAllowed: false,
  orderApprovalRequired: false,
  contacts: [],
  createdAt: world.now(),
  updatedAt: world.now(),
});
