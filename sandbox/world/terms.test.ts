import { describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { SandboxClock } from '../clock.ts';
import { cycleEnd, monthsLater, spanEnd } from './estate/times.ts';
import { layEstate } from './estate.ts';
import type { SwitchRow } from './tables/settings.ts';
import { settleTerms } from './terms.ts';
import type { Subscription } from './types.ts';
import { put, World } from './world.ts';

const startsAt = '2026-11-21T10:00:00Z';
const ms = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;

function aWorld(): World {
  const world = new World({ seed: 3, scale: 20, startsAt }, SandboxClock.stoppedAt(startsAt));
  layEstate(world);
  return world;
}

function change(world: World, row: Subscription, changes: Partial<Subscription>): void {
  world.apply({
    kind: 'test',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('subscriptions', { ...row, ...changes })],
  });
}

const turn = (world: World, row: SwitchRow): void => {
  world.apply({ kind: 'test', actor: { kind: 'control', name: 'test' }, cause: 'test', changes: [put('switches', row)] });
};

const one = (world: World, fits: (row: Subscription) => boolean): Subscription =>
  must(
    world.tables.subscriptions.all().find((row) => row.status === 'active' && fits(row)),
    'subscription',
  );
const now = (world: World, row: Subscription): Subscription => must(world.tables.subscriptions.get(row.id), 'subscription');

function until(world: World, instant: string): void {
  world.clock.jumpTo(Temporal.Instant.from(instant));
  settleTerms(world);
}

describe('dates of terms', () => {
  test('a month from the 31st ends with the shorter month', () => {
    expect(new Date(monthsLater(ms('2026-01-31T00:00:00Z'), 1)).toISOString()).toBe('2026-02-28T00:00:00.000Z');
    expect(new Date(monthsLater(ms('2026-01-31T00:00:00Z'), 2)).toISOString()).toBe('2026-03-31T00:00:00.000Z');
  });

  test('a term ends with the last second of its last day', () => {
    expect(spanEnd(ms('2026-01-14T16:57:15Z'), 12)).toBe('2027-01-13T23:59:59Z');
  });

  test('the running charge cycle is the one around the present', () => {
    expect(cycleEnd(ms('2026-01-14T16:57:15Z'), ms('2026-11-21T10:00:00Z'), 'monthly', 'P1Y')).toBe('2026-12-13T23:59:59Z');
  });
});

describe('time at Microsoft', () => {
  test('nothing happens at the beginning', () => {
    const world = aWorld();
    settleTerms(world);
    expect(world.events).toHaveLength(0);
  });

  test('a term that renews itself begins again at 00:00 UTC with a new window', () => {
    const world = aWorld();
    const row = one(world, ({ term, autoRenew }) => term === 'P1M' && autoRenew);
    until(world, Temporal.Instant.from(row.commitmentEndAt).add({ hours: 2 }).toString());
    const after = now(world, row);
    expect(after.status).toBe('active');
    expect(after.effectiveStartAt).toBe(Temporal.Instant.from(row.commitmentEndAt).add({ seconds: 1 }).toString());
    expect(after.cancellationAllowedUntil).toBe(Temporal.Instant.from(after.effectiveStartAt).add({ hours: 168 }).toString());
    expect(after.seatBatches).toEqual([
      { quantity: row.quantity, addedAt: after.effectiveStartAt, refundableUntil: after.cancellationAllowedUntil },
    ]);
  });

  test('without auto-renew it expires, is disabled after 30 days and gone after 90 more', () => {
    const world = aWorld();
    const row = one(
      world,
      ({ term, autoRenew, distributorAccountId }) => term === 'P1M' && autoRenew && distributorAccountId !== undefined,
    );
    change(world, row, { autoRenew: false });
    turn(world, { id: 'extendedTerm', value: { ...world.switch('extendedTerm'), enabled: false } });
    const days = (count: number): string =>
      Temporal.Instant.from(row.commitmentEndAt)
        .add({ hours: 24 * count + 1 })
        .toString();
    until(world, days(0));
    expect(now(world, row).status).toBe('expired');
    until(world, days(30));
    expect(now(world, row).status).toBe('disabled');
    until(world, days(121));
    expect(now(world, row).status).toBe('deleted');
    expect(world.tables.distributorSubscriptions.by('vendorSubscriptionId', row.id)[0]?.status).toBe('Cancelled');
  });

  test('scheduled instructions take hold at the renewal and are used up', () => {
    const world = aWorld();
    const row = one(world, ({ term, autoRenew }) => term === 'P1M' && autoRenew);
    const { productId, skuId, availabilityId } = row;
    change(world, row, { nextTerm: { productId, skuId, availabilityId, term: 'P1Y', billingCycle: 'annual', quantity: row.quantity + 4 } });
    until(world, Temporal.Instant.from(row.commitmentEndAt).add({ hours: 1 }).toString());
    const after = now(world, row);
    expect(after).toMatchObject({ term: 'P1Y', billingCycle: 'annual', quantity: row.quantity + 4 });
    expect(after.nextTerm).toBeUndefined();
    expect(after.unitPrice).not.toBe(row.unitPrice);
  });

  test('a changed billing cycle waits for the end of the running one', () => {
    const world = aWorld();
    const row = one(world, ({ term, billingCycle }) => term === 'P3Y' && billingCycle === 'monthly');
    change(world, row, { nextBillingCycle: 'annual' });
    settleTerms(world);
    expect(now(world, row).billingCycle).toBe('monthly');
    until(world, Temporal.Instant.from(row.billingCycleEndAt).add({ hours: 1 }).toString());
    expect(now(world, row)).toMatchObject({ billingCycle: 'annual' });
    expect(now(world, row).nextBillingCycle).toBeUndefined();
  });

  test("the distributor's commitment follows the renewal", () => {
    const world = aWorld();
    const row = one(
      world,
      ({ term, autoRenew, distributorAccountId }) => term === 'P1M' && autoRenew && distributorAccountId !== undefined,
    );
    until(world, Temporal.Instant.from(row.commitmentEndAt).add({ hours: 1 }).toString());
    expect(world.tables.distributorSubscriptions.by('vendorSubscriptionId', row.id)[0]?.commitment?.endDate).toBe(
      now(world, row).commitmentEndAt,
    );
  });

  test('two ways to the same day give the same world: in one jump and in many steps', () => {
    const [jump, walk] = [aWorld(), aWorld()];
    until(jump, '2027-03-01T00:00:00Z');
    for (let day = 0; day < 99; day += 1) {
      walk.clock.step(86_400_000);
      settleTerms(walk);
    }
    until(walk, '2027-03-01T00:00:00Z');
    expect(walk.tables.subscriptions.all()).toEqual(jump.tables.subscriptions.all());
  });
});
