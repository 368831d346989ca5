import type { ChargeRule } from '../charge.ts';
import { chargedAfterEnd } from './charged-after-end.ts';
import { chargedListPrice } from './charged-list-price.ts';
import { chargedPrice } from './charged-price.ts';
import { chargedQuantity } from './charged-quantity.ts';
import { chargedTerm } from './charged-term.ts';

/** The first of these that finds something leaves nothing else to say. */
export const exclusiveRules: readonly ChargeRule[] = [chargedAfterEnd, chargedTerm];
/** Quantity and price are two faults. A price that the distributor's own books contradict is one, whatever its list says. */
export const lineRules: readonly ChargeRule[] = [chargedQuantity, (charge) => chargedPrice(charge) ?? chargedListPrice(charge)];
