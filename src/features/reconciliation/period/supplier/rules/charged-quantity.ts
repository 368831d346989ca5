import { Decimal, printDecimal, sumDecimals } from '../../../../../lib/decimal.ts';
import { seatsText } from '../../../sides.ts';
import { type Charge, type ChargeRule, type Fault, isAliveThere, isSeen, statesIn } from '../charge.ts';
import { type Item, identityOf } from '../item.ts';

/** Charged for a number of seats that the subscription had at no moment of the period. */
export const chargedQuantity: ChargeRule = (charge) => {
  const { items } = charge;
  const known = knownSeats(charge);
  const expected = known.at(-1);
  const charged = quantityOf(items);
  if (expected === undefined || items.some(({ isFlat }) => isFlat) || isExplained(charge, charged, known)) return undefined;
  const once = quantityOf([...new Map(items.map((item) => [identityOf(item), item])).values()]);
  const isRepeated = !once.eq(charged) && isAmong(known, once);
  const right = isRepeated ? once : new Decimal(expected);
  return {
    kind: 'quantity_mismatch_distributor',
    ...(isRepeated ? repeated(items.length) : unexplained(charged, right)),
    impact: charged.minus(right).times(items[0]?.cost ?? 0),
    expected: printDecimal(right),
    actual: printDecimal(charged),
    isMoney: false,
  };
};

type Words = Pick<Fault, 'cause' | 'certainty' | 'sentence'>;
const repeated = (times: number): Words => ({
  cause: 'line_repeated',
  certainty: 'likely',
  sentence: `The invoice charges the same ${times} times.`,
});
const unexplained = (charged: Decimal, right: Decimal): Words => ({
  cause: 'unknown',
  certainty: 'unknown',
  sentence: `The invoice charges ${seatsText(charged)}; it was ${seatsText(right)} in that period.`,
});

/** By Microsoft, else by the distributor; none where nobody looked in that period and no log tells what happened in it. */
function knownSeats(charge: Charge): number[] {
  const { bought, supply } = charge;
  const side = bought ?? supply;
  if (!isSeen(side, charge) && bought?.told === undefined) return [];
  return [...(bought?.told ?? []), ...statesIn(side?.timeline, charge).map(({ seats }) => seats)];
}

const isAmong = (known: readonly number[], quantity: Decimal): boolean => known.some((seats) => quantity.eq(seats));

function isExplained(charge: Charge, charged: Decimal, known: readonly number[]): boolean {
  const changed = quantityOf(charge.besides.filter(({ type }) => type === 'prorate'));
  return isAmong(known, charged) || isAmong(known, charged.plus(changed)) || isInBooks(charge, charged);
}

/** The invoice is right by the distributor's own books, and those differ from Microsoft's still: the comparison of the books finds that. */
function isInBooks({ supply, bought }: Charge, charged: Decimal): boolean {
  if (supply === undefined || bought === undefined || !isAliveThere(supply)) return false;
  const there = supply.timeline.at(-1)?.was.seats;
  return there !== undefined && charged.eq(there) && there !== bought.timeline.at(-1)?.was.seats;
}

const quantityOf = (items: readonly Item[]): Decimal => sumDecimals(items.map(({ quantity }) => quantity));
