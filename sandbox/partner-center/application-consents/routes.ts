import { empty, json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { ApplicationConsent } from '../../world/types.ts';
import { put, removeRow } from '../../world/world.ts';
import { type Fields, listOf, readBody, toFields, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import type { CustomerWork } from '../customers/with.ts';
import { withRight } from '../customers/with.ts';
import { type Refusal, refuse, refuseWith } from '../errors.ts';
import type { Pace } from '../pace.ts';

/** 50 calls a second for each application id; a partner account has one application here. */
const pace: Pace = { name: 'application-consents', limit: { calls: 50, seconds: 1 }, per: 'partner' };
const needs = { audience: 'user', right: 'administer', pace: [pace] } as const;
const path = '/v1/customers/{customerId}/applicationconsents';

/** Microsoft's own services that every tenant knows. Others are missing there, and a grant on them fails. */
const services: ReadonlySet<string> = new Set([
  '00000003-0000-0000-c000-000000000000',
  '00000002-0000-0000-c000-000000000000',
  '00000002-0000-0ff1-ce00-000000000000',
  '00000003-0000-0ff1-ce00-000000000000',
  'c5393580-f805-4401-95e8-94b7a6ef2fc2',
  '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd',
  'fc780465-2017-40d4-a0c5-307022471b92',
  '48ac35b8-9aa8-4d74-927d-1f4a14a0b239',
  'aeb86249-8ea3-49e2-900b-54cc8e308f85',
]);

/** Only members of AdminAgents may consent for a customer. */
const asAdminAgent =
  (work: CustomerWork): CustomerWork =>
  (call, known) => {
    const user = call.account.users.find((one) => one.objectId === call.token.userObjectId);
    return user?.roles.includes('AdminAgents') === true ? work(call, known) : refuse(900308);
  };

const create: CustomerWork = (call, { customer }) => {
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const grants = readGrants(body);
  const applicationId = wordOf(body, 'applicationId').toLowerCase();
  // The app must be the one that calls.
  if (applicationId !== call.token.clientId.toLowerCase()) return { ...refuse(3000), data: ['ApplicationId'] };
  if (grants === undefined) return { ...refuse(3000), data: ['ApplicationGrants'] };
  const unknown = grants.find(({ enterpriseApplicationId }) => !services.has(enterpriseApplicationId.toLowerCase()));
  if (unknown !== undefined) {
    return refuseWith(400, 3000, `The service principal ${unknown.enterpriseApplicationId} does not exist in the customer tenant.`);
  }
  const id = `${call.account.id}:${customer.id}:${applicationId}`;
  if (call.world.tables.applicationConsents.get(id) !== undefined) return exists(call);
  const row: ApplicationConsent = {
    id,
    accountId: call.account.id,
    customerId: customer.id,
    applicationId,
    displayName: wordOf(body, 'displayName'),
    grants,
    consentedAt: call.world.now(),
  };
  call.world.apply({
    kind: 'customer.applicationConsented',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: customer.id },
    changes: [put('applicationConsents', row)],
  });
  return json(201, {
    applicationId: wordOf(body, 'applicationId'),
    ...(row.displayName === '' ? {} : { displayName: row.displayName }),
    applicationGrants: grants,
  });
};

/** The text is known, the status is not: a switch. */
function exists(call: Call): RemoteAnswer | Refusal {
  const text = 'Permission entry already exists.';
  const status = call.world.switch('customers').consentExists;
  return status === 200 ? json(200, { description: text }) : refuseWith(status, 3000, text);
}

function readGrants(body: Fields): ApplicationConsent['grants'] | undefined {
  const grants = (listOf(body, 'applicationGrants') ?? []).map((value) => {
    const fields = toFields(value);
    return { enterpriseApplicationId: wordOf(fields, 'enterpriseApplicationId'), scope: wordOf(fields, 'scope') };
  });
  const isWhole =
    grants.length > 0 && grants.every(({ enterpriseApplicationId, scope }) => enterpriseApplicationId !== '' && scope.trim() !== '');
  return isWhole ? grants : undefined;
}

const remove: CustomerWork = (call, { customer }) => {
  const id = `${call.account.id}:${customer.id}:${(call.params['applicationId'] ?? '').toLowerCase()}`;
  if (call.world.tables.applicationConsents.get(id) === undefined) return refuse(1000);
  call.world.apply({
    kind: 'customer.applicationConsentRemoved',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: customer.id },
    changes: [removeRow('applicationConsents', id)],
  });
  return empty(200);
};

export const applicationConsentRoutes: readonly Route[] = [
  callRoute('POST', path, needs, withRight('apps', asAdminAgent(create))),
  callRoute('DELETE', `${path}/{applicationId}`, needs, withRight('apps', asAdminAgent(remove))),
];
