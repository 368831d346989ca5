import { expect, test } from 'vitest';
import { type ListPrice, listedCosts } from './list-price.ts';

const at = (text: string): number => Date.parse(`${text}T08:00:00Z`);
const price = (cost: string, read: string, seen: string, over: Partial<ListPrice> = {}): ListPrice => ({
  ...{ term: 'P1Y', frequency: 'monthly', kind: 'flat', per: 'unit', quantity_from: '1', quantity_to: '300', currency: 'USD' },
  ...{ cost, readMs: at(read), seenMs: at(seen) },
  ...over,
});
const wanted = { term: 'P1Y', frequency: 'monthly', quantity: 10, currency: 'USD' };
const listed = (prices: readonly ListPrice[], from: string, to: string) =>
  listedCosts(prices, wanted, Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`));

const known = [price('20', '2026-11-01', '2026-11-14'), price('21', '2026-11-15', '2026-12-20')];

test('is known from the day of the reading that told it, and not before', () => {
  expect(listed(known, '2026-11-01', '2026-11-10')).toEqual(['20']);
  expect(listed(known, '2026-10-31', '2026-11-10')).toBeUndefined();
});

test('was each of those that stood in the time, the first one first', () => {
  expect(listed(known, '2026-11-10', '2026-12-01')).toEqual(['20', '21']);
  expect(listed(known, '2026-11-28', '2026-12-01')).toEqual(['21']);
});

test('may have been either while nobody read, and nobody knows it after long', () => {
  expect(listed([price('20', '2026-11-01', '2026-11-08'), price('21', '2026-11-15', '2026-12-20')], '2026-11-10', '2026-11-12')).toEqual([
    '20',
    '21',
  ]);
  expect(
    listed([price('20', '2026-11-01', '2026-11-08'), price('21', '2026-11-20', '2026-12-20')], '2026-11-02', '2026-12-01'),
  ).toBeUndefined();
  expect(listed(known, '2026-11-10', '2027-01-10')).toBeUndefined();
});

test('is that of its own term, rhythm and quantity', () => {
  const others = [
    price('90', '2026-11-01', '2026-12-20', { quantity_from: '50' }),
    price('240', '2026-11-01', '2026-12-20', { frequency: 'annual' }),
  ];
  expect(listed(others, '2026-11-10', '2026-11-12')).toBeUndefined();
  expect(listed([...others, ...known], '2026-11-02', '2026-11-05')).toEqual(['20']);
});

test.each([
  { kind: 'tiered' },
  { kind: 'volume' },
  { kind: 'markUp' },
  { per: 'all' },
  { cost: null },
  { currency: 'EUR' },
  { currency: null },
])('is not judged by where it does not say what a seat costs: %j', (over) => {
  expect(listed([price('20', '2026-11-01', '2026-12-20', over)], '2026-11-10', '2026-11-12')).toBeUndefined();
});
