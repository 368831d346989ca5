import { z } from 'zod';
import { Decimal, parseDecimal } from '../lib/decimal.ts';

/** What a line charges, by the columns that tell it ("Invoice reconciliation file", Partner Center). */
export const ProductFamily = z.enum(['seats', 'usage', 'commitment', 'thirdParty', 'perpetual', 'other']);
export type ProductFamily = z.infer<typeof ProductFamily>;

const amount = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/);

/** How far an amount may be off for a currency and a family, either of which may be left open. */
export const ToleranceRule = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  family: ProductFamily.optional(),
  /** In money, and in per cent of what was expected: the greater of both counts. */
  absolute: amount,
  percent: amount,
  /** Besides, for each seat or unit of the line: rounding by another policy grows with the quantity. */
  perUnit: amount,
});
export type ToleranceRule = z.infer<typeof ToleranceRule>;

/**
 * The business tolerance of one import (S32, R4). It decides what needs a person, never an amount, and has nothing to do with
 * the rounding proof. It is stored with each result, so changing it later rewrites no history.
 */
export const Tolerance = z
  .strictObject({ rules: z.array(ToleranceRule).max(100) })
  .meta({ id: 'Tolerance', description: 'How far amounts may be off before a person has to look; the most specific rule counts' });
export type Tolerance = z.infer<typeof Tolerance>;

/** A cent, and a cent for each seat: so far two published rounding policies may lie apart (reliability-security.md 8.2). */
export const defaultTolerance: Tolerance = { rules: [{ absolute: '0.01', percent: '0', perUnit: '0.01' }] };

export type Deviation = {
  readonly currency: string;
  readonly family: ProductFamily | undefined;
  readonly expected: Decimal;
  readonly given: Decimal;
  /** Seats or units; 0 where amounts are sums. */
  readonly quantity: Decimal;
};

const specificity = (rule: ToleranceRule): number => (rule.family === undefined ? 0 : 2) + (rule.currency === undefined ? 0 : 1);

/** The rule that counts: of those that apply the most specific, the family before the currency, the later of equals. */
export function toleranceRuleFor(tolerance: Tolerance, currency: string, family: ProductFamily | undefined): ToleranceRule | undefined {
  const applying = tolerance.rules.filter(
    (rule) => (rule.currency ?? currency) === currency && (rule.family === undefined || rule.family === family),
  );
  return applying.reduce<ToleranceRule | undefined>(
    (best, rule) => (best === undefined || specificity(rule) >= specificity(best) ? rule : best),
    undefined,
  );
}

const decimal = (text: string): Decimal => parseDecimal(text) ?? new Decimal(0);

/** Whether a deviation is small enough to go on without a person. Without a rule only no deviation is. */
export function isWithin(tolerance: Tolerance, { currency, family, expected, given, quantity }: Deviation): boolean {
  const off = given.minus(expected).abs();
  const rule = toleranceRuleFor(tolerance, currency, family);
  if (rule === undefined) return off.isZero();
  const relative = expected.abs().times(decimal(rule.percent)).div(100);
  return off.lte(Decimal.max(decimal(rule.absolute), relative).plus(decimal(rule.perUnit).times(quantity.abs())));
}

const written = /^(?:([A-Za-z]{3}))?(?:\/([A-Za-z]+))?=(.+)$/;

/** `EUR=0.50`, `/usage=0.1%`, `EUR/seats=0.01+0.01/unit`, `=1`: a rule as people write it; undefined when it is none. */
export function parseToleranceRule(text: string): ToleranceRule | undefined {
  const match = written.exec(text.trim());
  if (match === null) return undefined;
  const [, currency, family, amounts = ''] = match;
  const rule: Record<string, string> = { absolute: '0', percent: '0', perUnit: '0' };
  for (const part of amounts.split('+').map((one) => one.trim())) {
    if (part.endsWith('%')) rule['percent'] = part.slice(0, -1);
    else if (part.endsWith('/unit')) rule['perUnit'] = part.slice(0, -5);
    else rule['absolute'] = part;
  }
  const whole = {
    ...rule,
    ...(currency === undefined ? {} : { currency: currency.toUpperCase() }),
    ...(family === undefined ? {} : { family: ProductFamily.options.find((one) => one.toLowerCase() === family.toLowerCase()) ?? family }),
  };
  return ToleranceRule.safeParse(whole).data;
}
