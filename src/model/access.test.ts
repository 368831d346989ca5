import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AccessState, bestAccess, noticeStepOf } from './access.ts';

const now = Temporal.Instant.from('2026-11-21T09:00:00Z');
const inDays = (days: number): Temporal.Instant => now.add({ hours: days * 24 });
const held = (state: AccessState, days?: number) => ({ state, endsAt: days === undefined ? undefined : inDays(days) });

const relationship = fc.record({
  state: fc.constantFrom(...AccessState.options),
  endsAt: fc.option(fc.integer({ min: -730, max: 730 }).map(inDays), { nil: undefined }),
});

describe('delegated access of a customer with several relationships', () => {
  test.each([
    ['none at all', [], 'missing'],
    ['one that holds', [held('active', 30)], 'active'],
    ['one without an end', [held('active')], 'active'],
    ['one whose end has passed though Microsoft still says active', [held('active', -1)], 'expired'],
    ['one that ends this very moment', [held('active', 0)], 'expired'],
    ['an ended one and its successor', [held('active', -1), held('active', 700)], 'active'],
    ['an ended one and an invitation', [held('expired', -10), held('pending')], 'pending'],
    ['an invitation and a failed one', [held('error'), held('pending')], 'pending'],
    ['a failed one and an ended one', [held('expired', -10), held('error')], 'error'],
    ['ended ones only', [held('expired', -10), held('active', -3)], 'expired'],
    ['only what Microsoft calls missing', [held('missing')], 'missing'],
  ] as const)('%s', (_what, relationships, state) => {
    expect(bestAccess(relationships, now)).toBe(state);
  });

  test('does not depend on the order in which Microsoft lists them, nor on one told twice', () => {
    fc.assert(
      fc.property(fc.array(relationship, { maxLength: 10 }), (all) => {
        expect(bestAccess(all.toReversed(), now)).toBe(bestAccess(all, now));
        expect(bestAccess([...all, ...all], now)).toBe(bestAccess(all, now));
      }),
    );
  });

  test('is never made worse by one more relationship', () => {
    const order = ['active', 'pending', 'error', 'expired', 'missing'];
    fc.assert(
      fc.property(fc.array(relationship, { maxLength: 6 }), relationship, (all, more) => {
        expect(order.indexOf(bestAccess([...all, more], now))).toBeLessThanOrEqual(order.indexOf(bestAccess(all, now)));
      }),
    );
  });

  test('runs out with time and comes to life by none', () => {
    fc.assert(
      fc.property(fc.array(relationship, { maxLength: 6 }), fc.integer({ min: 0, max: 1_500 }), (all, days) => {
        if (bestAccess(all, now) !== 'active') expect(bestAccess(all, inDays(days))).not.toBe('active');
      }),
    );
  });

  test('is active exactly when one is active and has not ended', () => {
    fc.assert(
      fc.property(fc.array(relationship, { maxLength: 6 }), (all) => {
        const holds = all.some(
          ({ state, endsAt }) => state === 'active' && (endsAt === undefined || Temporal.Instant.compare(endsAt, now) > 0),
        );

        expect(bestAccess(all, now) === 'active').toBe(holds);
      }),
    );
  });
});

describe('the days before an end at which people are told', () => {
  const at = (text: string) => Temporal.Instant.from(text);

  test('are counted by the calendar, so that what ends on one day is told on one day', () => {
    const [early, late] = [at('2027-01-31T00:30:00Z'), at('2027-01-31T23:30:00Z')];

    expect([early, late].map((end) => noticeStepOf(end, at('2026-12-31T23:59:00Z')))).toEqual([undefined, undefined]);
    expect([early, late].map((end) => noticeStepOf(end, at('2027-01-01T00:00:00Z')))).toEqual([30, 30]);
    expect([early, late].map((end) => noticeStepOf(end, at('2027-01-23T23:59:00Z')))).toEqual([14, 14]);
    expect([early, late].map((end) => noticeStepOf(end, at('2027-01-24T00:00:00Z')))).toEqual([7, 7]);
    expect([early, late].map((end) => noticeStepOf(end, at('2027-01-30T12:00:00Z')))).toEqual([1, 1]);
    expect([early, late].map((end) => noticeStepOf(end, at('2027-01-31T12:00:00Z')))).toEqual([undefined, 1]);
  });
});
