import { Decimal, printDecimal } from '../../../../../lib/decimal.ts';
import { type ChargeRule, isSeen, type SupplyState, statesIn } from '../charge.ts';
import type { Item } from '../item.ts';
import { tolerated } from './tolerated.ts';

/** A seat is charged at another cost than the distributor's own list had for the subscription at any moment of the period. */
export const chargedPrice: ChargeRule = (charge) => {
  const states = isSeen(charge.supply, charge) ? statesIn(charge.supply?.timeline, charge) : [];
  const off = charge.items.filter((item) => !item.isFlat && isOff(item, states));
  const [item] = off;
  const listed = states.at(-1)?.unit_cost;
  if (item === undefined || listed === undefined || listed === null) return undefined;
  const impact = off.reduce((sum, { cost, quantity }) => sum.plus(cost.minus(listed).times(quantity)), new Decimal(0));
  return {
    kind: 'price_mismatch_distributor',
    cause: 'not_the_listed_cost',
    certainty: 'likely',
    sentence: 'The invoice charges another cost of a seat than the distributor lists for the subscription.',
    impact,
    expected: printDecimal(new Decimal(listed)),
    actual: printDecimal(item.cost),
    isMoney: true,
  };
};

/** Costs of other currencies and periods are not comparable; where one of them is not known, nothing is said. */
const isOff = ({ cost, quantity, currency, frequency }: Item, states: readonly SupplyState[]): boolean =>
  states.length > 0 &&
  states.every(
    (state) =>
      state.unit_cost !== null &&
      state.currency === currency &&
      state.frequency === frequency &&
      cost.minus(state.unit_cost).times(quantity).abs().gt(tolerated(quantity)),
  );
