import { Decimal } from 'decimal.js';

Decimal.set({ precision: 40, toExpNeg: -40, toExpPos: 40 });

export { Decimal };

/** Decimal text as remotes and our API write it: sign, digits, one point; an exponent is accepted from remotes. */
const decimalText = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;

/** Parses exact decimal text; undefined when it is not a finite decimal number. */
export function parseDecimal(text: string): Decimal | undefined {
  const trimmed = text.trim();
  return decimalText.test(trimmed) ? new Decimal(trimmed) : undefined;
}

/** Plain decimal text without exponent and without trailing zeros: `1.10` and `1.1` both print `1.1`. */
export const printDecimal = (value: Decimal): string => (value.isZero() ? '0' : value.toFixed());

export const sumDecimals = (values: Iterable<Decimal>): Decimal => {
  let total = new Decimal(0);
  for (const value of values) total = total.plus(value);
  return total;
};
