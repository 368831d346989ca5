import { Seeded } from '../../../src/lib/seeded.ts';
import { contact } from '../estate/names.ts';
import type { Customer, CustomerUser } from '../types.ts';
import type { World } from '../world.ts';
import { globalAdministrator } from './directory-roles.ts';

/** A user as the tenant's seed makes it. */
export type Derived = Omit<CustomerUser, 'licences'>;

/** Tenants whose derived users are at hand; the oldest go first. Only a shortcut: the seed gives them again. */
const keptTenants = 500;
const known = new WeakMap<World, Map<string, readonly Derived[]>>();

/** Users that the tenant had from the beginning: 10 to 60 in the estate, the first administrator alone in a tenant made later. */
export function derivedUsers(world: World, customer: Customer): readonly Derived[] {
  const tenants = known.get(world) ?? new Map<string, readonly Derived[]>();
  known.set(world, tenants);
  const found = tenants.get(customer.id);
  if (found !== undefined) return found;
  const made = makeUsers(world, customer);
  const oldest = tenants.size >= keptTenants ? tenants.keys().next().value : undefined;
  if (oldest !== undefined) tenants.delete(oldest);
  tenants.set(customer.id, made);
  return made;
}

export const isFromTheBeginning = (world: World, createdAt: string): boolean => Date.parse(createdAt) < Date.parse(world.options.startsAt);

function makeUsers(world: World, customer: Customer): readonly Derived[] {
  const random = new Seeded(`${String(world.options.seed)}/users/${customer.id}`);
  const admin = administrator(customer, random);
  if (customer.madeByApi === true || !isFromTheBeginning(world, customer.createdAt)) return [admin];
  const names = new Set([admin.userPrincipalName]);
  const count = random.int(10, 60);
  return [admin, ...Array.from({ length: count - 1 }, () => person(customer, random, names))];
}

const administrator = (customer: Customer, random: Seeded): Derived => ({
  ...common(customer, random),
  userPrincipalName: `admin@${customer.defaultDomain}`,
  firstName: customer.contact.firstName,
  lastName: customer.contact.lastName,
  displayName: customer.name,
  roleIds: [globalAdministrator],
});

function person(customer: Customer, random: Seeded, taken: Set<string>): Derived {
  const { firstName, lastName, email } = contact(random, customer.domain);
  const [mailbox = '', domain = ''] = email.split('@');
  let userPrincipalName = email;
  for (let number = 2; taken.has(userPrincipalName); number += 1) userPrincipalName = `${mailbox}${String(number)}@${domain}`;
  taken.add(userPrincipalName);
  return { ...common(customer, random), userPrincipalName, firstName, lastName, displayName: `${firstName} ${lastName}`, roleIds: [] };
}

const common = (customer: Customer, random: Seeded) =>
  ({
    id: random.uuid(),
    customerId: customer.id,
    usageLocation: customer.country,
    state: 'active',
    createdAt: customer.createdAt,
  }) as const;
