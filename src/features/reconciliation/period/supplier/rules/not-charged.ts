import { Decimal } from '../../../../../lib/decimal.ts';
import type { Day } from '../../../files/days.ts';
import { type Bought, type Fault, hadEnded, type Supply, statesIn } from '../charge.ts';

export type Uncharged = { readonly supply: Supply; readonly bought: Bought | undefined; readonly start: Day; readonly toMs: number };

/**
 * Alive all month on both sides and billed by the month, and no item of any kind: it will be charged later, or the supplier forgets it. What
 * began inside the month is charged with the next invoice.
 */
export function notCharged({ supply, bought, start, toMs }: Uncharged): Fault | undefined {
  const states = statesIn(supply.timeline, { start, toMs });
  const state = states.at(-1);
  const isDue =
    supply.retiredMs === undefined &&
    supply.startsOn !== undefined &&
    supply.startsOn <= start &&
    states.every(({ status, frequency }) => status === 'active' && frequency === 'monthly') &&
    (bought === undefined || !isOver(bought, start, toMs));
  if (!isDue || state === undefined || state.unit_cost === null || new Decimal(state.unit_cost).lte(0) || state.seats === 0)
    return undefined;
  const cost = new Decimal(state.unit_cost).times(state.seats);
  return {
    kind: 'missing_in_distributor',
    cause: 'cycle_not_charged',
    certainty: 'likely',
    sentence: 'It is active at the distributor, and the invoices of the month have no item for it.',
    impact: cost.negated(),
    expected: cost.toFixed(),
    actual: 'no item',
    isMoney: true,
  };
}

const isOver = ({ timeline }: Bought, start: Day, toMs: number): boolean =>
  hadEnded(timeline, start) || statesIn(timeline, { start, toMs }).some(({ status }) => status !== 'active');
