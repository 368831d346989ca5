import { globalAdministrator } from '../world/people/directory-roles.ts';
import { usersOf } from '../world/people/tenant.ts';
import type { Cloud, Customer, CustomerUser, PartnerAccount, PartnerUser, Token } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { customerByDomain } from './tenants.ts';

/** Somebody who can sign in: of a partner, or of a customer. */
export type Person = PartnerUser & {
  /** The tenant where the account lives. */
  readonly tenantId: string;
  readonly organisation: string;
  /** The partner account that he works for; '' for people of customers. */
  readonly accountId: string;
};

export const isAdmin = ({ roles }: Person): boolean => roles.includes('GlobalAdmin');

const ofPartner = (account: PartnerAccount, user: PartnerUser): Person => ({
  ...user,
  tenantId: account.tenantId,
  organisation: account.name,
  accountId: account.id,
});

/** Administrators of customers have a second factor, as Entra asks of them by default. */
function ofCustomer(customer: Customer, user: CustomerUser): Person {
  const leads = user.roleIds.includes(globalAdministrator);
  return {
    objectId: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    roles: leads ? ['GlobalAdmin'] : [],
    mfa: leads,
    tenantId: customer.id,
    organisation: customer.name,
    accountId: '',
  };
}

export const peopleOfPartner = (account: PartnerAccount): readonly Person[] => account.users.map((user) => ofPartner(account, user));

export function peopleOfCustomer(world: World, customerId: string): readonly Person[] {
  const customer = world.tables.customers.get(customerId);
  return customer === undefined ? [] : usersOf(world, customerId).map((user) => ofCustomer(customer, user));
}

/** By principal name; of partners by object id too. */
export function findPerson(world: World, cloud: Cloud, name: string): Person | undefined {
  const wanted = name.trim().toLowerCase();
  for (const account of world.tables.partnerAccounts.all()) {
    if (account.cloud !== cloud) continue;
    const user = account.users.find((row) => row.userPrincipalName.toLowerCase() === wanted || row.objectId === wanted);
    if (user !== undefined) return ofPartner(account, user);
  }
  const customer = customerByDomain(world, cloud, wanted.split('@')[1] ?? '');
  if (customer === undefined) return undefined;
  return peopleOfCustomer(world, customer.id).find((person) => person.userPrincipalName.toLowerCase() === wanted);
}

/** Who stands behind a code, a refresh token or a session; undefined when he is gone. `tenantId` of those of customers is their own. */
export function personOf(world: World, token: Token): Person | undefined {
  const account = world.tables.partnerAccounts.get(token.accountId);
  const all = account === undefined ? peopleOfCustomer(world, token.tenantId) : peopleOfPartner(account);
  return all.find(({ objectId }) => objectId === token.userObjectId);
}

/** Whom the sign-in page offers: people of the app's own partner first, then those of others, and two of a customer. */
export function peopleToPick(world: World, owner: PartnerAccount): { readonly own: readonly Person[]; readonly others: readonly Person[] } {
  const partners = world.tables.partnerAccounts.all().filter(({ id, cloud }) => cloud === owner.cloud && id !== owner.id);
  const [relationship] = world.tables.relationships.by('accountId', owner.id);
  const customers = relationship === undefined ? [] : peopleOfCustomer(world, relationship.customerId).slice(0, 2);
  return { own: peopleOfPartner(owner), others: [...partners.flatMap(peopleOfPartner), ...customers] };
}
