import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../model/difference.ts';
import { withoutLeftOut } from './books-left-out.ts';

// Of a finding only its kind is looked at.
const finding = (kind: Finding['kind']) => ({ tenantId: 'tenant-1', finding: { kind } as Finding });
const kinds = ['rounding', 'credit_not_passed_on', 'quantity_mismatch_distributor', 'missing_charge'] as const;
const judged = {
  found: kinds.map(finding),
  proof: { unproven: ['commitment_unmatched', 'missing_in_distributor', 'tax_rounding'] as const, leftOut: ['No tax rates.'] },
};

describe('books that the settings leave out', () => {
  test.each([
    [{ distributor: true, psa: true }, [...kinds], [...judged.proof.unproven], []],
    [
      { distributor: true, psa: false },
      ['rounding', 'quantity_mismatch_distributor', 'missing_charge'],
      ['missing_in_distributor', 'tax_rounding'],
      ['The PSA is left out'],
    ],
    [
      { distributor: false, psa: true },
      ['rounding', 'credit_not_passed_on', 'missing_charge'],
      ['commitment_unmatched', 'tax_rounding'],
      ['Distributors are left out'],
    ],
    [
      { distributor: false, psa: false },
      ['rounding', 'missing_charge'],
      ['tax_rounding'],
      ['The PSA is left out', 'Distributors are left out'],
    ],
  ])('are not reported of, which is said: %o', (compared, found, unproven, said) => {
    const { found: left, proof } = withoutLeftOut(judged, compared);

    expect(left.map((each) => each.finding.kind)).toEqual(found);
    expect(proof.unproven).toEqual(unproven);
    expect(proof.leftOut).toEqual(['No tax rates.', ...said.map((words) => expect.stringContaining(words) as string)]);
  });
});
