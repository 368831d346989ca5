import { expect, test } from 'vitest';
import { BasisJudge } from './basis.ts';

/** A sheet of products with a yearly price and what its monthly row says. */
function judgeOf(pairs: readonly (readonly [annual: string, monthly: string])[]) {
  const judge = new BasisJudge();
  pairs.forEach(([annual, monthly], index) => {
    const row = { productId: `P${index}`, skuId: '0001', segment: 'Commercial', tierFrom: null, term: 'P1Y' };
    judge.add({ ...row, billingPlan: 'Annual', unitPrice: annual });
    judge.add({ ...row, billingPlan: 'Monthly', unitPrice: monthly });
  });
  return judge.judge();
}
const times = (count: number, pair: readonly [string, string]) => Array.from({ length: count }, () => pair);

test.each([
  ['the whole term, with the surcharge', [['2520', '2646']], 'wholeTerm'],
  ['the whole term, without it', [['115.2', '115.2']], 'wholeTerm'],
  ['a month, with the surcharge', [['2520', '220.5']], 'perMonth'],
  ['a month, without it', [['1200', '100']], 'perMonth'],
] as const)('a monthly row may hold %s', (_what, pairs, basis) => {
  expect(judgeOf(pairs)).toEqual({ basis });
});

test('a sheet without such rows has nothing to be wrong about', () => {
  expect(judgeOf([])).toEqual({ basis: undefined });
  const judge = new BasisJudge();
  judge.add({ productId: 'P', skuId: '1', segment: '', tierFrom: null, term: 'P1M', billingPlan: 'Monthly', unitPrice: '12' });
  expect(judge.judge()).toEqual({ basis: undefined });
});

test('one product in ten may be priced its own way', () => {
  expect(judgeOf([...times(9, ['100', '105']), ['100', '70']])).toEqual({ basis: 'wholeTerm' });
});

test('a sheet that says both, or nothing that fits, is refused with its counts', () => {
  expect(judgeOf([...times(9, ['100', '105']), ['120', '10']])).toMatchObject({
    because: expect.stringContaining('1 that of a month') as string,
  });
  expect(judgeOf(times(3, ['100', '50']))).toMatchObject({ because: expect.stringContaining('3 neither') as string });
});

test('a price of nothing decides nothing', () => {
  expect(
    judgeOf([
      ['0', '0'],
      ['100', '105'],
    ]),
  ).toEqual({ basis: 'wholeTerm' });
});
