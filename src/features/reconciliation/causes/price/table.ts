import type { CauseRule } from '../cause-rule.ts';
import { costRaised } from './cost-raised.ts';
import { distributorCostChanged } from './distributor-cost-changed.ts';
import type { BelowCostFacts, CostFacts } from './facts.ts';
import { notedCostOutdated } from './noted-cost-outdated.ts';
import { priceLowered } from './price-lowered.ts';

/** Why a line is sold below its cost. */
export const belowCostCauses: readonly CauseRule<BelowCostFacts>[] = [priceLowered, costRaised];

/** Why the distributor's cost is not the noted one. */
export const costCauses: readonly CauseRule<CostFacts>[] = [notedCostOutdated, distributorCostChanged];
