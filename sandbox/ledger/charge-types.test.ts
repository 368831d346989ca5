import { describe, expect, test } from 'vitest';
import type { ChargeLine, Subscription } from '../world/types.ts';
import { bought, linesTo, moment } from './a-history.ts';

/** Quantity with its sign, days and amount. */
const brief = (line: ChargeLine) => [
  line.chargeType,
  line.effectiveUnitPrice.startsWith('-') ? -Number(line.quantity) : Number(line.quantity),
  line.chargeStart,
  line.chargeEnd,
  Number(line.total),
];
const references = (lines: readonly ChargeLine[]): number => new Set(lines.map((line) => line.reference)).size;

const row = bought('2026-06-01', { term: 'P1Y', unitPrice: '30', quantity: 10 });
const source: Subscription = { ...row, id: 'source', productId: 'A' };
const target: Subscription = { ...row, id: 'target', productId: 'B', unitPrice: '60', quantity: 4 };

describe('every kind of charge', () => {
  test('new, then a cycle charge each month, then renew', () => {
    const monthly = bought('2026-06-01', { unitPrice: '30' });
    const next = {
      ...monthly,
      effectiveStartAt: '2026-07-01T00:00:00Z',
      anchorAt: '2026-06-01T12:00:00Z',
      commitmentEndAt: '2026-07-31T23:59:59Z',
    };
    expect(linesTo('2026-08-02', [moment('2026-06-01', row)]).map((line) => line.chargeType)).toEqual([
      'new',
      'cycleCharge',
      'cycleCharge',
    ]);
    expect(
      linesTo('2026-07-02', [moment('2026-06-01', monthly), moment('2026-07-01T00:00:00Z', next)]).map((line) => line.chargeType),
    ).toEqual(['new', 'renew']);
  });

  test('seats that come or go are two lines for the same days', () => {
    const lines = linesTo('2026-07-01', [
      moment('2026-06-01', row),
      moment('2026-06-16', { ...row, quantity: 12 }),
      moment('2026-06-21', { ...row, quantity: 11 }),
    ]);
    expect(lines.slice(1).map(brief)).toEqual([
      ['addQuantity', -10, '2026-06-16', '2026-06-30', -150],
      ['addQuantity', 12, '2026-06-16', '2026-06-30', 180],
      ['removeQuantity', -12, '2026-06-21', '2026-06-30', -120],
      ['removeQuantity', 11, '2026-06-21', '2026-06-30', 110],
    ]);
    expect(references(lines)).toBe(3);
  });

  test('an upgrade into a subscription that is there moves the seats: one line here and one there, one reference', () => {
    const taken = moment('2026-06-16', { ...source, quantity: 7 }, 'subscription.transitioned', [{ id: 'target', isNew: false }]);
    const given = moment('2026-06-16', { ...target, quantity: 7 }, 'subscription.transitioned', [{ id: 'source', isNew: false }]);
    const here = linesTo('2026-07-01', [moment('2026-06-01', source), taken]).slice(1);
    const there = linesTo('2026-07-01', [moment('2026-06-01', target), given]).slice(1);
    expect([...here, ...there].map(brief)).toEqual([
      ['moveQuantity', -3, '2026-06-16', '2026-06-30', -45],
      ['moveQuantity', 3, '2026-06-16', '2026-06-30', 90],
    ]);
    expect(references([...here, ...there])).toBe(1);
  });

  test('the last seats that an upgrade moves end the subscription, without a cancellation', () => {
    const gone = moment('2026-06-16', { ...source, status: 'deleted' }, 'subscription.transitioned', [{ id: 'target', isNew: false }]);
    expect(
      linesTo('2026-07-01', [moment('2026-06-01', source), gone])
        .slice(1)
        .map(brief),
    ).toEqual([['moveQuantity', -10, '2026-06-16', '2026-06-30', -150]]);
  });

  test('two orders of one cart are bought, not moved', () => {
    const together = moment('2026-06-01', row, 'order.placed', [{ id: 'other', isNew: true }]);
    expect(linesTo('2026-07-01', [together]).map((line) => line.chargeType)).toEqual(['new']);
  });

  test('a longer term taken in the middle of one is charged from its first day', () => {
    const longer: Subscription = {
      ...row,
      term: 'P3Y',
      effectiveStartAt: '2026-06-16T12:00:00Z',
      anchorAt: '2026-06-16T12:00:00Z',
      commitmentEndAt: '2029-06-15T23:59:59Z',
      unitPrice: '27',
    };
    expect(linesTo('2026-07-17', [moment('2026-06-01', row), moment('2026-06-16', longer)]).map(brief)).toEqual([
      ['new', 10, '2026-06-01', '2026-06-30', 300],
      ['extendTerm', -10, '2026-06-16', '2026-06-30', -150],
      ['extendTerm', 10, '2026-06-16', '2026-07-15', 270],
      ['cycleCharge', 10, '2026-07-16', '2026-08-15', 270],
    ]);
  });

  test('another billing plan in the middle of a cycle takes back what is left of it', () => {
    const yearly: Subscription = { ...row, billingCycle: 'annual', unitPrice: '365' };
    const lines = linesTo('2026-07-17', [moment('2026-06-01', row), moment('2026-06-16', yearly)]);
    expect(lines.slice(1).map(brief)).toEqual([
      ['changeBillingPlan', -10, '2026-06-16', '2026-06-30', -150],
      // 350 of 365 days.
      ['changeBillingPlan', 10, '2026-06-16', '2027-05-31', 3500],
    ]);
    expect(references(lines.slice(1))).toBe(1);
  });

  test('suspended subscriptions are charged on, expired ones are not', () => {
    const types = (status: Subscription['status']) =>
      linesTo('2026-07-17', [moment('2026-06-01', row), moment('2026-06-16', { ...row, status })]).map((line) => line.chargeType);
    expect(types('suspended')).toEqual(['new', 'cycleCharge']);
    expect(types('expired')).toEqual(['new']);
  });

  test('what ran again after it had expired is charged when that is known, not in the months before', () => {
    const lines = linesTo('2026-09-17', [
      moment('2026-06-01', row),
      moment('2026-06-16', { ...row, status: 'expired' }),
      moment('2026-08-16', { ...row, status: 'active' }),
    ]);
    expect(lines.map((line) => line.period)).toEqual(['2026-06', '2026-08', '2026-08', '2026-09']);
  });

  test('cancelled outside the window by force: the days that are left', () => {
    const lines = linesTo('2026-07-01', [moment('2026-06-01', row), moment('2026-06-21', { ...row, status: 'deleted' })]);
    expect(lines.slice(1).map(brief)).toEqual([['cancelImmediate', -10, '2026-06-21', '2026-06-30', -100]]);
  });

  test('paid for three years at once: one line, without a billing frequency', () => {
    const prepaid = bought('2026-06-01', { term: 'P3Y', billingCycle: 'triennial', unitPrice: '1000', quantity: 1 });
    const lines = linesTo('2028-06-02', [moment('2026-06-01', prepaid)]);
    expect(lines.map((line) => [...brief(line), line.billingFrequency])).toEqual([['new', 1, '2026-06-01', '2029-05-31', 1000, '']]);
  });
});
