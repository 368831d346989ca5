import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SandboxClock } from '../clock.ts';
import { dayMs, instantAt, monthsLater, monthsOf } from '../world/estate/times.ts';
import { layEstate } from '../world/estate.ts';
import { historyOf } from '../world/history.ts';
import type { Moment } from '../world/history-moment.ts';
import type { BillingCycle, Subscription, Term } from '../world/types.ts';
import { World } from '../world/world.ts';
import { bought, rulesWith } from './a-history.ts';
import { type Charge, chargesOf } from './charges.ts';
import { periodAfter, periodAt, spanOf } from './periods.ts';
import { type Rules, usualRules } from './rules.ts';

/** Charges as a month's file takes them. */
const inMonth = (charges: Iterable<Charge>, fromMs: number, toMs: number): Charge[] =>
  [...charges].filter((charge) => charge.bookedMs >= fromMs && charge.bookedMs < toMs);

/** Every month asked by the short way says what the whole history says. */
function sameEveryMonth(historyFrom: (sinceMs?: number) => Moment[], rules: Rules, untilMs: number): void {
  const whole = historyFrom();
  const all = [...chargesOf(whole, untilMs, rules)];
  const first = whole[0];
  if (first === undefined) return;
  for (let period = periodAt(first.atMs); spanOf(period).fromMs < untilMs; period = periodAfter(period)) {
    const { fromMs, toMs } = spanOf(period);
    const short = inMonth(chargesOf(historyFrom(fromMs), Math.min(untilMs, toMs), rules, fromMs), fromMs, toMs);
    expect(short, period).toEqual(inMonth(all, fromMs, toMs));
  }
}

const plans = [
  ['P1M', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
  ['P3Y', 'annual'],
  ['P3Y', 'monthly'],
] as const satisfies readonly (readonly [Term, BillingCycle])[];

type Step = { readonly hours: number; readonly what: keyof typeof changes; readonly number: number };

/** One term from an instant on. */
function termFrom(row: Subscription, atMs: number, number: number): Subscription {
  const [term, billingCycle] = plans[number % plans.length] ?? plans[0];
  const commitmentEndAt = instantAt(monthsLater(atMs, monthsOf(term)) - 1000);
  return { ...row, status: 'active', term, billingCycle, effectiveStartAt: instantAt(atMs), anchorAt: instantAt(atMs), commitmentEndAt };
}

/** What may become of a row, likely or not. */
const changes = {
  seats: (row: Subscription, _ms: number, number: number): Subscription => ({ ...row, quantity: 1 + number }),
  cancel: (row: Subscription): Subscription => ({ ...row, status: 'deleted' }),
  suspend: (row: Subscription): Subscription => ({ ...row, status: 'suspended' }),
  activate: (row: Subscription): Subscription => ({ ...row, status: 'active' }),
  expire: (row: Subscription): Subscription => ({ ...row, status: 'expired' }),
  expireWithTerm: (row: Subscription, ms: number, number: number): Subscription => ({ ...termFrom(row, ms, number), status: 'expired' }),
  term: termFrom,
  atEnd: (row: Subscription, _ms: number, number: number): Subscription => termFrom(row, Date.parse(row.commitmentEndAt) + 1000, number),
  plan: (row: Subscription, _ms: number, number: number): Subscription => ({
    ...row,
    billingCycle: number % 2 === 0 ? 'monthly' : 'annual',
  }),
  product: (row: Subscription, _ms: number, number: number): Subscription => ({ ...row, skuId: String(number).padStart(4, '0') }),
  paid: (row: Subscription): Subscription => ({ ...row, isTrial: false }),
  owner: (row: Subscription, _ms: number, number: number): Subscription => ({ ...row, accountId: `pc-${String(number % 3)}` }),
} as const;

const step: fc.Arbitrary<Step> = fc.record({
  hours: fc.oneof(fc.integer({ min: 0, max: 48 }), fc.integer({ min: 0, max: 2400 })),
  what: fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])), // Its own names.
  number: fc.nat(40),
});

function historyFrom(day: number, plan: number, isTrial: boolean, steps: readonly Step[]): Moment[] {
  const startMs = Date.UTC(2023, 0, 1) + day * dayMs + 9 * 3_600_000;
  let row = { ...termFrom(bought('2023-01-01'), startMs, plan), isTrial };
  let atMs = startMs;
  const moments: Moment[] = [{ atMs, row, kind: 'bought', happening: 'e0', others: [] }];
  for (const [place, { hours, what, number }] of steps.entries()) {
    const endMs = Date.parse(row.commitmentEndAt) + 1000;
    atMs = what === 'atEnd' ? Math.max(atMs, endMs + (number % 3) * 3_600_000) : atMs + hours * 3_600_000;
    row = changes[what](row, atMs, number);
    const others = number % 5 === 0 ? [{ id: 'other', isNew: number % 2 === 0 }] : [];
    moments.push({ atMs, row, kind: number % 7 === 0 ? 'transitioned' : 'changed', happening: `e${String(place + 1)}`, others });
  }
  return moments;
}

const rules = fc
  .record({
    monthEnd: fc.constantFrom('published' as const, 'clamped' as const),
    refundFirstDay: fc.constantFrom('24h', 'midnight', 'none'),
  })
  .map((over) => rulesWith(over));

/** Its first cycle is a month, all others are years, which begin in February; the term began in January. */
const aYearFromTheSecondMonth: Step[] = [
  { hours: 0, what: 'term', number: 9 },
  { hours: 0, what: 'cancel', number: 0 },
  { hours: 0, what: 'plan', number: 21 },
  { hours: 0, what: 'activate', number: 0 },
  { hours: 0, what: 'atEnd', number: 0 },
];

describe('the short way to a month', () => {
  test('says what the whole history says, whatever happened', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.nat(4), fc.boolean(), fc.array(step, { maxLength: 14 }), rules, (day, plan, isTrial, steps, wanted) => {
        const moments = historyFrom(day, plan, isTrial, steps);
        sameEveryMonth(() => moments, wanted, (moments.at(-1)?.atMs ?? 0) + 400 * dayMs);
      }),
      { numRuns: 400, examples: [[0, 0, false, aYearFromTheSecondMonth, rulesWith({ monthEnd: 'published', refundFirstDay: '24h' })]] },
    );
  });

  test('says of what came before the world began what its whole past says', () => {
    const startsAt = '2026-11-21T10:00:00Z';
    for (const seed of [1, 2, 3]) {
      const world = new World({ seed, scale: 20, startsAt }, SandboxClock.stoppedAt(startsAt));
      layEstate(world);
      for (const [id] of world.tables.subscriptions.entries())
        sameEveryMonth((sinceMs) => historyOf(world, id, sinceMs), usualRules, Date.parse('2027-12-01'));
    }
  });
});
