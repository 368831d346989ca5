import { expect, test } from 'vitest';
import { parseLossless } from '../../platform/http/lossless.ts';
import { toPrice } from './prices.ts';
import { WirePricing } from './schema.ts';

const aPrice = (
  over: object = {},
  rates = '[{"partnerBuyRate":21.1250,"suggestedRetailPrice":26.40,"startQuantityRange":1,"endQuantityRange":300,"chargeType":"Per Unit"}]',
) =>
  toPrice(
    WirePricing.parse({
      productId: 'p',
      billingTerm: 'Monthly',
      commitmentTerm: '1-Year',
      type: 'Flat',
      unitOfMeasurement: 'User',
      rates: parseLossless(rates),
      ...over,
    }),
    'p',
  );

test('a price keeps its digits and knows term, frequency and quantities', () => {
  expect(aPrice()).toEqual({
    item: {
      productRemoteId: 'p',
      billingTerm: 'Monthly',
      commitment: '1-Year',
      term: 'P1Y',
      frequency: 'monthly',
      kind: 'flat',
      unit: 'User',
      rates: [{ from: '1', to: '300', per: 'unit', cost: '21.125', retail: '26.4' }],
    },
  });
});

test('a price without commitment, range or kind is kept as what it says', () => {
  expect(aPrice({ commitmentTerm: null, type: null }, '[{"partnerBuyRate":5}]')).toMatchObject({
    item: {
      commitment: '',
      term: 'none',
      kind: 'unknown',
      rates: [{ from: '0', to: undefined, per: 'unknown', cost: '5', retail: undefined }],
    },
  });
});

test('rates come in the order of their quantities', () => {
  const rates = '[{"partnerBuyRate":4,"startQuantityRange":50},{"partnerBuyRate":5,"startQuantityRange":1}]';
  expect(aPrice({ type: 'Mark-Up' }, rates)).toMatchObject({ item: { kind: 'markUp', rates: [{ from: '1' }, { from: '50' }] } });
});

test.each([
  [{ commitmentTerm: '5-Year' }, undefined, 'commitmentTerm: is not a term we know: 5-Year'],
  [{ billingTerm: 'Weekly' }, undefined, 'billingTerm: is not a billing term we know: Weekly'],
  [{ billingTerm: '' }, undefined, 'billingTerm: is missing'],
  [{ productId: 'other' }, undefined, 'productId: is another product: other'],
  [{}, '[{"partnerBuyRate":-1}]', 'rates: an amount is below 0'],
  [{}, '[{"partnerBuyRate":1},{"partnerBuyRate":2}]', 'rates: two are for the same quantity'],
])('what nobody can judge by is set apart: %j %s', (over, rates, because) => {
  expect(aPrice(over, rates)).toEqual({ because });
});
