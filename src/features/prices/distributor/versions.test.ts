import { expect, test } from 'vitest';
import type { DistributorPrice } from '../../../model/distributor-price.ts';
import { ratesOf, versionsOf } from './versions.ts';

const price = (over: Partial<DistributorPrice> = {}, cost = '21.5'): DistributorPrice => ({
  productRemoteId: 'p',
  billingTerm: 'Monthly',
  commitment: '1-Year',
  term: 'P1Y',
  frequency: 'monthly',
  kind: 'flat',
  unit: 'User',
  rates: [
    { from: '1', to: '49', per: 'unit', cost, retail: '30' },
    { from: '50', to: undefined, per: 'unit', cost: '20', retail: '29' },
  ],
  ...over,
});
const rates = (...prices: readonly DistributorPrice[]) => prices.flatMap((each) => ratesOf(each, 'USD'));
const counted = (...counts: readonly [number, number, number]) => ({ created: counts[0], updated: counts[1], unchanged: counts[2] });

test('a price that was not known begins, with all its rates', () => {
  expect(versionsOf([], rates(price()))).toMatchObject({ begin: [{ cost: '21.5' }, { cost: '20' }], end: [], counts: counted(1, 0, 0) });
});

test('a price that is as it was stays one version', () => {
  expect(versionsOf(rates(price()), rates(price()))).toMatchObject({ begin: [], end: [], same: { length: 2 }, counts: counted(0, 0, 1) });
});

test('of a price that moved only the rate that moved has another version', () => {
  expect(versionsOf(rates(price()), rates(price({}, '22')))).toMatchObject({
    begin: [{ quantity_from: '1', cost: '22' }],
    end: { length: 1 },
    same: { length: 1 },
    counts: counted(0, 1, 0),
  });
});

test('a rate that is no longer there ends; a price that was not read is left alone', () => {
  const annual = price({ billingTerm: 'Annual', frequency: 'annual' });
  const short = price({ rates: price().rates.slice(0, 1) });

  expect(versionsOf(rates(price(), annual), rates(short))).toMatchObject({ begin: [], end: { length: 1 }, counts: counted(0, 1, 0) });
});

test('another currency is another version', () => {
  expect(versionsOf(ratesOf(price(), null), rates(price()))).toMatchObject({ begin: { length: 2 }, end: { length: 2 } });
});
