import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aWorldSubscription } from '../../world/a-subscription.ts';
import type { SeatBatch, Subscription } from '../../world/types.ts';
import { isRefusal } from '../errors.ts';
import { changeSeats, checkChangeable, checkCycle, checkStatus, checkTerm } from './rules.ts';

const now = '2026-11-21T10:00:00.000Z';
const sku = { minimumQuantity: 1, maximumQuantity: 300 };
const subscription = aWorldSubscription;
const code = (value: unknown): unknown => (isRefusal(value) ? value.code : value);

describe('which status may follow (partner-center-api.md 8.2)', () => {
  test.each<[Subscription['status'], string | undefined, Partial<Subscription>, unknown]>([
    ['active', undefined, {}, 'active'],
    ['active', 'Active', {}, 'active'],
    ['active', 'suspended', {}, 'suspended'],
    ['active', 'SUSPENDED', {}, 'suspended'],
    ['active', 'deleted', { cancellationAllowedUntil: '2026-11-21T10:00:01Z' }, 'deleted'],
    ['active', 'deleted', { cancellationAllowedUntil: '2026-11-21T10:00:00Z' }, 900117],
    ['active', 'deleted', { cancellationAllowedUntil: '2026-11-20T10:00:00Z' }, 900117],
    ['suspended', 'active', { commitmentEndAt: '2027-01-01T23:59:59Z' }, 'active'],
    ['suspended', 'active', { commitmentEndAt: '2026-11-20T23:59:59Z' }, 900277],
    ['active', 'paused', {}, 800096],
    ['active', 'expired', {}, 800096],
    ['active', '', {}, 800096],
  ])('%s, asked for %j with %j: %j', (status, asked, over, expected) => {
    expect(code(checkStatus(subscription({ status, ...over }), asked, now))).toBe(expected);
  });

  test.each<[Subscription['status'], number | undefined]>([
    ['active', undefined],
    ['suspended', undefined],
    ['deleted', 2011],
    ['pending', 800082],
    ['none', 800082],
    ['expired', 900277],
    ['disabled', 900277],
  ])('%s: a change is refused with %j', (status, expected) => {
    expect(checkChangeable(subscription({ status }))?.code).toBe(expected);
  });
});

describe('terms and cycles', () => {
  test.each([
    ['P1M', 'P1Y', false, undefined],
    ['P1M', 'P3Y', false, undefined],
    ['P1Y', 'P3Y', false, undefined],
    ['P1Y', 'P1Y', true, undefined],
    ['P1Y', 'P1M', false, 800122],
    ['P3Y', 'P1Y', false, 800122],
    ['P1M', 'P1Y', true, 800107],
  ] as const)('from %s to %s, a trial: %s: refused with %j', (term, asked, isTrial, expected) => {
    expect(checkTerm(subscription({ term, isTrial }), asked)?.code).toBe(expected);
  });

  test.each([
    ['monthly', 'P1M', undefined],
    ['monthly', 'P3Y', undefined],
    ['annual', 'P1Y', undefined],
    ['annual', 'P1M', 900270],
    ['triennial', 'P1Y', 900270],
    ['triennial', 'P3Y', undefined],
  ] as const)('%s in a term of %s: refused with %j', (cycle, term, expected) => {
    expect(checkCycle(cycle, term)?.code).toBe(expected);
  });
});

describe('seats', () => {
  const batch = fc.record({ quantity: fc.integer({ min: 1, max: 30 }), isOpen: fc.boolean() });
  const bought = fc.array(batch, { minLength: 1, maxLength: 6 }).map((all) => ({
    open: all.reduce((sum, { quantity, isOpen }) => sum + (isOpen ? quantity : 0), 0),
    row: subscription({
      quantity: all.reduce((sum, { quantity }) => sum + quantity, 0),
      seatBatches: all.map(
        ({ quantity, isOpen }): SeatBatch => ({
          quantity,
          addedAt: '2026-11-01T00:00:00Z',
          refundableUntil: isOpen ? '2026-11-22T00:00:00Z' : '2026-11-08T00:00:00Z',
        }),
      ),
    }),
  }));
  const sum = (batches: readonly SeatBatch[]): number => batches.reduce((total, { quantity }) => total + quantity, 0);

  test('purchases always add up to the seats there are', () => {
    fc.assert(
      fc.property(bought, fc.integer({ min: 1, max: 300 }), ({ row }, quantity) => {
        const after = changeSeats(row, quantity, sku, now);
        if (isRefusal(after)) return;
        expect(sum(after.seatBatches)).toBe(after.quantity);
        expect(after.quantity).toBe(quantity);
        expect(after.seatBatches.every((one) => one.quantity >= 0)).toBe(true);
      }),
    );
  });

  test('exactly those go back whose seven days are not over', () => {
    fc.assert(
      fc.property(bought, fc.integer({ min: 1, max: 179 }), ({ row, open }, fewer) => {
        fc.pre(fewer < row.quantity);
        expect(code(changeSeats(row, row.quantity - fewer, sku, now)) === 800090).toBe(fewer > open);
      }),
    );
  });

  test('what was just added may be given back again, and then all is as before', () => {
    fc.assert(
      fc.property(bought, fc.integer({ min: 1, max: 50 }), ({ row }, more) => {
        const added = changeSeats(row, row.quantity + more, sku, now);
        if (isRefusal(added)) throw new Error(added.description);
        const back = changeSeats({ ...row, ...added }, row.quantity, sku, now);
        expect(back).toEqual({ quantity: row.quantity, seatBatches: row.seatBatches });
      }),
    );
  });

  test.each([
    [0, sku, 2002],
    [-5, sku, 2002],
    [301, sku, 2002],
    [300, sku, 300],
    [4, { minimumQuantity: 5, maximumQuantity: 10 }, 2002],
    [1, { minimumQuantity: 0, maximumQuantity: 10 }, 1],
    [0, { minimumQuantity: 0, maximumQuantity: 10 }, 2002],
  ])('%i seats within %j: %j', (quantity, limits, expected) => {
    const row = subscription({ quantity: 1, seatBatches: [{ quantity: 1, addedAt: now, refundableUntil: now }] });
    const after = changeSeats(row, quantity, limits, now);

    expect(isRefusal(after) ? after.code : after.quantity).toBe(expected);
  });
});
