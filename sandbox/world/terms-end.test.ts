import { describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { SandboxClock } from '../clock.ts';
import { aWorldSubscription } from './a-subscription.ts';
import { settle } from './due.ts';
import { layEstate } from './estate.ts';
import { priceAt } from './prices/price-at.ts';
import { type SwitchInput, type SwitchName, turned } from './switches.ts';
import { settleTerms, termRule } from './terms.ts';
import { isWaiting } from './terms-end.ts';
import { planOf } from './terms-renew.ts';
import type { Subscription } from './types.ts';
import { put, World } from './world.ts';

const startsAt = '2026-11-21T10:00:00Z';

/** A world with the catalogue and one subscription whose term ends on 30 November. */
function ending(over: Partial<Subscription>, switches: SwitchInput = {}): World {
  const world = new World({ seed: 3, scale: 10, startsAt }, SandboxClock.stoppedAt(startsAt));
  layEstate(world);
  for (const row of world.tables.subscriptions.all()) world.tables.subscriptions.remove(row.id);
  const row = aWorldSubscription({
    createdAt: '2025-12-01T09:30:00Z',
    effectiveStartAt: '2025-12-01T09:30:00Z',
    commitmentEndAt: '2026-11-30T23:59:59Z',
    billingCycleEndAt: '2026-11-30T23:59:59Z',
    cancellationAllowedUntil: '2025-12-08T09:30:00Z',
    autoRenew: false,
    ...over,
  });
  world.lay([put('subscriptions', row)]);
  for (const [name, value] of Object.entries(switches)) {
    const id = name as SwitchName; // Names of the groups that the test gives.
    world.lay([put('switches', { id, value: turned(id, world.switch(id), value) })]);
  }
  return world;
}

const subscription = (world: World): Subscription => must(world.tables.subscriptions.all()[0], 'subscription');

function until(world: World, instant: string): Subscription {
  world.clock.jumpTo(Temporal.Instant.from(instant));
  settleTerms(world);
  return subscription(world);
}

const kinds = (world: World): string[] => world.events.map(({ kind, at }) => `${at.slice(0, 10)} ${kind.slice(13)}`);
const monthly = (world: World) => must(planOf(world, { ...subscription(world), term: 'P1M', billingCycle: 'monthly' }), 'monthly plan');

describe('an extended service term', () => {
  test('begins where the term ends, month by month, three per cent above the monthly plan', () => {
    const world = ending({});
    const row = until(world, '2027-02-10T00:00:00Z');

    expect(kinds(world)).toEqual(['2026-12-01 extended', '2027-01-01 extended', '2027-02-01 extended']);
    expect(row).toMatchObject({
      status: 'active',
      autoRenew: false,
      term: 'P1M',
      availabilityId: monthly(world).availabilityId,
      commitmentEndAt: '2027-02-28T23:59:59Z',
      cancellationAllowedUntil: '2027-02-28T23:59:59Z',
      extended: { since: '2026-12-01T00:00:00Z', term: 'P1Y', billingCycle: 'monthly' },
    });
    expect(row.unitPrice).toBe((Number(priceAt(world, monthly(world), '2027-02-01T00:00:00Z').unitPrice) * 1.03).toFixed(2));
  });

  test('is dearer by 23 per cent of the old month where nothing is sold by the month', () => {
    const world = ending({ billingCycle: 'annual' });
    world.tables.availabilities.remove(monthly(world).id);
    const yearly = must(planOf(world, subscription(world)), 'yearly plan');

    expect(until(world, '2026-12-02T00:00:00Z').unitPrice).toBe(
      ((Number(priceAt(world, yearly, '2026-12-01T00:00:00Z').unitPrice) / 12) * 1.23).toFixed(2),
    );
  });

  test('goes back to its old plan when automatic renewal is on again', () => {
    const world = ending({});
    const extended = until(world, '2026-12-10T00:00:00Z');
    world.lay([put('subscriptions', { ...extended, autoRenew: true })]);
    world.apply({
      kind: 'test',
      actor: { kind: 'control', name: 'test' },
      cause: 'test',
      changes: [put('subscriptions', { ...extended, autoRenew: true })],
    });
    const row = until(world, '2027-01-02T00:00:00Z');

    expect(row).toMatchObject({ term: 'P1Y', billingCycle: 'monthly', commitmentEndAt: '2027-12-31T23:59:59Z' });
    expect(row).not.toHaveProperty('extended');
  });

  test.each<[string, Partial<Subscription>, SwitchInput, string]>([
    ['a trial', { isTrial: true }, {}, 'expired'],
    ['a subscription that is to be cancelled', { atTermEnd: 'cancel' }, {}, 'disabled'],
    ['every subscription while the switch is off', {}, { extendedTerm: { enabled: false } }, 'expired'],
    ['an older purchase than the rule takes', {}, { extendedTerm: { boughtFrom: '2025-12-02' } }, 'expired'],
    ['a term that ended before the rule', {}, { extendedTerm: { endsFrom: '2026-12-01' } }, 'expired'],
    ['a suspended one', { status: 'suspended' }, {}, 'disabled'],
  ])('is not for %s', (_, over, switches, status) => {
    expect(until(ending(over, switches), '2026-12-02T00:00:00Z').status).toBe(status);
  });

  test('cancelled at the end of its term: the data stay 90 days', () => {
    const world = ending({ atTermEnd: 'cancel' });

    expect(until(world, '2027-02-28T00:00:00Z').status).toBe('disabled');
    expect(until(world, '2027-03-01T00:00:00Z').status).toBe('deleted');
  });
});

describe('a renewal in the queue', () => {
  const queued = () => ending({ autoRenew: true }, { renewals: { queueHours: 24 } });

  test('runs within the hours that the switch gives and begins where the old term ended', () => {
    const world = queued();
    const row = until(world, '2026-12-02T00:00:00Z');
    const ran = must(world.events[0], 'renewal').at;

    expect(ran > '2026-12-01T00:00:00Z' && ran < '2026-12-02T00:00:00Z').toBe(true);
    expect(row).toMatchObject({ effectiveStartAt: '2026-12-01T00:00:00Z', commitmentEndAt: '2027-11-30T23:59:59Z' });
  });

  test('is waiting until then', () => {
    const world = queued();
    world.clock.jumpTo(Temporal.Instant.from('2026-12-01T00:00:00Z'));

    expect(isWaiting(subscription(world), world.clock.nowMs())).toBe(true);
    expect(isWaiting(until(world, '2026-12-02T00:00:00Z'), world.clock.nowMs())).toBe(false);
  });
});

describe('other ends of a term', () => {
  test('a trial becomes what its instructions say, and is none any more', () => {
    const { productId, skuId, availabilityId } = aWorldSubscription();
    const nextTerm = { productId, skuId, availabilityId, term: 'P1Y', billingCycle: 'monthly', quantity: 7 } as const;
    const world = ending({ autoRenew: true, isTrial: true, nextTerm });
    const row = until(world, '2026-12-02T00:00:00Z');

    expect(kinds(world)).toEqual(['2026-12-01 converted']);
    expect(row).toMatchObject({ isTrial: false, quantity: 7, term: 'P1Y', seatBatches: [{ quantity: 7 }] });
  });

  test('a promotion is over with its term', () => {
    const world = ending({ autoRenew: true, promotionId: '39NFJQT1PGJ3:0001:39NFJQT1Q5KK' });

    expect(until(world, '2026-12-02T00:00:00Z')).not.toHaveProperty('promotionId');
  });

  test('a legacy subscription is suspended and gone after 90 days', () => {
    const world = ending({ legacy: { offerId: '031C9E47-4802-4248-838E-778FB1D2CC05' } });

    expect(until(world, '2026-12-02T00:00:00Z').status).toBe('suspended');
    expect(until(world, '2027-03-01T00:00:00Z').status).toBe('deleted');
  });

  test('an Azure plan has no end', () => {
    const forever = { commitmentEndAt: '9999-12-31T23:59:59Z', billingCycleEndAt: '9999-12-31T23:59:59Z' };
    const world = ending(forever);

    expect(until(world, '2099-01-01T00:00:00Z').status).toBe('active');
    expect(world.events).toEqual([]);
  });
});

test('nothing happens for a charge cycle that only moves on', () => {
  const world = ending({ commitmentEndAt: '2028-11-30T23:59:59Z', term: 'P3Y' });
  world.clock.jumpTo(Temporal.Instant.from('2028-11-01T00:00:00Z'));
  settle(world, { rows: [termRule], days: [] });

  expect(world.events).toEqual([]);
});
