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

/**
 * Users that the tenant had from the beginning: 10 to 60 by its seed, more (up to 150) where more seats of one SKU were bought; the first
 * administrator alone in a tenant made later. With more seats the list grows at its end only.
 */
export function derivedUsers(world: World, customer: Customer, seats: number): readonly Derived[] {
  const tenants = known.get(world) ?? new Map<string, readonly Derived[]>();
  known.set(world, tenants);
  const count = countOf(world, customer, seats);
  const found = tenants.get(customer.id);
  if (found !== undefined && found.length >= count) return found.length === count ? found : found.slice(0, count);
  const made = makeUsers(world, customer, count);
  const oldest = tenants.size >= keptTenants ? tenants.keys().next().value : undefined;
  if (oldest !== undefined) tenants.delete(oldest);
  tenants.set(customer.id, made);
  return made;
}

const mostDerived = 150;

/** Users that a tenant has whatever was bought. */
export const coreOf = (world: World, customerId: string): number =>
  new Seeded(`${String(world.options.seed)}/people/${customerId}`).int(10, 60);

function countOf(world: World, customer: Customer, seats: number): number {
  if (customer.madeByApi === true || !isFromTheBeginning(world, customer.createdAt)) return 1;
  return Math.max(coreOf(world, customer.id), Math.min(mostDerived, Math.ceil(seats * 1.05)));
}

export const isFromTheBeginning = (world: World, createdAt: string): boolean => Date.parse(createdAt) < Date.parse(world.options.startsAt);

function makeUsers(world: World, customer: Customer, count: number): readonly Derived[] {
  const random = new Seeded(`${String(world.options.seed)}/users/${customer.id}`);
  const admin = administrator(customer, random);
  const names = new Set([admin.userPrincipalName]);
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
