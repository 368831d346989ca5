import type { Decimal } from '../../../../lib/decimal.ts';
import { moneyText } from '../../../../model/money.ts';
import { because, type CauseRule } from '../cause-rule.ts';
import { type BookChange, byWhom, dayOf, lastOf } from '../history.ts';
import type { BelowCostFacts } from './facts.ts';

/** The catalogue's price covers the cost, and the line is below it. Certain when the line's own history shows that its price was lowered below the cost. */
export const priceLowered: CauseRule<BelowCostFacts> = {
  name: 'a discount was typed in',
  source: 'psa reference 8.1 "margin"; sandbox/scenario/sample.yaml "A discount was typed in at the PSA"',
  explain: (facts) => {
    const { sale, cost, currency, list, isOwnCost } = facts;
    const text = `A seat costs ${short(cost, currency)} a month and is sold for ${short(sale, currency)}`;
    const change = loweringOf(facts);
    if (change !== undefined)
      return because(
        'price_lowered',
        isOwnCost ? 'certain' : 'likely',
        `${text}: the price was lowered on ${dayOf(change.at)}${byWhom(change)}.`,
        [
          {
            label: 'Price of the line changed',
            value: `${change.before ?? '?'} to ${short(sale, currency)}`,
            source: 'psa',
            readAt: change.at,
          },
        ],
      );
    const isCoveredByList = list !== undefined && sale.lt(list) && list.gte(cost);
    return isCoveredByList ? because('price_lowered', 'likely', `${text}; the catalogue asks ${short(list, currency)}.`) : undefined;
  },
};

/** The line's last price covered the cost; the present one does not. */
function loweringOf({ sale, cost, lineHistory }: BelowCostFacts): BookChange | undefined {
  const change = lastOf(lineHistory, 'unitPrice');
  if (change?.before === undefined || change.after === undefined) return undefined;
  return cost.lte(change.before) && sale.eq(change.after) ? change : undefined;
}

const short = (amount: Decimal, currency: string): string => moneyText(amount.toDecimalPlaces(4), currency);
