import { json, type RemoteAnswer } from '../../remote.ts';
import { servicePlansOf } from '../../world/people/service-plans.ts';
import { subscribedSkusOf, type TenantSku } from '../../world/people/tenant.ts';
import type { CustomerUser, UserLicence } from '../../world/types.ts';
import { type Fields, listOf, readBody, toFields, wordOf } from '../body.ts';
import type { Call } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { checkCloud, findActiveUser, keepUser, wrongBody } from '../users/find.ts';

const blocked =
  'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance. Learn more at https://learn.microsoft.com/azure/active-directory/conditional-access/concept-conditional-access-users-groups.';
const partnerToken =
  'Partner token is not allowed in license management calls. Please call with Partner Access Token. To learn more, see https://learn.microsoft.com/partner-center/developer/enable-secure-app-model#get-access-token';

/** Documented refusals of everything about licences. */
export function checkLicenceCall(call: Call): Refusal | undefined {
  if (call.userPrincipalName === undefined) return refuseWith(400, 900316, partnerToken);
  if (call.world.switch('tenants').conditionalAccessBlocks) return refuseWith(403, 900309, blocked);
  return checkCloud(call, 'licences');
}

type Wanted = { readonly assign: readonly UserLicence[]; readonly remove: readonly string[] };

/** POST `.../licenseupdates`: all of it takes hold or nothing. */
export function updateLicences(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const refused = checkLicenceCall(call);
  if (refused !== undefined) return refused;
  const user = findActiveUser(call, known);
  if (isRefusal(user)) return user;
  const body = readBody(call.request.body);
  const wanted = body === undefined ? wrongBody : readWanted(body);
  if (isRefusal(wanted)) return wanted;
  const wrong = check(subscribedSkusOf(call.world, known.customer.id), user, known.customer.id, wanted);
  if (wrong !== undefined) return wrong;
  const touched = new Set([...wanted.remove, ...wanted.assign.map(({ skuId }) => skuId)]);
  const licences = [...user.licences.filter(({ skuId }) => !touched.has(skuId)), ...wanted.assign];
  keepUser(call, 'update_customer_user_licenses', { ...user, licences }, user, {
    new: answer(wanted),
    customizedData: keysOf(user, wanted),
  });
  return json(201, answer(wanted));
}

/** As the documented record names them. */
const keysOf = ({ id }: CustomerUser, { assign, remove }: Wanted) => [
  { key: 'CustomerUserId', value: id },
  ...assign.map(({ skuId }) => ({ key: 'AddedLicenseSkuId', value: skuId })),
  ...remove.map((skuId) => ({ key: 'RemovedLicenseSkuId', value: skuId })),
];

const answer = ({ assign, remove }: Wanted) => ({
  ...(assign.length === 0
    ? {}
    : {
        licensesToAssign: assign.map(({ skuId, excludedPlans }) => ({ skuId, ...(excludedPlans.length === 0 ? {} : { excludedPlans }) })),
      }),
  ...(remove.length === 0 ? {} : { licensesToRemove: remove }),
  licenseWarnings: [],
  attributes: { objectType: 'LicenseUpdate' },
});

const lower = (values: readonly unknown[] | undefined): string[] =>
  (values ?? []).filter((value) => typeof value === 'string').map((value) => value.toLowerCase());

function readWanted(body: Fields): Wanted | Refusal {
  const assign: UserLicence[] = [];
  for (const value of listOf(body, 'licensesToAssign') ?? []) {
    const fields = toFields(value);
    const skuId = wordOf(fields, 'skuId').toLowerCase();
    if (fields === undefined || skuId === '') return { ...refuse(3000), data: ['LicensesToAssign'] };
    assign.push({ skuId, excludedPlans: lower(listOf(fields, 'excludedPlans')) });
  }
  const remove = lower(listOf(body, 'licensesToRemove'));
  const ids = [...assign.map(({ skuId }) => skuId), ...remove];
  if (ids.length === 0 || new Set(ids).size < ids.length) return { ...refuse(3000), data: ['LicensesToAssign', 'LicensesToRemove'] };
  return { assign, remove };
}

function check(skus: readonly TenantSku[], user: CustomerUser, customerId: string, { assign, remove }: Wanted): Refusal | undefined {
  const has = new Set(user.licences.map(({ skuId }) => skuId));
  if (remove.some((skuId) => !has.has(skuId))) return { ...refuse(3000), data: ['LicensesToRemove: the user does not have the license.'] };
  if (assign.length > 0 && user.usageLocation === '') {
    return { ...refuse(3000), data: ['License assignment cannot be done for user with invalid usage location.'] };
  }
  for (const licence of assign) {
    const owned = skus.find(({ sku }) => sku.provisioningId === licence.skuId);
    const plans = owned === undefined ? [] : servicePlansOf(owned.sku).map(({ id }) => id);
    if (licence.excludedPlans.some((id) => !plans.includes(id))) return { ...refuse(3000), data: ['ExcludedPlans'] };
    // Who has the licence already only changes its plans.
    if (!has.has(licence.skuId) && (owned === undefined || owned.consumed >= owned.active)) return runOut(customerId, licence.skuId);
  }
  return undefined;
}

const runOut = (customerId: string, skuId: string): Refusal => ({
  ...refuseWith(400, 60012, 'We are sorry, it looks like you have run out of licenses. Buy more licenses, and then try again.'),
  data: [
    `LicenseQuotaExceededException : Subscription with Account ${customerId} and SKU ${skuId} does not have any available licenses left.`,
  ],
});
