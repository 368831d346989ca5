import type { DifferenceKind, Finding } from '../../../model/difference.ts';
import type { BusinessSettings } from '../../settings/index.ts';
import type { OfTenant } from './of-tenant.ts';
import { psaKinds } from './proven.ts';
import type { PeriodProof } from './settle-period.ts';
import { supplierKinds } from './supplier/judge-items.ts';

type Side = readonly [side: keyof BusinessSettings['compared'], kinds: readonly DifferenceKind[], sentence: string];

const sides: readonly Side[] = [
  ['psa', psaKinds, 'The PSA is left out of comparisons (Settings): nothing is reported of it.'],
  ['distributor', supplierKinds, 'Distributors are left out of comparisons (Settings): nothing is reported of their invoices.'],
];

type Found = { readonly found: readonly OfTenant[]; readonly proof: PeriodProof };

/**
 * Takes what is found of books that the settings leave out (S74), as the continuous comparison does: nothing of them is reported, and what was
 * reported before is gone. As evidence they are used on: whoever buys at a distributor is charged nothing by Microsoft, whatever is compared. Pure.
 */
export function withoutLeftOut({ found, proof }: Found, compared: BusinessSettings['compared']): Found {
  const leftOut = sides.filter(([side]) => !compared[side]);
  const silent = new Set<Finding['kind']>(leftOut.flatMap(([, kinds]) => kinds));
  return {
    found: found.filter(({ finding }) => !silent.has(finding.kind)),
    proof: {
      unproven: proof.unproven.filter((kind) => !silent.has(kind)),
      leftOut: [...proof.leftOut, ...leftOut.map(([, , sentence]) => sentence)],
    },
  };
}
