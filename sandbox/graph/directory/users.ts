import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { servicePlansOf } from '../../world/people/service-plans.ts';
import type { UserLicence } from '../../world/types.ts';
import { type GraphRefusal, isRefusal, refuse } from '../errors.ts';
import { contextOf, picked, readSelect } from '../odata/options.ts';
import { countOf, page, type Shape } from '../odata/page.ts';
import { planAnswer } from './licences.ts';
import { type InTenant, tenantRoute } from './route.ts';
import { type Person, peopleOf, skusOf } from './tenant.ts';

const context = '/v1.0/$metadata#users';

/** Properties that Graph shows when none are named. */
const usual = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** Documented properties that nobody here has filled in. */
const blank = [
  'ageGroup',
  'city',
  'companyName',
  'country',
  'deletedDateTime',
  'department',
  'employeeId',
  'employeeType',
  'jobTitle',
  'mobilePhone',
  'officeLocation',
  'onPremisesDistinguishedName',
  'onPremisesImmutableId',
  'onPremisesLastSyncDateTime',
  'onPremisesSamAccountName',
  'onPremisesSyncEnabled',
  'passwordPolicies',
  'postalCode',
  'preferredDataLocation',
  'state',
  'streetAddress',
] as const;

const mailOf = ({ userPrincipalName }: Person): string | null =>
  /\.(onmicrosoft\.com|onmschina\.cn)$/.test(userPrincipalName) ? null : userPrincipalName;

const userAnswer = ({ tenant }: InTenant, user: Person): Readonly<Record<string, unknown>> => ({
  businessPhones: user.phoneNumber === undefined ? [] : [user.phoneNumber],
  displayName: user.displayName,
  givenName: user.firstName ?? null,
  mail: mailOf(user),
  preferredLanguage: tenant.customer?.culture ?? null,
  surname: user.lastName ?? null,
  userPrincipalName: user.userPrincipalName,
  id: user.id,
  accountEnabled: true,
  assignedLicenses: user.licences.map(({ skuId, excludedPlans }) => ({ disabledPlans: excludedPlans, skuId })),
  createdDateTime: user.createdAt ?? tenant.customer?.createdAt ?? null,
  creationType: null,
  mailNickname: user.userPrincipalName.split('@')[0] ?? '',
  otherMails: [],
  proxyAddresses: mailOf(user) === null ? [] : [`SMTP:${user.userPrincipalName}`],
  usageLocation: user.usageLocation,
  userType: 'Member',
  ...Object.fromEntries(blank.map((name) => [name, null])),
});

const reads: Readonly<Record<string, (user: Person) => string | number | boolean | null | readonly string[] | undefined>> = {
  id: (user) => user.id,
  displayName: (user) => user.displayName,
  givenName: (user) => user.firstName,
  surname: (user) => user.lastName,
  userPrincipalName: (user) => user.userPrincipalName,
  mail: mailOf,
  mailNickname: (user) => user.userPrincipalName.split('@')[0],
  accountEnabled: () => true,
  userType: () => 'Member',
  usageLocation: (user) => user.usageLocation,
  createdDateTime: (user) => user.createdAt,
  'assignedLicenses/skuId': (user) => user.licences.map(({ skuId }) => skuId),
  'assignedLicenses/$count': (user) => user.licences.length,
  ...Object.fromEntries(blank.map((name) => [name, () => null])),
};

const shapeOf = (call: InTenant): Shape<Person> => ({
  context,
  paths: Object.keys(reads),
  read: (user, path) => reads[path]?.(user),
  keyOf: (user) => user.id,
  answer: (user) => userAnswer(call, user),
  maxTop: 999,
  defaultTop: 100,
  inOrder: true,
  usual,
  type: 'microsoft.graph.user',
  selectable: Object.keys(userAnswer(call, { id: '', userPrincipalName: '', displayName: '', usageLocation: '', licences: [] })),
});

function list(call: InTenant): RemoteAnswer | GraphRefusal {
  const found = page(call.request, peopleOf(call.world, call.tenant), shapeOf(call));
  return isRefusal(found) ? found : json(200, found);
}

/** Counting needs the header of the advanced queries. */
function count(call: InTenant): RemoteAnswer | GraphRefusal {
  if (call.request.headers['consistencylevel']?.toLowerCase() !== 'eventual')
    return refuse(400, 'Request_BadRequest', '$count is not currently supported.');
  const found = countOf(call.request, peopleOf(call.world, call.tenant), shapeOf(call));
  return isRefusal(found) ? found : { status: 200, headers: { 'content-type': 'text/plain' }, body: String(found) };
}

const withUser = (work: (call: InTenant, user: Person) => RemoteAnswer | GraphRefusal) => (call: InTenant) => {
  const wanted = (call.params['userId'] ?? '').toLowerCase();
  const user = peopleOf(call.world, call.tenant).find(
    (one) => one.id.toLowerCase() === wanted || one.userPrincipalName.toLowerCase() === wanted,
  );
  if (user !== undefined) return work(call, user);
  const text = `Resource '${call.params['userId'] ?? ''}' does not exist or one of its queried reference-property objects are not present.`;
  return refuse(404, 'Request_ResourceNotFound', text);
};

function one(call: InTenant, user: Person): RemoteAnswer | GraphRefusal {
  const selected = readSelect(call.request, shapeOf(call));
  if (isRefusal(selected)) return selected;
  const said = `${contextOf(call.request, context, selected)}/$entity`;
  return json(200, { '@odata.context': said, ...picked(userAnswer(call, user), selected ?? usual) });
}

/** Both ids as bytes, as Graph makes the id of a licence. */
const licenceId = (tenantId: string, skuId: string): string =>
  Buffer.concat([tenantId, skuId].map((id) => guidBytes(id))).toString('base64url');

/** The first three groups of a GUID are stored with their lowest byte first. */
function guidBytes(guid: string): Buffer {
  const groups = guid.split('-').map((group) => Buffer.from(group, 'hex'));
  return Buffer.concat(groups.map((group, index) => (index < 3 ? Buffer.from(group.toReversed()) : group)));
}

function licences(call: InTenant, user: Person): RemoteAnswer | GraphRefusal {
  const skus = new Map(skusOf(call.world, call.tenant).map(({ sku }) => [sku.provisioningId, sku]));
  const found = page<UserLicence>(
    call.request,
    user.licences.filter(({ skuId }) => skus.has(skuId)),
    {
      context: `${context}('${user.id}')/licenseDetails`,
      paths: [],
      read: () => undefined,
      keyOf: ({ skuId }) => skuId,
      answer: ({ skuId, excludedPlans }) => {
        const sku = skus.get(skuId);
        const plans = sku === undefined ? [] : servicePlansOf(sku);
        return {
          id: licenceId(call.tenant.id, skuId),
          skuId,
          skuPartNumber: sku?.skuPartNumber ?? '',
          servicePlans: plans.map((plan) => planAnswer(plan, excludedPlans.includes(plan.id) ? 'Disabled' : 'Success')),
        };
      },
      maxTop: 999,
      inOrder: true,
    },
  );
  return isRefusal(found) ? found : json(200, found);
}

export const userRoutes: readonly Route[] = [
  tenantRoute('GET', '/v1.0/users', 'directory', list),
  tenantRoute('GET', '/v1.0/users/$count', 'directory', count),
  tenantRoute('GET', '/v1.0/users/{userId}', 'directory', withUser(one)),
  tenantRoute('GET', '/v1.0/users/{userId}/licenseDetails', 'directory', withUser(licences)),
];
