import { moneyText } from '../../../../model/money.ts';
import { because, type CauseRule } from '../cause-rule.ts';
import { changesOf } from '../history.ts';
import type { CostFacts } from './facts.ts';

/** The line notes what the catalogue notes, and never noted another cost: it is the distributor who asks something else. */
export const distributorCostChanged: CauseRule<CostFacts> = {
  name: 'the distributor asks another cost',
  source: 'psa reference 8.1 "cost drift"; 8.4 row 9: cost is the distributor\'s word',
  explain: ({ cost, noted, currency, listed, lineHistory }) => {
    if (changesOf(lineHistory, 'unitCost').some(({ before }) => before !== undefined && cost.eq(before))) return undefined;
    if (listed?.eq(cost) === true) return undefined;
    return because(
      'distributor_cost_changed',
      'likely',
      `The distributor charges ${moneyText(cost.toDecimalPlaces(4), currency)} a seat and month; the PSA counts with ${moneyText(noted.toDecimalPlaces(4), currency)}.`,
    );
  },
};
