import { cutTo, type Fraction, fractionOf, halfUpTo, isSame, isZero, magnitude, one, times, unitsOf } from './fraction.ts';
import { isWhole } from './parts.ts';
import type { Part, Product } from './rule-sets.ts';

/** What EffectiveUnitPrice is held against. */
export type PricedLine = {
  /** UnitPrice and EffectiveUnitPrice as printed, and how many decimals the latter has. */
  readonly unit: Fraction;
  readonly effective: Fraction;
  readonly places: number;
  /** PriceAdjustmentDescription as the file has it: JSON list text. */
  readonly adjustments: string;
  readonly parts: readonly Part[];
  readonly isTrial: boolean;
};

/** Why an effective price is taken as given: the line alone does not tell what it should be. */
export type AsGiven = 'discount-without-percentage' | 'dates-unknown';

export type EffectivePrice =
  | { readonly state: 'proved'; readonly exact: Fraction; readonly prorated: Product['prorated'] }
  | { readonly state: 'asGiven'; readonly reason: AsGiven }
  | { readonly state: 'misfit'; readonly expected: Fraction; readonly part: Part };

/** Files print at least cents; what has fewer decimals lost its zeros. */
const fewestPlaces = 2;

/** Whether a number was printed from an exact one by cutting or rounding its decimals: both occur in the published examples. */
export function isPrintOf(printed: Fraction, exact: Fraction, decimals: number): boolean {
  const places = Math.max(fewestPlaces, decimals);
  return isSame(unitsOf(cutTo(exact, places), places), printed) || isSame(unitsOf(halfUpTo(exact, places), places), printed);
}

/**
 * EffectiveUnitPrice = unit price after discounts / cycle days x billing days ("Invoice reconciliation file"). The sign is the
 * quantity's or the price's, so only sizes compare.
 */
export function effectivePrice({ unit, effective, places, adjustments, parts, isTrial }: PricedLine): EffectivePrice {
  const printed = magnitude(effective);
  if (isTrial && isZero(printed)) return { state: 'proved', exact: effective, prorated: undefined };
  const factor = discountFactor(adjustments);
  const price = times(magnitude(unit), factor ?? one);
  for (const part of parts) {
    const exact = times(price, { over: BigInt(part.of), under: BigInt(part.in) });
    if (!isPrintOf(printed, exact, places)) continue;
    const signed = effective.over < 0n ? { over: -exact.over, under: exact.under } : exact;
    return { state: 'proved', exact: signed, prorated: isWhole(part) ? undefined : { price, part } };
  }
  if (hasReduction(adjustments) && factor === undefined) return { state: 'asGiven', reason: 'discount-without-percentage' };
  const [part] = parts;
  if (part === undefined) return { state: 'asGiven', reason: 'dates-unknown' };
  return { state: 'misfit', expected: times(price, { over: BigInt(part.of), under: BigInt(part.in) }), part };
}

const percentage = /(\d+(?:\.\d+)?)\s*%/g;

/** The same few texts stand on all lines. */
const factors = new Map<string, Fraction | undefined>();

function discountFactor(adjustments: string): Fraction | undefined {
  if (adjustments === '') return undefined;
  if (!factors.has(adjustments)) {
    if (factors.size > 1000) factors.clear();
    factors.set(adjustments, readFactor(adjustments));
  }
  return factors.get(adjustments);
}

/** One percentage in the text, as in `["15.0% Partner earned credit for services managed"]`; several are not published. */
function readFactor(adjustments: string): Fraction | undefined {
  const found = [...adjustments.matchAll(percentage)];
  const percent = found.length === 1 ? fractionOf(found[0]?.[1] ?? '') : undefined;
  if (percent === undefined || percent.over > 100n * percent.under) return undefined;
  return { over: 100n * percent.under - percent.over, under: 100n * percent.under };
}

/** Texts that every line carries say nothing; these change the price. */
const hasReduction = (adjustments: string): boolean => /discount|credit|promotion|extended service term|override/i.test(adjustments);
