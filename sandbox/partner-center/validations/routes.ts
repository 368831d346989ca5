import { Seeded } from '../../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { PartnerAccount } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { readBody, textOf, wordOf } from '../body.ts';
import { type Call, callRoute } from '../call.ts';
import { explained } from '../customers/explained.ts';
import { withCustomer } from '../customers/with.ts';
import { dayOf } from '../dates.ts';
import { type Refusal, refuse } from '../errors.ts';
import { checkAddress } from './address.ts';
import { countryAnswer, countryOf } from './countries.ts';

const app = { audience: 'app', right: 'view' } as const;
const person = { audience: 'user', right: 'view' } as const;

function address(call: Call): RemoteAnswer | Refusal {
  const body = readBody(call.request.body);
  const country = wordOf(body, 'country').trim();
  if (body === undefined) return refuse(800002);
  if (!/^[a-z]{2}$/i.test(country)) return { ...refuse(3000), data: ['Country'] };
  const line2 = textOf(body, 'addressLine2');
  const sent = {
    country,
    city: wordOf(body, 'city'),
    state: wordOf(body, 'state'),
    addressLine1: wordOf(body, 'addressLine1'),
    ...(line2 === undefined ? {} : { addressLine2: line2 }),
    postalCode: wordOf(body, 'postalCode'),
  };
  return json(200, checkAddress(sent));
}

function countryRules(call: Call): RemoteAnswer | Refusal {
  const iso = call.params['iso'] ?? '';
  const country = countryOf(iso);
  if (!/^[a-z]{2}$/i.test(iso)) return { ...refuse(3000), data: ['iso2Code'] };
  return country === undefined ? refuse(1000) : json(200, countryAnswer(country));
}

/** Customers that one of the partner's codes for the Government Community Cloud still allows. */
export function validationCodes(world: World, account: PartnerAccount) {
  const random = new Seeded(`${String(world.options.seed)}/validation-codes/${account.id}`);
  const used = (code: string): number =>
    [...world.tables.qualifications.entries()].filter(
      ([, row]) => row.validationCode === code && world.tables.relationships.get(`${account.id}:${row.customerId}`) !== undefined,
    ).length;
  const began = `${dayOf(world.options.startsAt)}T18:49:58.727348Z`;
  return [account.name, `${account.name} Public Sector`].map((organizationName) => {
    const validationId = String(random.int(100_000, 999_999));
    return {
      partnerId: account.tenantId,
      organizationName,
      validationId,
      maxCreates: 5,
      remainingCreates: Math.max(0, 5 - used(validationId)),
      eTag: `W/"datetime'${began.replaceAll(':', '%3A')}'"`,
    };
  });
}

/** `?type=account`: what came of Microsoft's review of the customer. */
const accountStatus = withCustomer((call, { customer }) => {
  const kind = call.request.query.get('type')?.toLowerCase();
  if (kind !== 'account') return { ...refuse(3000), data: ['type'] };
  const row = call.world.tables.accountStatuses.get(customer.id);
  if (row === undefined) {
    return explained(404, 600074, 'AccountStatusNotFound', `Account Status for the customer, ${customer.id} was not found.`);
  }
  return json(200, { type: 'account', status: row.status, lastUpdateDateTime: row.updatedAt.slice(0, 19) });
});

export const validationRoutes: readonly Route[] = [
  // Before the routes of one customer, whose pattern would take this word for an id.
  callRoute('GET', '/v1/customers/all/validations', app, (call) => json(200, validationCodes(call.world, call.account))),
  callRoute('POST', '/v1/validations/address', app, address),
  callRoute('GET', '/v1/countryvalidationrules/{iso}', app, countryRules),
  callRoute('GET', '/v1/customers/{customerId}/validationStatus', person, accountStatus),
];
