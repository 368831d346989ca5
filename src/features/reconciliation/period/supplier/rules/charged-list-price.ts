import { Decimal, printDecimal, sumDecimals } from '../../../../../lib/decimal.ts';
import { addMonths, type Day, isoDay, parseDay } from '../../../files/days.ts';
import { type ChargeRule, isSeen, type SupplyState, statesIn } from '../charge.ts';
import { listedCosts } from '../list-price.ts';
import { tolerated } from './tolerated.ts';

/**
 * A seat costs more than the distributor's price list had at any moment since the term began (distributors reference 9.8: the cost is that of the
 * commitment's start). Less is no fault: no list tells of promotions and of prices that were agreed. Without a commitment nothing says which day's
 * price holds. The list that we read is the partner's; whether a company has one of its own is not published, so this is possible and no more.
 */
export const chargedListPrice: ChargeRule = (charge) => {
  const { supply, items, start } = charge;
  const [item] = items;
  if (supply === undefined || item === undefined || supply.isNotedOtherwise || !isSeen(supply, charge)) return undefined;
  const states = statesIn(supply.timeline, charge);
  const began = beganOn(states, start);
  const [state] = states;
  if (began === undefined || state === undefined || states.some(({ term }) => term !== state.term)) return undefined;
  const wanted = {
    term: state.term,
    frequency: item.frequency,
    quantity: sumDecimals(items.map(({ quantity }) => quantity)).toNumber(),
    currency: item.currency,
  };
  const listed = listedCosts(supply.prices, wanted, began * dayMs, Math.max(charge.toMs, start * dayMs));
  const [expected] = listed ?? [];
  if (listed === undefined || expected === undefined) return undefined;
  const highest = Decimal.max(...listed);
  const off = items.filter(({ isFlat, cost, quantity }) => !isFlat && cost.minus(highest).times(quantity).gt(tolerated(quantity)));
  const [first] = off;
  if (first === undefined) return undefined;
  return {
    kind: 'price_mismatch_distributor',
    cause: 'not_the_listed_cost',
    certainty: 'possible',
    sentence: `The invoice charges more for a seat than the price list of the distributor had at any time since the term began (${isoDay(began)}).`,
    impact: sumDecimals(off.map(({ cost, quantity }) => cost.minus(expected).times(quantity))),
    expected: printDecimal(new Decimal(expected)),
    actual: printDecimal(first.cost),
    isMoney: true,
  };
};

const dayMs = 86_400_000;
const months: Readonly<Record<string, number>> = { P1M: 1, P1Y: 12, P2Y: 24, P3Y: 36 };

/** The earliest day on which a term began that the charged period belongs to; undefined where the end of one is not known. */
function beganOn(states: readonly SupplyState[], start: Day): Day | undefined {
  const days = states.map(({ term, ends_on }): Day | undefined => {
    const [length, end] = [months[term], ends_on === null ? undefined : parseDay(ends_on)];
    return length === undefined || end === undefined ? undefined : addMonths(end, -length);
  });
  return days.length === 0 || days.includes(undefined) ? undefined : Math.min(start, ...days.filter((day) => day !== undefined));
}
