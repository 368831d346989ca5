import { Seeded } from '../../../src/lib/seeded.ts';
import { dayMs } from '../estate/times.ts';
import type { CustomerUser, Sku, Subscription, UserLicence } from '../types.ts';
import type { World } from '../world.ts';
import { coreOf, type Derived, derivedUsers, isFromTheBeginning } from './derived.ts';

/** One SKU of a tenant over all subscriptions to it, whoever sold them. */
export type TenantSku = {
  readonly sku: Sku;
  readonly active: number;
  readonly warning: number;
  readonly suspended: number;
  readonly consumed: number;
};

export type Assignment = { readonly userId: string; readonly skuId: string; readonly excludedPlans: readonly string[] };

export type Tenant = { readonly users: readonly CustomerUser[]; readonly skus: readonly TenantSku[] };

type Seats = { readonly sku: Sku; active: number; warning: number; suspended: number; atFirst: number };

/** Users (those in the bin too) with the licences in force, and the SKUs with what is used of them. */
export function tenantOf(world: World, customerId: string): Tenant {
  const customer = world.tables.customers.get(customerId);
  if (customer === undefined) return { users: [], skus: [] };
  const seats = seatsOf(world, customerId);
  const derived = derivedUsers(world, customer, mostSeats(world, customerId));
  const kept = new Map(world.tables.customerUsers.by('customerId', customerId).map((row) => [row.id, row]));
  const given = grants(world, customerId, { seats, derived, kept });
  const users = [...derived.map((user) => kept.get(user.id) ?? { ...user, licences: [] }), ...added(derived, kept)]
    .filter((user) => !isGone(world, user))
    .map((user) => ({ ...user, licences: user.state === 'active' ? (given.byUser.get(user.id) ?? []) : user.licences }));
  const skus = [...seats.values()].map(({ sku, active, warning, suspended }) => ({
    sku,
    active,
    warning,
    suspended,
    consumed: given.bySku.get(sku.provisioningId) ?? 0,
  }));
  return { users, skus };
}

/** Users who can sign in. */
export const usersOf = (world: World, customerId: string): readonly CustomerUser[] =>
  tenantOf(world, customerId).users.filter((user) => user.state === 'active');

/** Who has which licence now. Never more of a SKU than there are seats. */
export const assignmentsOf = (world: World, customerId: string): readonly Assignment[] =>
  usersOf(world, customerId).flatMap((user) => user.licences.map((licence) => ({ userId: user.id, ...licence })));

/** The SKUs of a tenant with their seats, and how many are assigned. */
export const subscribedSkusOf = (world: World, customerId: string): readonly TenantSku[] => tenantOf(world, customerId).skus;

const added = (derived: readonly Derived[], kept: ReadonlyMap<string, CustomerUser>): CustomerUser[] => {
  const first = new Set(derived.map((user) => user.id));
  return [...kept.values()].filter((user) => !first.has(user.id));
};

function isGone(world: World, user: CustomerUser): boolean {
  if (user.softDeletedAt === undefined) return false;
  return world.clock.nowMs() >= Date.parse(user.softDeletedAt) + world.switch('tenants').deletedUsersKeptDays * dayMs;
}

/** The largest number of seats of one subscription that was there at first, cancelled or not: people stay when licences go. */
const mostSeats = (world: World, customerId: string): number =>
  world.tables.subscriptions.by('customerId', customerId).reduce((most, row) => Math.max(most, atFirst(world, row)), 0);

/** Seats for each provisioning id. Only licences of new commerce are assigned to people: Azure and software are not. */
function seatsOf(world: World, customerId: string): Map<string, Seats> {
  const found = new Map<string, Seats>();
  for (const subscription of world.tables.subscriptions.by('customerId', customerId)) {
    const sku = world.tables.skus.get(`${subscription.productId}:${subscription.skuId}`);
    const kind = kindOf(subscription);
    if (sku === undefined || kind === undefined || !/^[0-9a-f-]{36}$/i.test(sku.provisioningId) || !sku.productId.startsWith('CFQ'))
      continue;
    const seats = found.get(sku.provisioningId) ?? { sku, active: 0, warning: 0, suspended: 0, atFirst: 0 };
    seats[kind] += subscription.quantity;
    seats.atFirst += atFirst(world, subscription);
    found.set(sku.provisioningId, seats);
  }
  return found;
}

function kindOf({ status }: Subscription): 'active' | 'warning' | 'suspended' | undefined {
  if (status === 'active') return 'active';
  if (status === 'expired') return 'warning';
  return status === 'suspended' || status === 'disabled' ? 'suspended' : undefined;
}

/** Seats that people had licences for when the world began; what was bought since then lies ready until somebody assigns it. */
function atFirst(world: World, subscription: Subscription): number {
  if (!isFromTheBeginning(world, subscription.createdAt)) return 0;
  const startsMs = Date.parse(world.options.startsAt);
  const since = subscription.seatBatches
    .filter((batch) => Date.parse(batch.addedAt) >= startsMs && Date.parse(batch.addedAt) > Date.parse(subscription.effectiveStartAt))
    .reduce((sum, batch) => sum + batch.quantity, 0);
  return Math.max(0, subscription.quantity - since);
}

type Facts = {
  readonly seats: ReadonlyMap<string, Seats>;
  readonly derived: readonly Derived[];
  readonly kept: ReadonlyMap<string, CustomerUser>;
};

/** Licences in force: what somebody gave by hand first, then those from the beginning, as far as the seats go. */
function grants(world: World, customerId: string, { seats, derived, kept }: Facts) {
  const byUser = new Map<string, UserLicence[]>();
  const bySku = new Map<string, number>();
  const give = (userId: string, licence: UserLicence): void => {
    const has = seats.get(licence.skuId);
    const used = bySku.get(licence.skuId) ?? 0;
    if (has === undefined || used >= has.active + has.warning + has.suspended) return;
    bySku.set(licence.skuId, used + 1);
    byUser.set(userId, [...(byUser.get(userId) ?? []), licence]);
  };
  for (const user of kept.values()) if (user.state === 'active') for (const licence of user.licences) give(user.id, licence);
  for (const [skuId, { atFirst: count }] of seats) {
    for (const user of holders(world, customerId, { skuId, count, derived }))
      if (!kept.has(user.id)) give(user.id, { skuId, excludedPlans: [] });
  }
  return { byUser, bySku };
}

/** Who had a licence at first: a bit fewer than the seats, always the same people. */
function holders(
  world: World,
  customerId: string,
  { skuId, count, derived }: { readonly skuId: string; readonly count: number; readonly derived: readonly Derived[] },
): readonly Derived[] {
  const random = new Seeded(`${String(world.options.seed)}/licences/${customerId}/${skuId}`);
  const target = Math.min(derived.length, Math.round(count * (0.78 + random.next() * 0.22)));
  const core = Math.min(derived.length, coreOf(world, customerId));
  // Small numbers are spread over the staff, larger ones fill it from the first.
  const start = target <= core ? random.int(0, core - 1) : 0;
  const round = target <= core ? core : derived.length;
  return Array.from({ length: target }, (_, place) => derived[(start + place) % round]).filter((user) => user !== undefined);
}
