import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal, printDecimal } from '../../../lib/decimal.ts';
import { ExactSum } from './exact-sum.ts';

test('whole cents add up exactly, however many and however large', () => {
  const cents = fc.array(fc.oneof(fc.integer({ min: -10_000, max: 10_000 }), fc.maxSafeInteger()), { maxLength: 200 });
  fc.assert(
    fc.property(cents, (all) => {
      const sum = new ExactSum();
      for (const each of all) sum.addCents(each);
      expect(sum.text).toBe(printDecimal(all.reduce((total, each) => total.plus(new Decimal(each).div(100)), new Decimal(0))));
    }),
  );
});
