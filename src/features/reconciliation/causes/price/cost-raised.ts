import { moneyText } from '../../../../model/money.ts';
import { because, type CauseRule } from '../cause-rule.ts';
import { changesOf } from '../history.ts';
import type { BelowCostFacts } from './facts.ts';

/** The line is sold at what it notes or lists to be enough; the cost went above it. */
export const costRaised: CauseRule<BelowCostFacts> = {
  name: 'the cost rose above the price',
  source: 'psa reference 8.1 "cost drift"; features.md N2 "price lock against new sheet"',
  explain: ({ sale, cost, currency, noted, list, lineHistory }) => {
    if (changesOf(lineHistory, 'unitPrice').length > 0) return undefined;
    const coveredOnce = noted !== undefined && noted.lt(cost) && sale.gte(noted) && (list === undefined || sale.gte(list));
    return coveredOnce
      ? because(
          'cost_raised',
          'likely',
          `A seat is sold for ${moneyText(sale.toDecimalPlaces(4), currency)} a month, which covered its cost of ${moneyText(noted.toDecimalPlaces(4), currency)}; now it costs ${moneyText(cost.toDecimalPlaces(4), currency)}.`,
        )
      : undefined;
  },
};
