import { dueRow } from '../../world/due.ts';
import { cycleEnd, instantAt, monthsOf, spanEnd } from '../../world/estate/times.ts';
import { planOf, sold } from '../../world/terms-renew.ts';
import type { Migration, MigrationPlan, MigrationSchedule, Subscription } from '../../world/types.ts';
import { type Actor, type Change, put, type World } from '../../world/world.ts';
import { plusHours } from '../dates.ts';
import { isRefusal } from '../errors.ts';
import { no } from '../subscriptions/codes.ts';
import { type Checked, checkMigration } from './eligibility.ts';

type Order = {
  readonly accountId: string;
  readonly customerId: string;
  readonly externalReferenceId?: string | undefined;
  readonly actor: Actor;
  readonly cause: string;
  readonly about: Readonly<Record<string, string>>;
  readonly at: string;
  /** What else changes with it. */
  readonly changes?: (migration: Migration) => readonly Change[];
};

/** A migration begins; it is through after the minutes that the switch says. */
export function begin(world: World, { plan, addOns }: Checked, order: Order): Migration {
  const { accountId, customerId, at } = order;
  const dueMs = Date.parse(at) + world.switch('movements').migrationMinutes * 60_000;
  const row: Migration = {
    ...plan,
    id: world.newId(),
    accountId,
    customerId,
    status: 'Processing',
    addOns,
    ...(order.externalReferenceId === undefined ? {} : { externalReferenceId: order.externalReferenceId }),
    startedAt: at,
    dueAt: instantAt(Math.ceil(dueMs / 1000) * 1000),
    events: [{ name: 'MigrationStarted', status: 'Completed', at }],
  };
  world.apply({
    kind: 'migration.created',
    actor: order.actor,
    cause: order.cause,
    at,
    about: { ...order.about, accountId, customerId, subscriptionId: row.currentSubscriptionId, migrationId: row.id },
    changes: [put('migrations', row), ...(order.changes?.(row) ?? [])],
  });
  return row;
}

const microsoft: Actor = { kind: 'system', name: 'Microsoft' };

export const migrationRule = dueRow('migrations', {
  at: ({ status, dueAt }) => (status === 'Processing' ? Date.parse(dueAt) : Number.POSITIVE_INFINITY),
  happen: (world, row, atMs) => {
    const at = instantAt(atMs);
    const old = world.tables.subscriptions.get(row.currentSubscriptionId);
    if (old?.status === 'active' && !world.switch('movements').migrationFails) complete(world, row, old, at);
    else fail(world, row, at);
  },
});

function fail(world: World, row: Migration, at: string): void {
  const { code, description } = no(900225);
  const failed: Migration = {
    ...row,
    status: 'Failed',
    completedAt: at,
    errorCode: code,
    errorText: description,
    events: [...row.events, { name: 'MigrationCompleted', status: 'Failed', at }],
  };
  told(world, 'migration.failed', failed, at, []);
}

/** The old subscriptions end and the new ones begin, all in one event. */
function complete(world: World, row: Migration, old: Subscription, at: string): void {
  const orderId = world.newId().replaceAll('-', '').slice(0, 12);
  const moved = moveOne(world, row, old, { at, orderId, parentId: undefined });
  const below = row.addOns.flatMap((plan) => {
    const child = world.tables.subscriptions.get(plan.currentSubscriptionId);
    return child?.status === 'active' ? moveOne(world, plan, child, { at, orderId, parentId: moved[1].id }) : [];
  });
  const steps = ['NewCommerceSubscriptionCreated', 'NewCommerceSubscriptionProvisioned', 'MigrationCompleted'];
  const done: Migration = {
    ...row,
    status: 'Completed',
    completedAt: at,
    newSubscriptionId: moved[1].id,
    newOrderId: orderId,
    events: [...row.events, ...steps.map((name) => ({ name, status: 'Completed', at }))],
  };
  told(world, 'migration.completed', done, at, [...moved, ...below]);
}

function told(world: World, kind: string, row: Migration, at: string, rows: readonly Subscription[]): void {
  const { accountId, customerId, currentSubscriptionId: subscriptionId, id: migrationId } = row;
  world.apply({
    kind,
    actor: microsoft,
    cause: 'time',
    at,
    about: { accountId, customerId, subscriptionId, migrationId },
    changes: [put('migrations', row), ...rows.map((one) => put('subscriptions', one))],
  });
}

type Facts = { readonly at: string; readonly orderId: string; readonly parentId: string | undefined };

/** The old row, ended, and the new one: the rest of the old term, a full one, or up to a chosen day. */
function moveOne(
  world: World,
  plan: MigrationPlan,
  old: Subscription,
  { at, orderId, parentId }: Facts,
): readonly [Subscription, Subscription] {
  const nowMs = Date.parse(at);
  const { legacy: _offer, parentSubscriptionId: _parent, ...kept } = old;
  const availability = planOf(world, { ...old, term: plan.term, billingCycle: plan.billingCycle });
  const full = spanEnd(nowMs, monthsOf(plan.term));
  const end = plan.subscriptionEndAt < at ? full : plan.subscriptionEndAt;
  const windowEnd = plusHours(at, 168);
  const cycle = cycleEnd(nowMs, nowMs, plan.billingCycle, plan.term);
  const anchorAt = instantAt(Date.parse(end) + 1000);
  const fresh: Subscription = {
    ...kept,
    id: world.newId(),
    orderId,
    offerName: world.tables.skus.get(`${old.productId}:${old.skuId}`)?.title ?? old.offerName,
    ...(availability === undefined ? {} : sold(world, old, availability, at)),
    term: plan.term,
    billingCycle: plan.billingCycle,
    quantity: plan.quantity,
    seatBatches: [{ quantity: plan.quantity, addedAt: at, refundableUntil: windowEnd }],
    createdAt: at,
    effectiveStartAt: at,
    ...(end === full ? {} : { anchorAt }),
    commitmentEndAt: end,
    billingCycleEndAt: cycle < end ? cycle : end,
    cancellationAllowedUntil: windowEnd,
    migratedFromSubscriptionId: old.id,
    ...(parentId === undefined ? {} : { parentSubscriptionId: parentId }),
    modifiedAt: at,
    version: 1,
  };
  return [{ ...old, status: 'deleted', autoRenew: false, cancelledAt: at, modifiedAt: at, version: old.version + 1 }, fresh];
}

/** A schedule begins its migration on its day at 00:00 UTC, or with the last second of the old term. */
export const migrationScheduleRule = dueRow('migrationSchedules', {
  at: ({ status, targetDate, subscriptionEndAt }) => {
    if (status !== 'Created') return Number.POSITIVE_INFINITY;
    return targetDate === undefined ? Date.parse(subscriptionEndAt) : Date.parse(targetDate.slice(0, 10));
  },
  happen: (world, row, atMs) => {
    const at = instantAt(atMs);
    const old = world.tables.subscriptions.get(row.currentSubscriptionId);
    const asked = {
      ...askedOf(row),
      addOns: row.addOns.map(askedOf),
      externalReferenceId: undefined,
      targetDate: undefined,
      migrateOnRenewal: false,
    };
    const checked = old === undefined ? no(900224, row.id) : checkMigration(world, old, asked);
    if (isRefusal(checked)) {
      const { accountId, customerId } = row;
      const failed: MigrationSchedule = { ...row, status: 'Failed', modifiedAt: at };
      const about = { accountId, customerId, subscriptionId: row.currentSubscriptionId, scheduleId: row.id };
      world.apply({
        kind: 'migrationSchedule.failed',
        actor: microsoft,
        cause: 'time',
        at,
        about,
        changes: [put('migrationSchedules', failed)],
      });
      return;
    }
    begin(world, checked, {
      accountId: row.accountId,
      customerId: row.customerId,
      externalReferenceId: row.externalReferenceId,
      actor: microsoft,
      cause: 'time',
      about: { scheduleId: row.id },
      at,
      changes: ({ id }) => [put('migrationSchedules', { ...row, status: 'Migrated', modifiedAt: at, migrationId: id })],
    });
  },
});

/** On renewal a whole term is bought: nothing is left of the old one. */
const askedOf = (plan: MigrationPlan & { readonly migrateOnRenewal?: boolean }) => ({
  ...plan,
  purchaseFullTerm: plan.purchaseFullTerm || plan.migrateOnRenewal === true,
  customTermEndDate: plan.customTermEndDate,
});
