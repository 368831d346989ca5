import { expect, test } from 'vitest';
import { listAccess } from './access.ts';

test.each<[string, boolean]>([
  ['2028-11', true],
  ['9999-12', false],
  ['0000-01', false],
  ['2028-13', false],
])('access that ends in %s can be asked for: %s; a month whose end no clock tells is refused', (endsIn, isGood) => {
  expect(listAccess.query?.safeParse({ endsIn }).success).toBe(isGood);
});
