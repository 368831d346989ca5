import { describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { SandboxClock } from '../clock.ts';
import { settleTerms } from './terms.ts';
import { atPresent, cyclesOf } from './terms-cycle.ts';
import type { BillingCycle, NextTerm, Subscription, Term } from './types.ts';
import { put, World } from './world.ts';

const plan = { productId: 'CFQ7TTC0LCHC', skuId: '0002', availabilityId: 'CFQ7TTC0K' } as const;
const dayBefore = (day: string): string => `${Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()}T23:59:59Z`;

const laid = new WeakMap<World, Subscription>();

/** A world with one subscription, bought on a day at ten in the morning. */
function bought(on: string, term: Term, billingCycle: BillingCycle, over: Partial<Subscription> = {}): World {
  const startsAt = `${on}T10:00:00Z`;
  const world = new World({ seed: 1, scale: 1, startsAt }, SandboxClock.stoppedAt(startsAt));
  const row: Subscription = {
    ...plan,
    id: 'sub-1',
    accountId: 'pc-1',
    customerId: 'customer-1',
    offerName: 'Microsoft 365 Business Premium',
    friendlyName: 'Everybody',
    quantity: 10,
    seatBatches: [{ quantity: 10, addedAt: startsAt, refundableUntil: startsAt }],
    term,
    billingCycle,
    status: 'active',
    autoRenew: true,
    isTrial: false,
    createdAt: startsAt,
    effectiveStartAt: startsAt,
    commitmentEndAt: dayBefore(Temporal.PlainDate.from(on).add(term).toString()),
    cancellationAllowedUntil: startsAt,
    billingCycleEndAt: dayBefore(
      Temporal.PlainDate.from(on)
        .add(billingCycle === 'monthly' ? { months: 1 } : { years: 1 })
        .toString(),
    ),
    orderId: 'order-1',
    unitPrice: '22.00',
    currency: 'USD',
    modifiedAt: startsAt,
    version: 1,
    ...over,
  };
  world.lay([put('subscriptions', row)]);
  laid.set(world, row);
  return world;
}

/** Switch `billing.monthEnd`. */
function countedBy(world: World, monthEnd: 'published' | 'clamped'): void {
  const value = { ...world.switch('billing'), monthEnd };
  world.lay([put('switches', { id: 'billing', value })]);
}

const subscription = (world: World): Subscription => must(world.tables.subscriptions.get('sub-1'), 'subscription');

function until(world: World, day: string): Subscription {
  world.clock.jumpTo(Temporal.Instant.from(`${day}T12:00:00Z`));
  settleTerms(world);
  return atPresent(subscription(world), world);
}

/** Days on which something was charged by itself: from the states that the events tell of, and the cycles of each. */
function chargedOn(world: World): string[] {
  const first = must(laid.get(world), 'first state');
  const changes = world.events.map(({ at, changes: [change] }) => ({ from: Date.parse(at), row: change?.row as Subscription }));
  const states = [{ from: Date.parse(first.effectiveStartAt), row: first }, ...changes];
  const starts = states.flatMap(({ from, row }, place) => {
    const until = states[place + 1]?.from ?? world.clock.nowMs();
    const charged = row.status === 'active' || row.status === 'suspended';
    return charged ? [...cyclesOf(row, from)].map(({ startMs }) => startMs).filter((ms) => ms < until) : [];
  });
  return starts.slice(1).map((ms) => new Date(ms).toISOString().slice(0, 10));
}

describe('month ends', () => {
  test.each([
    ['2026-08-31', ['2026-09-30', '2026-10-30', '2026-11-30', '2026-12-30', '2027-01-30', '2027-02-28', '2027-03-28']],
    ['2027-01-31', ['2027-02-28', '2027-03-28', '2027-04-28', '2027-05-28']],
    ['2027-01-30', ['2027-02-28', '2027-03-28', '2027-04-28', '2027-05-28']],
    ['2024-01-31', ['2024-02-29', '2024-03-29']],
  ])('a monthly term bought on %s stays on the day to which a shorter month has cut it', (on, expected) => {
    const world = bought(on, 'P1M', 'monthly');

    until(world, must(expected.at(-1), 'day'));

    expect(chargedOn(world)).toEqual(expected);
  });

  test('a monthly term bought on 31 January ends on 27 February, renews on the 28th and again on 28 March', () => {
    const world = bought('2021-01-31', 'P1M', 'monthly');

    expect(subscription(world).commitmentEndAt).toBe('2021-02-27T23:59:59Z');
    expect(until(world, '2021-03-01')).toMatchObject({
      effectiveStartAt: '2021-02-28T00:00:00Z',
      commitmentEndAt: '2021-03-27T23:59:59Z',
      billingCycleEndAt: '2021-03-27T23:59:59Z',
    });
  });

  test('by the switch monthly terms are counted from the first day instead, and no month end drifts', () => {
    const world = bought('2026-08-31', 'P1M', 'monthly');
    countedBy(world, 'clamped');

    until(world, '2027-04-01');

    expect(chargedOn(world)).toEqual(['2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28', '2027-03-31']);
  });

  test.each([
    ['published', '2021-02-26', '2021-03-29', '2021-04-28'],
    ['clamped', '2021-02-27', '2021-03-29', '2021-04-29'],
  ] as const)('a yearly term from 30 January, %s: its charge cycles end on %s, %s and %s', (monthEnd, first, second, third) => {
    const world = bought('2021-01-30', 'P1Y', 'monthly', { billingCycleEndAt: '2021-02-26T23:59:59Z' });
    countedBy(world, monthEnd);

    for (const [now, end] of [
      ['2021-02-01', first],
      ['2021-03-01', second],
      ['2021-04-01', third],
    ] as const)
      expect(until(world, now).billingCycleEndAt).toBe(`${end}T23:59:59Z`);
  });

  test.each<[string, readonly string[]]>([
    ['2021-01-31', ['2021-02-28', '2021-03-31', '2021-04-30', '2021-05-31']],
    ['2021-01-15', ['2021-02-15', '2021-03-15', '2021-04-15', '2021-05-15']],
  ])('a yearly term from %s is charged each month on the published days', (on, expected) => {
    const world = bought(on, 'P1Y', 'monthly');

    until(world, '2021-06-01');

    expect(chargedOn(world)).toEqual(expected);
  });

  test("a yearly term from 30 January is charged on the day before the month's last", () => {
    // Its first cycle ends on 26 February: that is what the order wrote.
    const world = bought('2021-01-30', 'P1Y', 'monthly', { billingCycleEndAt: '2021-02-26T23:59:59Z' });

    until(world, '2021-10-01');

    expect(chargedOn(world)).toEqual([
      '2021-02-27',
      '2021-03-30',
      '2021-04-29',
      '2021-05-30',
      '2021-06-29',
      '2021-07-30',
      '2021-08-30',
      '2021-09-29',
    ]);
  });

  test('a yearly term from 29 February is back on the 29th after four years', () => {
    const world = bought('2024-02-29', 'P1Y', 'annual');

    until(world, '2028-03-01');

    expect(chargedOn(world)).toEqual(['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']);
  });

  test('terms join: each begins the second after the one before has ended', () => {
    const world = bought('2026-08-31', 'P1M', 'monthly');
    for (let month = 0; month < 30; month += 1) {
      const before = subscription(world);
      const renewal = Temporal.Instant.from(before.commitmentEndAt).add({ seconds: 1 });

      const after = until(world, renewal.toString().slice(0, 10));

      expect(after.effectiveStartAt).toBe(renewal.toString());
    }
  });
});

describe('an end that was chosen for the next term', () => {
  const next = (over: Partial<NextTerm>): NextTerm => ({ ...plan, term: 'P1Y', billingCycle: 'monthly', quantity: 10, ...over });

  test('the renewed term ends on the chosen day and charges by it, and later terms are full', () => {
    const world = bought('2026-11-20', 'P1Y', 'monthly', { nextTerm: next({ customTermEndDate: '2028-02-29' }) });

    expect(until(world, '2027-11-20')).toMatchObject({
      effectiveStartAt: '2027-11-20T00:00:00Z',
      commitmentEndAt: '2028-02-29T23:59:59Z',
      billingCycleEndAt: '2027-11-30T23:59:59Z',
    });
    expect(until(world, '2028-03-01')).toMatchObject({
      effectiveStartAt: '2028-03-01T00:00:00Z',
      commitmentEndAt: '2029-02-28T23:59:59Z',
      billingCycleEndAt: '2028-03-31T23:59:59Z',
    });
    expect(chargedOn(world).slice(-5)).toEqual(['2027-11-20', '2027-12-01', '2028-01-01', '2028-02-01', '2028-03-01']);
  });

  test("aligned to another subscription's end, the charges move to that day", () => {
    const world = bought('2026-11-20', 'P1Y', 'monthly', { nextTerm: next({ customTermEndDate: '2028-06-25T00:00:00Z' }) });

    const after = until(world, '2028-01-01');

    expect(after.commitmentEndAt).toBe('2028-06-25T23:59:59Z');
    expect(chargedOn(world).slice(-3)).toEqual(['2027-11-20', '2027-11-26', '2027-12-26']);
  });

  test('a yearly charge of a short term ends with the term', () => {
    const world = bought('2026-11-20', 'P1Y', 'annual', { nextTerm: next({ billingCycle: 'annual', customTermEndDate: '2028-06-30' }) });

    expect(until(world, '2027-11-20')).toMatchObject({
      billingCycleEndAt: '2028-06-30T23:59:59Z',
      commitmentEndAt: '2028-06-30T23:59:59Z',
    });
  });

  test('three years that end with a chosen September are charged each September', () => {
    const world = bought('2026-11-20', 'P3Y', 'annual', {
      nextTerm: next({ term: 'P3Y', billingCycle: 'annual', customTermEndDate: '2032-09-30' }),
    });

    until(world, '2032-10-01');

    expect(chargedOn(world)).toEqual(['2027-11-20', '2028-11-20', '2029-11-20', '2030-10-01', '2031-10-01', '2032-10-01']);
  });

  test('a monthly term that was moved to the month end stays there', () => {
    const world = bought('2026-07-15', 'P1M', 'monthly', { nextTerm: next({ term: 'P1M', customTermEndDate: '2026-08-31' }) });

    until(world, '2026-12-02');

    expect(chargedOn(world)).toEqual(['2026-08-15', '2026-09-01', '2026-10-01', '2026-11-01', '2026-12-01']);
  });

  test('an end that is over when the term renews is not taken: the term is full', () => {
    const world = bought('2026-11-20', 'P1Y', 'monthly', { nextTerm: next({ customTermEndDate: '2027-01-31' }) });

    expect(until(world, '2027-11-20').commitmentEndAt).toBe('2028-11-19T23:59:59Z');
  });
});

describe('what a change of cycle does', () => {
  test('charged by the year from the next charge on, and by the end of the term at the latest', () => {
    const world = bought('2026-01-10', 'P1Y', 'monthly', { nextBillingCycle: 'annual' });

    expect(until(world, '2026-02-10')).toMatchObject({ billingCycle: 'annual', billingCycleEndAt: '2027-01-09T23:59:59Z' });
  });

  test('a month that becomes a year on 28 February goes on from the 28th', () => {
    const world = bought('2021-01-31', 'P1M', 'monthly', { nextTerm: { ...plan, term: 'P1Y', billingCycle: 'monthly', quantity: 10 } });

    until(world, '2021-06-01');

    expect(chargedOn(world)).toEqual(['2021-02-28', '2021-03-28', '2021-04-28', '2021-05-28']);
    expect(subscription(world).commitmentEndAt).toBe('2022-02-27T23:59:59Z');
  });

  test('a year that becomes a month on 31 January stays on 28 February', () => {
    const world = bought('2021-01-31', 'P1Y', 'annual', { nextTerm: { ...plan, term: 'P1M', billingCycle: 'monthly', quantity: 10 } });

    until(world, '2022-05-01');

    expect(chargedOn(world)).toEqual(['2022-01-31', '2022-02-28', '2022-03-28', '2022-04-28']);
  });
});

describe('subscriptions that nobody charges any more', () => {
  test.each(['deleted', 'pending', 'none'] as const)('%s: time does nothing to it', (status) => {
    const world = bought('2026-01-10', 'P1M', 'monthly', { status });

    until(world, '2029-01-01');

    expect(world.events).toEqual([]);
  });

  test('suspended over the end of its term it is disabled, not renewed', () => {
    const world = bought('2026-01-10', 'P1M', 'monthly', { status: 'suspended' });

    expect(until(world, '2026-02-10').status).toBe('disabled');
    expect(chargedOn(world)).toEqual([]);
  });

  test('suspended in the middle of a year it is still charged each month', () => {
    const world = bought('2026-01-10', 'P1Y', 'monthly', { status: 'suspended' });

    until(world, '2026-03-11');

    expect(chargedOn(world)).toEqual(['2026-02-10', '2026-03-10']);
  });

  test.each([
    [0, 'expired'],
    [29, 'expired'],
    [30, 'disabled'],
    [119, 'disabled'],
    [120, 'deleted'],
  ] as const)('%i days after a term that does not renew it is %s', (days, status) => {
    const world = bought('2026-01-10', 'P1M', 'monthly', { autoRenew: false });

    expect(until(world, Temporal.PlainDate.from('2026-02-10').add({ days }).toString()).status).toBe(status);
  });
});
