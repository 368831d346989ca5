import { Decimal } from '../../../../../lib/decimal.ts';
import { type ChargeRule, isSeen, statesIn } from '../charge.ts';

/** Charged by another period than the distributor itself has for the subscription. */
export const chargedTerm: ChargeRule = (charge) => {
  const [item] = charge.items;
  if (!isSeen(charge.supply, charge)) return undefined;
  const known = statesIn(charge.supply?.timeline, charge).map(({ frequency }) => frequency);
  if (item?.frequency === undefined || known.length === 0 || known.includes(item.frequency) || known.includes('none')) return undefined;
  const expected = known.at(-1) ?? '';
  return {
    kind: 'wrong_term_distributor',
    cause: 'service_of_other_term',
    certainty: 'likely',
    sentence: `The invoice charges it ${item.frequency}, the distributor has it ${expected}.`,
    impact: new Decimal(0),
    expected,
    actual: item.frequency,
    isMoney: false,
  };
};
