import { isRecord } from '../../src/lib/is-record.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import { type Body, bodyOf, textOf } from '../sent-body.ts';
import type { IngramAccountStatus, IngramContact, IngramCustomer } from '../world/types.ts';
import { put } from '../world/world.ts';
import { badRequest, notFound } from './errors.ts';
import { type Call, fits, fitsPart, newestFirst, pageOf } from './session.ts';
import { objectsOf } from './wire.ts';

type Kind = IngramCustomer['kind'];

/** A customer or reseller as the wire shows it. Passwords are never told. */
export const customerAnswer = (row: IngramCustomer): Readonly<Record<string, unknown>> => ({
  id: row.id,
  externalId: row.externalId ?? '',
  attributes: {},
  status: row.status,
  name: row.name,
  address: row.address,
  contactPersons: row.contacts,
  language: row.language,
  taxRegId: row.taxRegId ?? '',
  ...(row.kind === 'customer'
    ? { resellerId: row.resellerId }
    : { currency: 'USD', taxationProviderName: 'None', customerClass: 'Reseller' }),
});

/** GET /customers, /resellers, /resellers/{id}/customers: newest first. */
export function listAccounts(call: Call, kind: Kind, resellerId?: string): RemoteAnswer {
  const rows = call.world.tables.ingramCustomers
    .by('kind', kind)
    .filter(
      (row) =>
        (resellerId === undefined || row.resellerId === resellerId) &&
        fitsPart(call, 'name', row.name) &&
        fits(call, 'externalId', row.externalId) &&
        fits(call, 'resellerId', row.resellerId) &&
        hasEmail(call, row),
    );
  return pageOf(call, newestFirst(rows), customerAnswer);
}

function hasEmail({ request }: Call, row: IngramCustomer): boolean {
  const asked = (request.query.get('email') ?? '').toLowerCase();
  return asked === '' || row.contacts.some((contact) => contact.email.toLowerCase() === asked);
}

export const findAccount = ({ world }: Pick<Call, 'world'>, kind: Kind, id: string | undefined): IngramCustomer | undefined => {
  const row = world.tables.ingramCustomers.get(id ?? '');
  return row?.kind === kind ? row : undefined;
};

const titles: Readonly<Record<Kind, string>> = { customer: 'The customer', reseller: 'The reseller' };

/** GET /customers/{id}, /resellers/{id} */
export function getAccount(call: Call, kind: Kind): RemoteAnswer {
  const row = findAccount(call, kind, call.params['id']);
  return row === undefined ? notFound(titles[kind]) : json(200, customerAnswer(row));
}

/** POST /customers, /resellers, /resellers/{id}/customers */
export function createAccount(call: Call, kind: Kind, resellerId: string = call.account.resellerId): RemoteAnswer {
  const body = bodyOf(call.request);
  if (body === undefined) return badRequest('The body is not JSON');
  const reasons = [...missingIn(body, ['name', 'language'], ''), ...addressReasons(body), ...contactReasons(body)];
  if (reasons.length > 0) return badRequest('Validation failed', reasons);
  const row: IngramCustomer = {
    id: String(1_020_001 + call.world.tables.ingramCustomers.size),
    kind,
    ...optional(body, 'externalId'),
    name: textOf(body['name']),
    address: addressOf(body['address']),
    contacts: contactsOf(body),
    language: textOf(body['language']),
    ...optional(body, 'taxRegId'),
    status: 'active',
    resellerId,
    createdAt: `${call.world.now().slice(0, 19)}Z`,
  };
  keepAccount(call, row, 'distributor.customerCreated');
  return json(200, customerAnswer(row));
}

const statuses: readonly string[] = ['pending', 'active', 'creditHold', 'adminHold', 'cancelled', 'error'] satisfies IngramAccountStatus[];
const isStatus = (text: string): text is IngramAccountStatus => statuses.includes(text);

/** PATCH /customers/{id}, /resellers/{id}: what is sent changes, the rest stays. */
export function updateAccount(call: Call, kind: Kind): RemoteAnswer {
  const before = findAccount(call, kind, call.params['id']);
  if (before === undefined) return notFound(titles[kind]);
  const body = bodyOf(call.request);
  if (body === undefined) return badRequest('The body is not JSON');
  const status = textOf(body['status']) === '' ? before.status : textOf(body['status']);
  if (!isStatus(status)) return badRequest('Validation failed', [`status is one of ${statuses.join(', ')}`]);
  const reasons = [
    ...(body['address'] === undefined ? [] : addressReasons(body)),
    ...(body['contactPersons'] === undefined ? [] : contactReasons(body)),
  ];
  if (reasons.length > 0) return badRequest('Validation failed', reasons);
  const row: IngramCustomer = {
    ...before,
    ...optional(body, 'externalId'),
    ...optional(body, 'taxRegId'),
    name: textOf(body['name']) === '' ? before.name : textOf(body['name']),
    status,
    address: body['address'] === undefined ? before.address : addressOf(body['address']),
    contacts: body['contactPersons'] === undefined ? before.contacts : contactsOf(body),
  };
  keepAccount(call, row, 'distributor.customerChanged');
  return json(200, customerAnswer(row));
}

const optional = (body: Body, name: 'externalId' | 'taxRegId' | 'addressExtension') => {
  const text = textOf(body[name]);
  return text === '' ? {} : { [name]: text };
};

const missingIn = (body: Body, names: readonly string[], place: string): readonly string[] =>
  names.filter((name) => textOf(body[name]) === '').map((name) => `${place}${name} is required`);

const addressReasons = (body: Body): readonly string[] =>
  isRecord(body['address'])
    ? missingIn(body['address'], ['streetAddress', 'postalCode', 'city', 'countryCode'], 'address.')
    : ['address is required'];

function contactReasons(body: Body): readonly string[] {
  const contacts = objectsOf(body['contactPersons']);
  if (contacts.length === 0) return ['contactPersons is required'];
  return contacts.flatMap((contact) => [
    ...missingIn(contact, ['type', 'firstName', 'lastName', 'email', 'phoneNumber'], 'contactPersons.'),
    ...(['admin', 'billing', 'technical'].includes(textOf(contact['type'])) ? [] : ['contactPersons.type is admin, billing or technical']),
  ]);
}

function addressOf(value: unknown): IngramCustomer['address'] {
  const address = isRecord(value) ? value : {};
  return {
    streetAddress: textOf(address['streetAddress']),
    ...optional(address, 'addressExtension'),
    postalCode: textOf(address['postalCode']),
    city: textOf(address['city']),
    state: textOf(address['state']),
    countryCode: textOf(address['countryCode']),
  };
}

const contactsOf = (body: Body): readonly IngramContact[] =>
  objectsOf(body['contactPersons']).map((contact) => ({
    type: typeOf(textOf(contact['type'])),
    firstName: textOf(contact['firstName']),
    lastName: textOf(contact['lastName']),
    email: textOf(contact['email']),
    phoneNumber: textOf(contact['phoneNumber']),
    ...(textOf(contact['login']) === '' ? {} : { login: textOf(contact['login']) }),
  }));

const typeOf = (text: string): IngramContact['type'] => (text === 'billing' || text === 'technical' ? text : 'admin');

function keepAccount({ world, account }: Call, row: IngramCustomer, kind: string): void {
  world.apply({
    kind,
    actor: { kind: 'api', name: account.userName },
    cause: 'ingram',
    about: { distributor: 'ingram', companyId: row.id },
    changes: [put('ingramCustomers', row)],
  });
}
