import { sumDecimals } from '../../../../../lib/decimal.ts';
import { type Charge, type ChargeRule, type Fault, hadEnded, isAliveThere, wasGoneThere } from '../charge.ts';

/** Charged for a period that began after the end, or for a subscription that nobody lists. What is still alive there is found in the books. */
export const chargedAfterEnd: ChargeRule = (charge) => {
  const { supply, bought, start } = charge;
  if (supply === undefined) return charge.isSupplyComplete ? fault(charge, 'unknown_subscription', unlisted) : undefined;
  if (isAliveThere(supply)) return undefined;
  if (wasGoneThere(supply, start))
    return fault(charge, 'charged_after_end', 'It had ended at the distributor before the charged period began.');
  if (bought !== undefined && hadEnded(bought.timeline, start))
    return fault(charge, 'charged_after_end', 'It had ended at Microsoft before the charged period began.');
  return undefined;
};

const unlisted = 'The invoice charges a subscription that the distributor does not list.';

/** What was given back on the same invoices is not lost. */
function fault({ items, besides }: Charge, cause: Fault['cause'], sentence: string): Fault | undefined {
  const credits = besides.filter(({ costTotal }) => costTotal.isNegative());
  const impact = sumDecimals([...items, ...credits].map(({ costTotal }) => costTotal));
  if (impact.lte(0)) return undefined;
  return {
    kind: 'cancelled_still_billed_distributor',
    cause,
    certainty: 'likely',
    sentence,
    impact,
    expected: 'no charge',
    actual: sumDecimals(items.map(({ costTotal }) => costTotal)).toFixed(),
    isMoney: true,
  };
}
