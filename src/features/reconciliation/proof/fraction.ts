import { parseExact } from '../files/exact.ts';

/** An exact number: `over / under`, `under` above zero. Prices of a part of a cycle have endless decimals; nothing is cut before a rule says so. */
export type Fraction = { readonly over: bigint; readonly under: bigint };

export const one: Fraction = { over: 1n, under: 1n };

/** Decimal text as a fraction; undefined when it is no number. */
export function fractionOf(text: string): Fraction | undefined {
  const exact = parseExact(text);
  return exact === undefined ? undefined : { over: exact.units, under: 10n ** BigInt(exact.scale) };
}

export const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });
export const isSame = (a: Fraction, b: Fraction): boolean => a.over * b.under === b.over * a.under;
export const isZero = (value: Fraction): boolean => value.over === 0n;
export const magnitude = (value: Fraction): Fraction => (value.over < 0n ? { over: -value.over, under: value.under } : value);

/** ROUNDDOWN: whole units of 10^-places, cut towards zero, for credits too. */
export const cutTo = ({ over, under }: Fraction, places: number): bigint => (over * 10n ** BigInt(places)) / under;

/** Whole units of 10^-places, half away from zero. */
export function halfUpTo({ over, under }: Fraction, places: number): bigint {
  const scaled = 2n * over * 10n ** BigInt(places);
  return (scaled + (over < 0n ? -under : under)) / (2n * under);
}

/** So many units of 10^-places. */
export const unitsOf = (units: bigint, places: number): Fraction => ({ over: units, under: 10n ** BigInt(places) });

/** Decimal text, cut after so many places, without trailing zeros. */
export function textOf(value: Fraction, places: number): string {
  const units = cutTo(value, places);
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - places);
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
