import { describe, expect, test } from 'vitest';
import { parseDay } from '../days.ts';
import { PriceTable } from '../load/price-table.ts';
import { extendedKey, forEver, licenceKey, longAgo } from '../load/prices.ts';
import { priceMismatchCost } from '../rules/price-mismatch-cost.ts';
import { AzureUsage } from './azure-usage.ts';
import type { Charges } from './charges.ts';
import { ChargesTable } from './charges-table.ts';
import { checkLicenceLine } from './licence-line.ts';
import { Line } from './line.ts';
import { noneUnjudged, type Unjudged } from './line-price.ts';
import { Market } from './market.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;
const always = { from: longAgo, to: forEver };
const at = { market: 'DE', currency: 'EUR', productId: 'E5' };
const table = new PriceTable();
table.add(licenceKey({ ...at, skuId: '0001', term: 'P1Y', billing: 'monthly' }), { ...always, price: 48_000_000 });
table.add(licenceKey({ ...at, skuId: '0002', term: 'P1Y', billing: 'monthly' }), { ...always, price: 8_333_333, isRounded: true });
table.add(licenceKey({ ...at, skuId: '0001', term: 'P3Y', billing: 'none' }), { ...always, price: 1_500_000_000 });
const extended = new PriceTable();
extended.add(extendedKey(at), { ...always, price: 59_330_000 });
const books = { prices: { table, extended, currencyOf: new Map<string, string>() }, taxPpm: new Map<string, number>() };

type Some = Partial<Omit<Line, 'market' | 'item' | 'read'>> & { skuId?: string; term?: string; frequency?: string };
let places = 0;

/** Ten seats for July of a year that began in May, at the list price unless said otherwise. */
function aLine({ skuId = '0001', term = 'One-Year', frequency = 'Monthly', ...some }: Some = {}): Line {
  const market = new Market({ country: 'DE', currency: 'EUR', term, frequency }, books);
  const line = new Line(market, { productId: 'E5', skuId, meter: 0 });
  const unit = some.unit ?? 48_000_000;
  const usual = { unit, effective: unit, quantity: 10_000_000, rate: 1_000_000, chargeType: 3, place: (places += 1) };
  const days = { chargeStart: day('2026-07-01'), chargeEnd: day('2026-07-31'), termStart: day('2026-05-01') };
  return Object.assign(line, usual, days, some);
}

function judged(lines: readonly Line[]) {
  const estate = { byId: new Map(), byCustomer: new Map(), isComplete: true };
  const charges: Charges = new ChargesTable(estate, new AzureUsage()).of(
    { subscriptionId: 'sub', customerId: 'customer', account: 0, isCommitment: false },
    { partnerId: 'partner', invoice: 'G1', currency: 'EUR' },
    0,
  );
  const unjudged: Unjudged = noneUnjudged();
  for (const line of lines) checkLicenceLine(charges, line, unjudged);
  const found = priceMismatchCost(charges);
  return { found: found && [found.expected, found.actual, found.impactCents], days: charges.proration, unjudged };
}
const right = { found: undefined, days: undefined, unjudged: noneUnjudged() };

describe('a charge held against the price sheet', () => {
  test('is right at the price of the day on which the term began', () => {
    expect(judged([aLine()])).toEqual(right);
  });

  test('is wrong above and below it, summed over the lines of the subscription', () => {
    expect(judged([aLine({ unit: 50_000_000 })]).found).toEqual(['48', '50', 2_000]);
    expect(judged([aLine({ unit: 45_000_000 })]).found).toEqual(['48', '45', -3_000]);
    expect(judged([aLine({ unit: 45_000_000 }), aLine({ unit: 50_000_000 })]).found?.[2]).toBe(-1_000);
  });

  test('in two lines, telephony and the rest, is right when they add up to the price, in either order', () => {
    const lines = [aLine({ unit: 42_240_000 }), aLine({ unit: 5_760_000 })];

    expect(judged(lines)).toEqual(right);
    expect(judged(lines.toReversed())).toEqual(right);
  });

  test('in two lines that do not add up is one wrong price', () => {
    expect(judged([aLine({ unit: 40_000_000 }), aLine({ unit: 5_000_000 })]).found).toEqual(['48', '45', -3_000]);
  });

  test('in two lines for other days or other seats is two charges', () => {
    const lines = [aLine({ unit: 42_240_000 }), aLine({ unit: 5_760_000, quantity: 4_000_000 })];

    expect(judged(lines).found).toEqual(['48', '42.24', -5_760 - 16_896]);
  });

  test('that turns out to be a repetition is forgotten', () => {
    const [rest, telephony] = [aLine({ unit: 42_240_000 }), aLine({ unit: 5_760_000 })];
    const again = aLine({ unit: 5_760_000, place: 99 });

    expect(judged([rest, telephony, again, Object.assign(aLine({ unit: 5_760_000, place: 99 }), { weight: -1 as const })])).toEqual(right);
  });

  test('of a part of a term that does not come out even may be rounded either way, and no further', () => {
    for (const unit of [8_330_000, 8_340_000]) expect(judged([aLine({ skuId: '0002', unit })])).toEqual(right);
    expect(judged([aLine({ skuId: '0002', unit: 8_350_000 })]).found).toEqual(['8.333333', '8.35', 20]);
  });

  test('with a promotion is not judged, nor its days, and counted', () => {
    expect(judged([aLine({ effective: 40_000_000, isPromoted: true })])).toEqual({
      ...right,
      unjudged: { ...noneUnjudged(), promotion: 1 },
    });
  });

  test('of an extended term is right at the price of its own sheet, whatever its UnitPrice says', () => {
    for (const unit of [57_600_000, 48_000_000]) expect(judged([aLine({ unit, effective: 59_330_000 })])).toEqual(right);
    expect(judged([aLine({ unit: 57_600_000, effective: 59_000_000, isExtended: true })])).toEqual({
      ...right,
      unjudged: { ...noneUnjudged(), extendedTerm: 1 },
    });
  });

  test('of a product that no sheet has is not judged, and counted', () => {
    expect(judged([aLine({ skuId: '0009' })]).unjudged).toEqual({ ...noneUnjudged(), noRow: 1 });
  });

  test('for three years at once is held against the price of the whole term; a part of such a term is not judged', () => {
    const whole = { term: 'Three-Year', frequency: '', chargeStart: day('2026-07-01'), chargeEnd: day('2029-06-30') };
    const begins = { ...whole, termStart: whole.chargeStart };

    expect(judged([aLine({ ...begins, unit: 1_500_000_000 })])).toEqual(right);
    expect(judged([aLine({ ...begins, unit: 1_600_000_000 })]).found).toEqual(['1500', '1600', 100_000]);
    expect(judged([aLine({ ...whole, unit: 1_600_000_000, termStart: day('2026-06-01') })]).found).toBeUndefined();
  });
});
