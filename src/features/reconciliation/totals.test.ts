import { expect, test } from 'vitest';
import { facetOf, readFacet } from './totals.ts';

test.each([
  ['quantity_mismatch_distributor', false, 'quantity_mismatch_distributor:cost'],
  ['quantity_mismatch_distributor', true, 'quantity_mismatch_distributor:once:cost'],
  ['orphan_line', true, 'orphan_line:cost'],
])('money of %s on an invoice (%s) is summed apart from money a month', (name, isOnce, facet) => {
  expect(facetOf({ name, isCost: true, isOnce })).toBe(facet);
  expect(readFacet(facet)).toEqual({ name, isCost: true, isOnce });
});
