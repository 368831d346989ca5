import { remembered } from './remembered.ts';

/**
 * Exact whole-number arithmetic. Prices and quantities are millionths ("micro"), money is cents; both are whole numbers that
 * are held as JavaScript numbers only while they are safe integers. A product that is not safe is computed as BigInt.
 */
const safe = Number.MAX_SAFE_INTEGER;

export const microPerUnit = 1_000_000;
export const microPerCent = 10_000;

/** `a * b / divisor`, cut towards zero as Microsoft's ROUNDDOWN does. */
export function mulDivDown(a: number, b: number, divisor: number): number {
  const product = a * b;
  if (product <= safe && product >= -safe) return Math.trunc(product / divisor) + 0;
  return Number((BigInt(a) * BigInt(b)) / BigInt(divisor));
}

/** `a * b / divisor`, half away from zero. */
export function mulDivHalfUp(a: number, b: number, divisor: number): number {
  const product = BigInt(a) * BigInt(b);
  const by = BigInt(divisor);
  const half = product < 0n ? -(by / 2n) : by / 2n;
  return Number((product + half) / by);
}

/** A whole number scaled down by a power of ten as plain decimal text, without trailing zeros: (1250, 3) is `1.25`. */
export function decimalText(value: number, scale: number): string {
  if (value < 0) return `-${decimalText(-value, scale)}`;
  const digits = String(value).padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  const whole = digits.slice(0, -scale);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

export const microText = (micro: number): string => decimalText(micro, 6);
/** Cents with both digits: 5 is `0.05`. */
export const centsText = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** Decimal text as screens write money (ux reference 4.9), what stands behind it kept: "12.5 (17 of 30 days)" is "USD 12.50 (17 of 30 days)". */
export const moneyWords = (text: string, currency: string): string =>
  text.replace(
    /^(-?)(\d+)(?:\.(\d+))?/,
    (_, sign: string, whole: string, fraction = '') =>
      `${sign === '' ? '' : '\u2212'}${currency} ${whole}.${String(fraction).padEnd(2, '0')}`,
  );
export const amountText = (cents: number, currency: string): string => moneyWords(centsText(cents), currency);
export const priceText = (micro: number, currency: string): string => moneyWords(microText(micro), currency);

// A leading apostrophe guards a number from spreadsheets; some exports keep it.
const number = /^'?([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Decimal text as a fraction `units / 10^scale` without trailing zeros; undefined when it is no finite decimal number. `0E-20` is 0. */
export function parseExact(text: string): { readonly units: bigint; readonly scale: number } | undefined {
  const match = number.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const decimals = fraction.replace(/0+$/, '');
  const digits = BigInt(`${whole}${decimals}`);
  if (digits === 0n) return { units: 0n, scale: 0 };
  const scale = decimals.length - Number(exponent);
  const units = (sign === '-' ? -digits : digits) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
  return { units, scale: Math.max(0, scale) };
}

/** Decimal text as a whole number of `10^-scale`; undefined when it is not a number, has more digits, or is not a safe integer. */
export function parseScaled(text: string, scale: number): number | undefined {
  const exact = parseExact(text);
  if (exact === undefined) return undefined;
  const shift = scale - exact.scale;
  const divisor = 10n ** BigInt(Math.max(0, -shift));
  if (exact.units % divisor !== 0n) return undefined;
  const value = Number((exact.units * 10n ** BigInt(Math.max(0, shift))) / divisor);
  return Number.isSafeInteger(value) ? value : undefined;
}

// Plain digits with at most six decimals, as nearly all are, need no big numbers.
const plain = /^(-?)(\d{1,9})(?:\.(\d{1,6}))?$/;

export const parseMicro = remembered((text: string): number | undefined => {
  const match = plain.exec(text);
  if (match === null) return parseScaled(text, 6);
  const [, sign, whole, fraction = ''] = match;
  const micro = Number(whole) * microPerUnit + Number(fraction.padEnd(6, '0'));
  return sign === '-' ? 0 - micro : micro;
});
export const parseCents = (text: string): number | undefined => parseScaled(text, 2);

/** ROUNDDOWN to cents of a product of exact decimals, kept exact whatever the digits. */
export function productCents(...factors: readonly string[]): number | undefined {
  let units = 1n;
  let scale = 0;
  for (const text of factors) {
    const exact = parseExact(text);
    if (exact === undefined) return undefined;
    units *= exact.units;
    scale += exact.scale;
  }
  const cents = scale >= 2 ? units / 10n ** BigInt(scale - 2) : units * 10n ** BigInt(2 - scale);
  const value = Number(cents);
  return Number.isSafeInteger(value) ? value : undefined;
}
