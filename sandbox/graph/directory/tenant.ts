import { globalAdministrator, tenantRights } from '../../world/people/directory-roles.ts';
import { subscribedSkusOf, type TenantSku, usersOf } from '../../world/people/tenant.ts';
import type { Customer, CustomerUser, PartnerAccount } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import type { Caller } from '../access.ts';
import { type GraphRefusal, refuse } from '../errors.ts';

/** The tenant that a token was given for: a customer's, or the partner's own. */
export type Tenant = {
  readonly id: string;
  readonly customer?: Customer;
  readonly account: PartnerAccount;
};

/** A person of a tenant, customer's or partner's. */
export type Person = Pick<CustomerUser, 'id' | 'userPrincipalName' | 'displayName' | 'usageLocation' | 'licences'> &
  Partial<Pick<CustomerUser, 'firstName' | 'lastName' | 'phoneNumber' | 'createdAt'>>;

/** What people may look at; who has none of the roles is refused. */
export type Sight = 'directory' | 'health';

/** Service Support Administrator, Helpdesk Administrator, Message Center Reader: they see health and messages besides the readers. */
const healthRoles = [
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'f023fd81-a637-4b56-95fd-791ac0226033',
  '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b',
];

const wantedRoles: Readonly<Record<Sight, readonly string[]>> = {
  directory: [globalAdministrator, ...tenantRights.read, 'f023fd81-a637-4b56-95fd-791ac0226033'],
  health: [globalAdministrator, ...healthRoles],
};

const denied = (): GraphRefusal => refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

/**
 * The tenant of the token. People of the partner need an active relationship with an assignment that holds one of the wanted roles; the app
 * alone needs the consent that its token was given for.
 */
export function tenantFor(world: World, { account, token }: Caller, sight: Sight): Tenant | GraphRefusal {
  const id = token.tenantId.toLowerCase();
  if (id === account.tenantId.toLowerCase()) return { id, account };
  const customer = world.tables.customers.get(id);
  if (customer === undefined) return denied();
  if (token.userObjectId !== undefined && !maySee(world, account, id, sight)) return denied();
  return { id, account, customer };
}

/** The partner's user is taken to be in every security group that got access. */
function maySee(world: World, account: PartnerAccount, customerId: string, sight: Sight): boolean {
  const given = world.tables.gdap
    .by('customerId', customerId)
    .filter((row) => row.accountId === account.id && row.status === 'active')
    .flatMap((row) => row.assignments)
    .filter(({ status }) => status === 'active');
  if (given.length === 0) return false;
  if (!world.switch('tenants').rolesNeeded) return true;
  return given.some(({ roleDefinitionIds }) => roleDefinitionIds.some((id) => wantedRoles[sight].includes(id)));
}

export const peopleOf = (world: World, { id, customer, account }: Tenant): readonly Person[] =>
  customer === undefined
    ? account.users.map((user) => ({
        id: user.objectId,
        userPrincipalName: user.userPrincipalName,
        displayName: user.displayName,
        usageLocation: account.country,
        licences: [],
      }))
    : usersOf(world, id);

/** A partner's own tenant has bought nothing in this world. */
export const skusOf = (world: World, { id, customer }: Tenant): readonly TenantSku[] =>
  customer === undefined ? [] : subscribedSkusOf(world, id);
