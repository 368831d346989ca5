import { describe, expect, test } from 'vitest';
import type { Books } from '../books.ts';
import { parseDay } from '../days.ts';
import { PriceTable } from '../load/price-table.ts';
import type { PsaLine } from '../model.ts';
import type { Who } from '../psa/gather.ts';
import { AzureUsage } from '../scan/azure-usage.ts';
import { ChargesTable } from '../scan/charges-table.ts';
import type { Credit } from '../scan/invoice-scan.ts';
import { creditNotPassedOn } from './credit-not-passed-on.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;
const table = new ChargesTable({ byId: new Map(), byCustomer: new Map(), isComplete: true }, new AzureUsage());
const charges = table.of(
  { subscriptionId: 'sub', customerId: 'customer', account: 0, isCommitment: false },
  { partnerId: 'partner', invoice: 'G1', currency: 'USD' },
  0,
);
const aCredit = (some: Partial<Credit> = {}): Credit => ({
  ...{ lineNo: 7, chargeStart: day('2026-07-03'), chargeEnd: day('2026-07-31'), charges, cents: -3333 },
  ...some,
});
const who: Who = { customersOf: new Map([['company', ['customer']]]), settledCustomers: new Set(), settledCompanies: new Set() };
const aLine = (some: Partial<PsaLine> = {}): PsaLine => ({
  ...{ id: '1', companyId: 'company', code: 'BASIC', quantity: 1_000_000, unitPrice: 12_000_000, currency: 'USD', startsOn: undefined },
  subscriptionId: 'sub',
  ...some,
});
const backOne = { unitPrice: -33_330_000 };

function judged(lines: readonly PsaLine[], credit = aCredit(), isComplete = true, customers = who) {
  const psa = { lines, isComplete, book: new PriceTable(), companies: new Map() };
  // The rule looks at the month and the PSA only.
  const books = { month: { start: day('2026-07-01'), end: day('2026-07-31') }, psa } as unknown as Books;
  return creditNotPassedOn(credit, books, customers);
}

describe('a credit of the billed month', () => {
  test('of which the customer gets nothing is money that is his', () => {
    expect(judged([aLine()])).toMatchObject({ kind: 'credit_not_passed_on', subscriptionId: 'sub', lineNo: 7, impactCents: -3333 });
  });

  test('is handed on by a line at a price below zero, or with seats below zero', () => {
    expect(judged([aLine(), aLine(backOne)])).toBeUndefined();
    expect(judged([aLine({ quantity: -1_000_000 })])).toBeUndefined();
  });

  test('is handed on by a line of the company that names no subscription, and not by one for another', () => {
    expect(judged([aLine({ ...backOne, subscriptionId: '' })])).toBeUndefined();
    expect(judged([aLine({ ...backOne, subscriptionId: 'other' })])).toBeDefined();
    expect(judged([aLine({ ...backOne, subscriptionId: '', companyId: 'another' })])).toBeDefined();
  });

  test('that names no subscription is handed on by a line of the company without one, and not by that of another company', () => {
    const credit = aCredit({ charges: { ...charges, subscriptionId: '' } });
    expect(judged([aLine({ ...backOne, subscriptionId: '' })], credit)).toBeUndefined();
    expect(judged([aLine({ ...backOne, subscriptionId: '', companyId: 'another' })], credit)).toBeDefined();
  });

  test('is not judged when the bills are not all known, or nobody knows whose they are', () => {
    expect(judged([aLine()], aCredit(), false)).toBeUndefined();
    expect(judged([aLine()], aCredit(), true, { ...who, customersOf: new Map() })).toBeUndefined();
  });

  test('is one for days of this month; a charge is no credit', () => {
    expect(judged([aLine()], aCredit({ chargeStart: day('2026-06-01'), chargeEnd: day('2026-06-30') }))).toBeUndefined();
    expect(judged([aLine()], aCredit({ cents: 3333 }))).toBeUndefined();
  });
});
