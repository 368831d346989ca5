import { describe, expect, test } from 'vitest';
import { type BillingBehaviour, safeBilling } from '../../../model/billing-behaviour.ts';
import type { PsaCorrection } from '../../../model/difference.ts';
import { effectiveDate, periodAt } from '../effective-date.ts';
import { noLine, stateAfter } from '../target-state.ts';
import { firstBill } from './first-bill.ts';

const line = { connectionId: 'c', agreementRemoteId: '3001', lineRemoteId: '5001' };
const setQuantity: PsaCorrection = { action: 'setQuantity', ...line, from: '20', to: '25' };
const endLine: PsaCorrection = { action: 'endLine', ...line, quantity: '20' };
const addLine: PsaCorrection = {
  action: 'addLine',
  connectionId: 'c',
  agreementRemoteId: '3001',
  serviceRemoteId: '101',
  quantity: '25',
  unitPrice: '10.08',
  unitCost: '8',
  vendorSubscriptionId: 's',
  description: 'x',
};
const monthly = { today: '2026-11-21', nextInvoiceOn: '2026-12-01', cycleMonths: 1, renewsOn: '2027-02-15' };

// Psa reference 8.3: the policies and the guard of what is invoiced; capabilities S73.
describe('the day that the settings lead to', () => {
  const cases: readonly (readonly [string, Partial<BillingBehaviour>, Partial<typeof monthly>, string | undefined])[] = [
    ['the next bill: no day', {}, {}, undefined],
    ['today is billed already, so the first open day', { effective: { from: 'today' } }, {}, '2026-12-01'],
    ['today, where bills come in arrears', { effective: { from: 'today' }, billed: 'arrears' }, {}, '2026-11-21'],
    ['today without parts of months', { effective: { from: 'today' }, billed: 'arrears', prorate: false }, {}, '2026-12-01'],
    ['the first of next month', { effective: { from: 'nextMonth' } }, {}, '2026-12-01'],
    [
      'the first of next month, billed by the quarter from January',
      { effective: { from: 'nextMonth' }, prorate: false },
      { nextInvoiceOn: '2027-01-01', cycleMonths: 3 },
      '2027-01-01',
    ],
    ['the renewal', { effective: { from: 'renewal' } }, {}, '2027-02-15'],
    ['the renewal without parts of months: the period after it', { effective: { from: 'renewal' }, prorate: false }, {}, '2027-03-01'],
    ['a term that nobody knows the end of: the next bill', { effective: { from: 'renewal' } }, { renewsOn: '2026-01-01' }, undefined],
    ['the 15th is over: that of next month', { effective: { from: 'day', day: 15 } }, {}, '2026-12-15'],
    ['the 28th is to come, and billed already', { effective: { from: 'day', day: 28 } }, {}, '2026-12-01'],
  ];
  test.each(cases)('%s', (_name, choice, calendar, date) => {
    expect(effectiveDate(setQuantity, undefined, { ...monthly, ...calendar }, { ...safeBilling, ...choice })).toEqual({
      status: 'on',
      date,
    });
  });

  test('whoever asks for the next bill gets it, whatever the settings say; a line still ends on a day', () => {
    const today: BillingBehaviour = { ...safeBilling, effective: { from: 'nextMonth' } };
    expect(effectiveDate(setQuantity, 'nextBill', monthly, today)).toEqual({ status: 'on', date: undefined });
    expect(effectiveDate(endLine, 'nextBill', monthly, today)).toEqual({ status: 'on', date: '2026-12-01' });
  });

  test('in arrears a day of the running period may be asked for, one of the period before not', () => {
    const arrears: BillingBehaviour = { ...safeBilling, billed: 'arrears' };
    expect(effectiveDate(setQuantity, '2026-11-03', monthly, arrears)).toEqual({ status: 'on', date: '2026-11-03' });
    expect(effectiveDate(setQuantity, '2026-10-31', monthly, arrears)).toEqual({ status: 'inInvoicedPeriod', openFrom: '2026-11-01' });
  });
});

// Reliability reference 8.3: periods are counted from the anchor, days clamp to the end of the month.
test.each([
  ['2026-12-01', 1, '2026-12-15', '2026-12-01', '2027-01-01'],
  ['2026-12-01', 1, '2026-11-30', '2026-11-01', '2026-12-01'],
  ['2026-01-31', 1, '2026-03-05', '2026-02-28', '2026-03-31'],
  ['2027-01-01', 3, '2026-11-21', '2026-10-01', '2027-01-01'],
  ['2027-01-01', 12, '2029-01-01', '2029-01-01', '2030-01-01'],
])('bills of %s every %i months: %s is in the period from %s to %s', (nextInvoiceOn, cycleMonths, day, start, next) => {
  expect(periodAt(day, { nextInvoiceOn, cycleMonths })).toEqual({ start, next });
});

describe('the first bill', () => {
  const agreement = { nextInvoiceOn: '2026-12-01', cycleMonths: 1, prorates: true, currency: 'USD' };
  const before = { quantity: '20', unitPrice: '10.08', service: '101', until: 'open' };
  const bill = (correction: PsaCorrection, effectiveOn: string | undefined, more: Partial<typeof agreement> = {}) =>
    firstBill(
      correction.action === 'addLine' ? noLine : before,
      stateAfter(correction.action === 'addLine' ? noLine : before, correction, effectiveOn),
      { effectiveOn, agreement: { ...agreement, ...more }, rounding: 'lineHalfUp' },
    ).amount;

  test.each([
    ['five seats more for the whole bill', setQuantity, undefined, {}, '50.4'],
    // 23 of 31 days: 25 seats 186.97, 20 seats 149.57, each rounded as it is billed.
    ['from the 9th of December where it prorates', setQuantity, '2026-12-09', {}, '37.4'],
    ['from the 9th where it does not: all of it', setQuantity, '2026-12-09', { prorates: false }, '50.4'],
    ['a line that ends', endLine, '2026-12-01', {}, '-201.6'],
    ['a new line from the middle', addLine, '2026-12-17', {}, '121.94'],
    ['a cycle that nobody understands: all of it', addLine, '2026-12-17', { nextInvoiceOn: '' }, '252'],
  ] as const)('%s', (_name, correction, on, more, amount) => {
    const known = 'nextInvoiceOn' in more ? { nextInvoiceOn: undefined as never } : more;
    expect(bill(correction, on, known)).toBe(amount);
  });
});
