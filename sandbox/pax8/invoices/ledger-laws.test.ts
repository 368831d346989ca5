import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumDecimals } from '../../../src/lib/decimal.ts';
import type { DistributorSubscription } from '../../world/types.ts';
import { ids } from '../small-world.ts';
import { type Charge, chargesOf, plusMonths } from './ledger.ts';

const plain: DistributorSubscription = {
  id: ids.yearly,
  accountId: 'pax8-1',
  companyId: ids.company,
  productId: ids.product,
  quantity: 10,
  partnerCost: '31',
  price: '40',
  currency: 'USD',
  billingTerm: 'Monthly',
  status: 'Active',
  startDate: '2026-01-10',
  billingStart: '2026-01-10',
  createdAt: '2026-01-10T08:00:00Z',
  updatedAt: '2026-01-10T08:00:00Z',
  vendorSubscriptionId: '',
  vendorSkuId: '',
  history: [],
};

const day = (from: string, days: number): string => Temporal.PlainDate.from(from).add({ days }).toString();

/** A subscription with changes on some days of its life, ended perhaps. */
const lives: fc.Arbitrary<DistributorSubscription> = fc
  .record({
    start: fc.integer({ min: 0, max: 60 }),
    steps: fc.array(fc.record({ after: fc.integer({ min: 1, max: 40 }), quantity: fc.integer({ min: 1, max: 50 }) }), { maxLength: 6 }),
    ends: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
    billingTerm: fc.constantFrom('Monthly', 'Annual'),
  })
  .map(({ start, steps, ends, billingTerm }) => {
    const first = day('2026-01-01', start);
    const base = { ...plain, billingTerm, startDate: first, billingStart: first, createdAt: `${first}T08:00:00Z` };
    let at = first;
    let row: DistributorSubscription = { ...base, updatedAt: `${first}T08:00:00Z` };
    for (const { after, quantity } of steps) {
      at = day(at, after);
      row = { ...row, history: [...row.history, row], quantity, updatedAt: `${at}T09:00:00Z` };
    }
    return ends === undefined ? row : { ...row, status: 'Cancelled', endDate: day(at, ends) };
  });

const months = Array.from({ length: 30 }, (_, index) => plusMonths('2026-01-01', index).slice(0, 7));

const seatDays = (charge: Charge): number =>
  charge.quantity.toNumber() * Temporal.PlainDate.from(charge.startPeriod).until(charge.endPeriod, { largestUnit: 'days' }).days;

/** Seats of each day of a life, counted one day after the other. */
function lived(row: DistributorSubscription, until: string): number {
  const states = [...row.history, row];
  let sum = 0;
  for (let at = row.createdAt.slice(0, 10); at < until && (row.endDate === undefined || at < row.endDate); at = day(at, 1))
    sum += states.findLast((state, index) => index === 0 || state.updatedAt.slice(0, 10) <= at)?.quantity ?? 0;
  return sum;
}

describe('laws of the distributor ledger', () => {
  test('every day of every seat is charged once, whatever changes and whenever it ends', () => {
    fc.assert(
      fc.property(lives, (row) => {
        const charges = months.flatMap((month) => chargesOf(row, month));
        // Charged until the last period that began: up to there, charges less what was given back are the days lived.
        const until = charges.reduce((latest, charge) => (charge.endPeriod > latest ? charge.endPeriod : latest), '');
        const billed = charges.reduce((sum, charge) => sum + seatDays(charge), 0);
        expect(billed).toBe(lived(row, until));
      }),
      { numRuns: 300 },
    );
  });

  test('charges of a month do not move when more happens later', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: 1, max: 99 }), (row, quantity) => {
        const later = { ...row, history: [...row.history, row], quantity, updatedAt: '2028-06-15T00:00:00Z' };
        const shown = (of: DistributorSubscription) =>
          months.flatMap((month) => chargesOf(of, month).map(({ subscription: _row, ...charge }) => JSON.stringify(charge)));
        expect(shown(later)).toEqual(shown(row));
      }),
    );
  });

  test('a whole month costs the price list, a cut one its days', () => {
    const [first, second] = [chargesOf(plain, '2026-02'), chargesOf(plain, '2026-03')];

    // 22 of 31 days at 31.00.
    expect(first.map((charge) => charge.cost.toString())).toEqual(['22', '31']);
    expect(sumDecimals(second.map(({ cost, quantity }) => cost.times(quantity))).toString()).toBe('310');
  });
});
