import { centsText, decimalText } from '../files/exact.ts';
import { taxCents } from '../files/line-money.ts';
import { aboutLine } from './about-line.ts';
import { type AsGiven, type EffectivePrice, effectivePrice } from './effective-price.ts';
import { isSame, isZero, textOf } from './fraction.ts';
import type { Line } from './line.ts';
import type { Misfit } from './misfit.ts';
import { partsOf, partWords } from './parts.ts';
import { type Product, type RuleSet, usageCents, usageWords } from './rule-sets.ts';

/** What lines leave unproved, and why: a formula needs something that the file does not hold. */
export type NotRecomputed = AsGiven | 'credit' | 'tax-rate-unknown';

/** Tax rates in millionths by country of the customer. */
export type TaxRates = ReadonlyMap<string, number>;

/** One line, computed as far as it does not depend on the rule set. */
export type Computed = {
  readonly line: Line;
  readonly effective: EffectivePrice;
  /** Undefined for credits: their amount has no formula. */
  readonly product: Product | undefined;
  /** Cents, where all rule sets give the same; most lines. */
  readonly plain: bigint | undefined;
};

const seatChanges: ReadonlySet<string> = new Set(['addquantity', 'removequantity', 'movequantity']);
const isCredit = (line: Line): boolean => line.chargeType === 'customercredit';
const noParts = [{ of: 1, in: 1, unit: 'months' }] as const;

export function compute(line: Line): Computed {
  if (isCredit(line)) return { line, effective: proved(line), product: undefined, plain: undefined };
  const effective = priceOf(line);
  const base = { printed: line.effective, quantity: line.quantity, rate: line.rate, isSeatChange: seatChanges.has(line.chargeType) };
  const isProved = effective.state === 'proved';
  const product: Product = {
    ...base,
    exact: isProved ? effective.exact : line.effective,
    ...(isProved && effective.prorated !== undefined ? { prorated: effective.prorated } : {}),
  };
  return { line, effective, product, plain: line.isUsage ? usageCents(product) : plainCents(product) };
}

const proved = (line: Line): EffectivePrice => ({ state: 'proved', exact: line.effective, prorated: undefined });

const priceOf = (line: Line): EffectivePrice =>
  isZero(line.unit) && isZero(line.effective) ? proved(line) : effectivePrice({ ...line, parts: partsIn(line) });

function partsIn(line: Line): ReturnType<typeof partsOf> {
  const { first, last } = line;
  if (line.isUsage || last === undefined) return noParts;
  return first === undefined ? [] : partsOf({ ...line, first, last });
}

/** A whole-cent price times whole seats is the same however it is cut. */
function plainCents({ printed, exact, prorated, rate, quantity }: Product): bigint | undefined {
  const over = printed.over * rate.over * 100n;
  const under = printed.under * rate.under;
  if (prorated !== undefined || over % under !== 0n || quantity.over % quantity.under !== 0n || !isSame(printed, exact)) return undefined;
  return (over / under) * (quantity.over / quantity.under);
}

/** What is not recomputed on this line. */
export function notRecomputed({ line, effective }: Computed, rates: TaxRates | undefined): readonly NotRecomputed[] {
  const reasons: NotRecomputed[] = [];
  if (isCredit(line)) reasons.push('credit');
  if (effective.state === 'asGiven') reasons.push(effective.reason);
  if (rates?.get(line.country) === undefined && line.subtotal !== 0) reasons.push('tax-rate-unknown');
  return reasons;
}

/** Whether Subtotal is what this rule set gives. */
export const fits = ({ line, product, plain }: Computed, set: RuleSet): boolean =>
  product === undefined || Number(plain ?? set.cents(product)) === line.subtotal;

/** Every column of the line that does not fit. */
export function misfitsOf(computed: Computed, set: RuleSet, rates: TaxRates | undefined): readonly Misfit[] {
  return [...offPrice(computed), ...offSubtotal(computed, set), ...offTax(computed.line, rates), ...offTotal(computed.line)];
}

function offPrice({ line, effective }: Computed): readonly Misfit[] {
  if (effective.state !== 'misfit') return [];
  const unit = textOf(line.unit, 15);
  const formula = line.isUsage
    ? `UnitPrice ${unit}${line.adjustments === '' ? '' : ' less its adjustment'}`
    : `UnitPrice ${unit} for ${partWords(effective.part)}`;
  const negative = line.effective.over < 0n ? '-' : '';
  const expected = `${negative}${textOf(effective.expected, Math.max(6, line.places))}`;
  return [{ ...aboutLine(line), column: 'EffectiveUnitPrice', expected, given: textOf(line.effective, line.places), formula }];
}

const money = (
  line: Line,
  column: 'Subtotal' | 'TaxTotal' | 'Total',
  cents: { expected: number; given: number },
  formula: string,
): Misfit => ({
  ...aboutLine(line),
  column,
  expected: centsText(cents.expected),
  given: centsText(cents.given),
  differenceCents: cents.given - cents.expected,
  formula,
});

function offSubtotal(computed: Computed, set: RuleSet): readonly Misfit[] {
  const { line, product, plain } = computed;
  if (product === undefined || fits(computed, set)) return [];
  const expected = Number(plain ?? set.cents(product));
  const numbers = `price ${textOf(product.printed, 18)}, rate ${textOf(product.rate, 18)}, quantity ${textOf(product.quantity, 18)}`;
  const formula = `${line.isUsage ? usageWords : set.words}: ${numbers}`;
  return [money(line, 'Subtotal', { expected, given: line.subtotal }, formula)];
}

function offTax(line: Line, rates: TaxRates | undefined): readonly Misfit[] {
  const ppm = rates?.get(line.country);
  if (ppm === undefined) return [];
  const expected = taxCents(line.subtotal, ppm);
  if (expected === line.tax) return [];
  const formula = `Subtotal ${centsText(line.subtotal)} x ${decimalText(ppm, 4)} % of ${line.country}, half up to the cent`;
  return [money(line, 'TaxTotal', { expected, given: line.tax }, formula)];
}

function offTotal(line: Line): readonly Misfit[] {
  const expected = line.subtotal + line.tax;
  if (expected === line.total) return [];
  const formula = `Subtotal ${centsText(line.subtotal)} + TaxTotal ${centsText(line.tax)}`;
  return [money(line, 'Total', { expected, given: line.total }, formula)];
}
