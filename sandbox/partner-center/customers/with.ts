import type { RemoteAnswer } from '../../remote.ts';
import { globalAdministrator, type TenantRight, tenantRights } from '../../world/people/directory-roles.ts';
import type { World } from '../../world/world.ts';
import type { Call } from '../call.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { findCustomer, hasDelegatedAccess, type KnownCustomer } from './find.ts';

type Done = RemoteAnswer | Refusal;
export type CustomerWork = (call: Call, known: KnownCustomer) => Done;

/** A call about one customer of the partner: 404/60003 or 403/20002 otherwise. */
export const withCustomer = (work: CustomerWork) => (call: Call) => {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  return isRefusal(known) ? known : work(call, known);
};

/** Reads inside the tenant need delegated rights. */
export const withAccess = (work: CustomerWork) =>
  withCustomer((call, known) => (hasDelegatedAccess(call.world, known) ? work(call, known) : refuse(900308)));

/** Work inside the tenant that needs one of the documented roles. */
export const withRight = (right: TenantRight, work: CustomerWork) =>
  withCustomer((call, known) => (mayDo(call.world, known, right) ? work(call, known) : refuse(900308)));

/** The old delegated rights allow all; granular ones what their roles say. */
export function mayDo(world: World, known: KnownCustomer, right: TenantRight): boolean {
  const { relationship } = known;
  if (relationship.allowDelegatedAccess || !world.switch('tenants').rolesNeeded) return hasDelegatedAccess(world, known);
  const wanted: readonly string[] = [globalAdministrator, ...tenantRights[right]];
  return world.tables.gdap
    .by('customerId', relationship.customerId)
    .filter((gdap) => gdap.accountId === relationship.accountId && gdap.status === 'active')
    .flatMap((gdap) => gdap.assignments)
    .some((assignment) => assignment.status === 'active' && assignment.roleDefinitionIds.some((id) => wanted.includes(id)));
}
