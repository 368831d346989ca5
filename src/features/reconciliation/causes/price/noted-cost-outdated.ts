import { moneyText } from '../../../../model/money.ts';
import { because, type CauseRule } from '../cause-rule.ts';
import { byWhom, dayOf, lastOf } from '../history.ts';
import type { CostFacts } from './facts.ts';

/** The line itself was changed away from the distributor's cost, or the catalogue agrees with the distributor and only the line does not. */
export const notedCostOutdated: CauseRule<CostFacts> = {
  name: 'the line notes another cost',
  source: "psa reference 8.4 row 9: cost is the distributor's word, the line only notes it",
  explain: ({ cost, noted, currency, listed, isNamed, lineHistory }) => {
    const text = `The PSA line counts with ${moneyText(noted.toDecimalPlaces(4), currency)} a seat and month, the distributor charges ${moneyText(cost.toDecimalPlaces(4), currency)}`;
    const change = lastOf(lineHistory, 'unitCost');
    if (change?.before !== undefined && cost.eq(change.before))
      return because(
        'noted_cost_outdated',
        isNamed ? 'certain' : 'likely',
        `${text}: the line was changed on ${dayOf(change.at)}${byWhom(change)}.`,
      );
    return listed?.eq(cost) === true && !listed.eq(noted)
      ? because('noted_cost_outdated', 'likely', `${text}, and so does the catalogue.`)
      : undefined;
  },
};
