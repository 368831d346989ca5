import { describe, expect, test } from 'vitest';
import type { Billing, Term } from '../model.ts';
import { PriceTable } from './price-table.ts';
import { addSheet, forEver, licenceKey, longAgo } from './prices.ts';

const keyOf = (term: Term, billing: Billing, productId = 'P'): string =>
  licenceKey({ market: 'US', currency: 'USD', productId, skuId: '0001', term, billing });
type Row = readonly [term: Term, billing: Billing, price: number, productId?: string];

/** What a charge costs by the sheet, in whole dollars; undefined where nobody can tell. */
function charges(sheetRows: readonly Row[], asked: readonly (readonly [Term, Billing, string?])[]) {
  const [sheet, table] = [new PriceTable(), new PriceTable()];
  for (const [term, billing, price, productId] of sheetRows)
    sheet.add(keyOf(term, billing, productId), { from: longAgo, to: forEver, price: price * 1_000_000 });
  addSheet(table, sheet);
  return asked.map(([term, billing, productId]) => {
    const price = table.find(keyOf(term, billing, productId), 0);
    return price === undefined ? undefined : price / 1_000_000;
  });
}

const everyPlan = [
  ['P1Y', 'annual'],
  ['P1Y', 'monthly'],
  ['P3Y', 'monthly'],
  ['P3Y', 'annual'],
  ['P3Y', 'none'],
] as const;

describe('what a charge costs, from rows that hold another time', () => {
  test('rows that hold the whole term are divided by the charges of the term', () => {
    const sheet: Row[] = [
      ['P1Y', 'annual', 240],
      ['P1Y', 'monthly', 252],
      ['P3Y', 'monthly', 756],
      ['P3Y', 'annual', 720],
      ['P3Y', 'none', 720],
    ];

    expect(charges(sheet, everyPlan)).toEqual([240, 21, 21, 240, 720]);
  });

  test('rows that hold one charge stand as they are', () => {
    const sheet: Row[] = [
      ['P1Y', 'annual', 240],
      ['P1Y', 'monthly', 21],
      ['P3Y', 'monthly', 21],
      ['P3Y', 'annual', 240],
      ['P3Y', 'none', 720],
    ];

    expect(charges(sheet, everyPlan)).toEqual([240, 21, 21, 240, 720]);
  });

  test('a row that fits neither is left out, and the others stay', () => {
    const sheet: Row[] = [
      ['P1Y', 'annual', 240],
      ['P1Y', 'monthly', 100],
      ['P3Y', 'monthly', 756],
      ['P3Y', 'none', 240],
    ];

    expect(charges(sheet, everyPlan)).toEqual([240, undefined, 21, undefined, undefined]);
  });

  test('without a row of a year paid at once, what most of the sheet holds decides', () => {
    const alone: Row = ['P3Y', 'monthly', 756, 'ALONE'];
    const whole: Row[] = [['P1Y', 'annual', 240], ['P1Y', 'monthly', 252], alone];
    const single: Row[] = [['P1Y', 'annual', 240], ['P1Y', 'monthly', 21], alone];

    expect(charges(whole, [['P3Y', 'monthly', 'ALONE']])).toEqual([21]);
    expect(charges(single, [['P3Y', 'monthly', 'ALONE']])).toEqual([756]);
  });
});
