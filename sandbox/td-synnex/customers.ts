import { isRecord } from '../../src/lib/is-record.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import { type Body, bodyOf, textOf } from '../sent-body.ts';
import type { IonCustomer } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { badArgument, failedPrecondition, invalid } from './errors.ts';
import { tokenPage } from './paging.ts';
import type { Call } from './session.ts';

/** A customer as every answer shows it. */
export const customerAnswer = ({ account }: Pick<Call, 'account'>, row: IonCustomer): Readonly<Record<string, unknown>> => ({
  id: row.id,
  name: `accounts/${account.accountId}/customers/${row.id}`,
  customerOrganization: row.organization,
  customerAddress: row.address,
  customerName: row.contactName,
  customerEmail: row.email,
  customerTitle: row.title,
  customerPhone: row.phone,
  createTime: row.createdAt,
  updateTime: row.updatedAt,
  languageCode: row.languageCode,
  uid: row.uid,
  customerStatus: row.status,
});

const statuses = ['CUSTOMER_STATUS_UNSPECIFIED', 'ACTIVE', 'INACTIVE'];

/** GET /accounts/{a}/customers */
export function listCustomers(call: Call): RemoteAnswer {
  const { query } = call.request;
  const [email, language, status, name] = ['customerEmail', 'languageCode', 'customerStatus', 'customerName'].map((one) =>
    (query.get(`filter.${one}`) ?? '').toLowerCase(),
  );
  if (status !== '' && !statuses.includes((status ?? '').toUpperCase())) return badArgument(call.world, 'filter.customerStatus is invalid');
  const wanted = status === 'customer_status_unspecified' ? '' : (status ?? '');
  const rows = call.world.tables.ionCustomers
    .all()
    .filter(
      (row) =>
        [row.email, row.languageCode, row.status].every((value, index) => fits([email, language, wanted][index], value)) &&
        row.organization.toLowerCase().includes(name ?? ''),
    );
  return tokenPage(call, rows, (page, nextPageToken) => ({ customers: page.map((row) => customerAnswer(call, row)), nextPageToken }));
}

const fits = (asked: string | undefined, has: string): boolean => asked === undefined || asked === '' || asked === has.toLowerCase();

type Facts = Pick<IonCustomer, 'organization' | 'address' | 'contactName' | 'email' | 'title' | 'phone' | 'languageCode'>;

const required = [
  ['customerOrganization', 'orgName'],
  ['customerName', 'customerName'],
  ['customerEmail', 'primaryContactEmail'],
  ['languageCode', 'languageCode'],
] as const;
const addressParts = ['street', 'city', 'state', 'zip', 'country'] as const;

/** The members of a body, or the refusal: what is missing is named as the vendor's own system names it. */
function factsOf(world: World, body: Body | undefined, self?: IonCustomer): Facts | RemoteAnswer {
  if (body === undefined) return invalid(world, 'invalid request body');
  const address = isRecord(body['customerAddress']) ? body['customerAddress'] : {};
  for (const [member, said] of required) if (textOf(body[member]) === '') return invalid(world, `must have required property '${said}'`);
  for (const part of addressParts) if (textOf(address[part]) === '') return invalid(world, `must have required property '${part}'`);
  const text = (member: string): string => textOf(body[member]);
  const [email, languageCode] = [text('customerEmail'), text('languageCode')];
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return invalid(world, "must match format 'email'");
  if (!/^[A-Za-z]{2}(-[A-Za-z]{2})?$/.test(languageCode)) return languageRefused(world);
  if (world.tables.ionCustomers.by('email', email.toLowerCase()).some((row) => row.id !== self?.id)) return emailInUse(world);
  const suite = textOf(address['suite']);
  return {
    organization: text('customerOrganization'),
    address: {
      street: textOf(address['street']),
      ...(suite === '' ? {} : { suite }),
      city: textOf(address['city']),
      state: textOf(address['state']),
      zip: textOf(address['zip']),
      country: textOf(address['country']),
    },
    contactName: text('customerName'),
    email,
    title: text('customerTitle'),
    phone: text('customerPhone'),
    languageCode,
  };
}

const taken = 'The provided primaryContactEmail is already in use, please provide a different email.';
const emailInUse = (world: World): RemoteAnswer =>
  failedPrecondition(world, taken, { referenceEntity: 'primaryContactEmail', code: 'CUS-CR-001', detail: taken });

const noLanguage = 'The provided languageCode is not supported.';
const languageRefused = (world: World): RemoteAnswer =>
  failedPrecondition(world, noLanguage, { referenceEntity: 'languageCode', code: 'CUS-CR-002', detail: noLanguage });

/** POST /accounts/{a}/customers: the first user of the new customer is told with it, without a password. */
export function createCustomer(call: Call): RemoteAnswer {
  const { world, request } = call;
  const facts = factsOf(world, bodyOf(request));
  if ('status' in facts) return facts;
  const now = secondOf(world);
  const row: IonCustomer = {
    ...facts,
    id: String(2001 + world.tables.ionCustomers.size),
    uid: world.newId().replaceAll('-', '').slice(0, 13),
    status: 'ACTIVE',
    createdAt: now,
    updatedAt: now,
  };
  keepCustomer(call, row, 'distributor.customerCreated');
  return json(200, { ...customerAnswer(call, row), user: userOf(call, row) });
}

/** PUT /accounts/{a}/customers/{c}: the whole customer. */
export function updateCustomer(call: Call, before: IonCustomer): RemoteAnswer {
  const facts = factsOf(call.world, bodyOf(call.request), before);
  if ('status' in facts) return facts;
  const row: IonCustomer = { ...before, ...facts, updatedAt: secondOf(call.world) };
  keepCustomer(call, row, 'distributor.customerChanged');
  return json(200, { ...customerAnswer(call, row), user: userOf(call, row) });
}

const userOf = ({ account }: Call, row: IonCustomer): Readonly<Record<string, unknown>> => ({
  name: `accounts/${account.accountId}/customers/${row.id}/users/1`,
  userName: row.email,
  email: row.email,
  userStatus: 'ACTIVE',
  createTime: row.createdAt,
  updateTime: row.updatedAt,
});

export const secondOf = (world: World): string => `${world.now().slice(0, 19)}Z`;

function keepCustomer({ world, account }: Call, row: IonCustomer, kind: string): void {
  world.apply({
    kind,
    actor: { kind: 'api', name: account.userName },
    cause: 'ion',
    about: { distributor: 'ion', companyId: row.id },
    changes: [put('ionCustomers', row)],
  });
}
