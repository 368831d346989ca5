import { expect, test } from 'vitest';
import { Meters } from './meters.ts';

test('a meter is the same on invoice and usage when a spreadsheet cut the zeros of its SKU id in one of them', () => {
  const meters = new Meters();

  expect(meters.number('DZH318Z0BQ35', '1')).toBe(meters.number('DZH318Z0BQ35', '0001'));
  expect(meters.number('DZH318Z0BQ35', "'0001")).toBe(meters.number('DZH318Z0BQ35', '0001'));
  expect(meters.number('DZH318Z0BQ35', '0010')).not.toBe(meters.number('DZH318Z0BQ35', '0001'));
});
