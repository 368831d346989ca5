import { because, type CauseRule } from '../cause-rule.ts';
import type { QuantityFacts } from './facts.ts';

/** The PSA has the distributor's number: its lines are filled from there, and the distributor is behind. */
export const asTheDistributor: CauseRule<QuantityFacts> = {
  name: 'the PSA follows the distributor, who counts otherwise',
  source: 'distributors reference 9.13: the distributor shows changes later; features.md R2',
  explain: ({ counted, bought, supplied }) =>
    supplied === undefined || supplied !== counted
      ? undefined
      : because(
          'distributor_behind',
          'possible',
          `The distributor counts ${supplied} as well, not the ${bought} that Microsoft has: the PSA may follow the distributor.`,
        ),
};
