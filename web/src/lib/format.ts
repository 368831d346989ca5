import { type Money, minorDigitsOf } from '#model/money.ts';

/** The viewer's own way to write numbers and dates; words stay English. */
const locale = (): string => navigator.languages.find(isLanguage) ?? 'en';

/** Some systems report what Intl does not take, such as `en-US@posix`. */
function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
const numbers = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = `n${locale()}${JSON.stringify(options)}`;
  const format = made.get(key) ?? new Intl.NumberFormat(locale(), options);
  made.set(key, format);
  return format as Intl.NumberFormat; // the key says which kind it is
};
export const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `d${locale()}${JSON.stringify(options)}`;
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  made.set(key, format);
  return format as Intl.DateTimeFormat; // the key says which kind it is
};

const isDecimal = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);
/** U+2212, as wide as a plus (ux reference 4.9). */
const withRealMinus = (text: string): string => text.replaceAll('-', '\u2212');
const isZero = (amount: string): boolean => /^-?0*(\.0*)?$/.test(amount);

export type MoneyStyle = {
  /** Differences carry their sign: "+USD 66.00". */
  readonly signed?: boolean;
  /** Prices per seat keep up to six digits when they have them. */
  readonly unitPrice?: boolean;
};

/** "USD 1,184.20"; exact decimal text goes in, no float is made on the way. Zero differences are "0". */
export function formatMoney({ amount, currency }: Money, { signed = false, unitPrice = false }: MoneyStyle = {}): string {
  if (!isDecimal(amount)) return `${currency} ${amount}`;
  if (signed && isZero(amount)) return '0';
  const digits = minorDigitsOf(currency);
  const format = numbers({
    minimumFractionDigits: digits,
    maximumFractionDigits: unitPrice ? 6 : digits,
    signDisplay: 'never',
  });
  const sign = amount.startsWith('-') && !isZero(amount) ? '\u2212' : signed ? '+' : '';
  return `${sign}${currency}\u00a0${format.format(amount)}`;
}

/** What stands for a cost that the viewer may not see. */
export const noRight = 'no right to see';

/** Several currencies side by side; amounts of different currencies are never added. Nothing in any of them is "0". */
export const formatMoneys = (values: readonly Money[], style?: MoneyStyle): string =>
  values.every(({ amount }) => isZero(amount)) ? '0' : values.map((value) => formatMoney(value, style)).join(' and ');

export const formatNumber = (value: number): string => withRealMinus(numbers({ maximumFractionDigits: 0 }).format(value));

/** Decimal text such as a PSA quantity: "20", "2.5". */
export const formatQuantity = (text: string): string =>
  isDecimal(text) ? withRealMinus(numbers({ maximumFractionDigits: 4 }).format(text)) : text;

/** "1 difference", "23 differences". */
export const plural = (count: number, one: string, many = `${one}s`): string => `${formatNumber(count)} ${count === 1 ? one : many}`;

/** A calendar date has no time zone: "21 Nov 2026". */
export function formatDate(date: string): string {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.valueOf()) ? date : dates({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(day);
}

/** A calendar month, `2026-10`: "Oct 2026". */
export function formatMonth(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  return Number.isNaN(first.valueOf()) ? month : dates({ month: 'short', year: 'numeric', timeZone: 'UTC' }).format(first);
}

/** "21 Nov 2026, 10:02" in the viewer's zone. */
export function formatInstant(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.valueOf()) ? instant : dates({ dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** Its day in the viewer's zone: "21 Nov 2026". */
export function formatDayOf(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.valueOf()) ? instant : dates({ dateStyle: 'medium' }).format(at);
}

/** An instant with seconds and zone, for tooltips and tickets. */
export function formatInstantExactly(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.valueOf()) ? instant : dates({ dateStyle: 'full', timeStyle: 'long' }).format(at);
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "4 min ago", "26 hours ago"; the absolute time belongs in the tooltip. */
export function formatAge(instant: string, now: number): string {
  const age = now - Date.parse(instant);
  if (Number.isNaN(age)) return instant;
  if (age < minute) return 'just now';
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < 2 * day) return plural(Math.floor(age / hour), 'hour').concat(' ago');
  return plural(Math.floor(age / day), 'day').concat(' ago');
}

/** "in 34 s", "in 5 min": how long something still lasts. */
export function formatLeft(instant: string, now: number): string {
  const left = Date.parse(instant) - now;
  if (Number.isNaN(left) || left <= 0) return 'now';
  if (left < minute) return `${Math.ceil(left / 1000)} s`;
  if (left < hour) return `${Math.ceil(left / minute)} min`;
  return left < 2 * day ? plural(Math.ceil(left / hour), 'hour') : plural(Math.ceil(left / day), 'day');
}
