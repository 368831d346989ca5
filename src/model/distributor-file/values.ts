import { parseDecimal, printDecimal } from '../../lib/decimal.ts';
import type { SubscriptionStatus } from '../subscription.ts';
import type { BillingFrequency, Term } from '../term.ts';

/** A value of a cell, or why it cannot be taken: a sentence without the column's name. */
export type Read<T> = { readonly value: T } | { readonly because: string };

const value = <T>(of: T): Read<T> => ({ value: of });
const because = (sentence: string): { readonly because: string } => ({ because: sentence });
const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);

/** What people write for "nothing". */
const nothing: ReadonlySet<string> = new Set(['', '-', 'n/a', 'na', 'null', 'none', '#n/a']);
export const isNothing = (text: string): boolean => nothing.has(text.toLowerCase());

/** Text of a cell: `="00123"` is how spreadsheets are made to keep leading zeros, and so is an apostrophe before. */
export const plainText = (cell: string): string =>
  cell
    .trim()
    .replace(/^="([^"]*)"$/, '$1')
    .replace(/^'+(?=\S)/, '')
    .trim();

/** What a spreadsheet left in the place of a value. */
function spoiled(text: string): string | undefined {
  if (/^#(REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|#+)/i.test(text))
    return `is ${shown(text)}, what a spreadsheet shows for a value that it lost`;
  return text.startsWith('=') ? `is ${shown(text)}, a formula; save the file with values` : undefined;
}

/** An id. Spreadsheets keep fifteen digits: one that went through as a number has lost the others. */
export function readId(text: string): Read<string> {
  const loss = spoiled(text);
  if (loss !== undefined) return because(loss);
  if (/^\d([.,]\d+)?E\+\d+$/i.test(text))
    return because(
      `is ${shown(text)}: a spreadsheet rounded this id, its last digits are lost; export the file again and keep that column as text`,
    );
  return text.length > 200 ? because('is longer than 200 characters') : value(text);
}

export function readText(text: string): Read<string> {
  const loss = spoiled(text);
  return loss === undefined ? value(text) : because(loss);
}

/** Which sign a file writes before the parts of a unit. `unsure`: nothing in it tells. */
export type DecimalSign = ',' | '.' | 'unsure';

/** Told by the amounts of the whole file: `12,50` and `1.234,56` by a comma, `12.50` and `1,234.56` by a point; `1,234` alone says nothing. Pure. */
export function decimalSignOf(amounts: Iterable<string>): DecimalSign {
  let [commas, points] = [0, 0];
  for (const amount of amounts) {
    const text = bare(amount);
    if (/\.\d{3},\d+$/.test(text) || /^-?\d+,(\d{1,2}|\d{4,})$/.test(text)) commas += 1;
    else if (/,\d{3}\.\d+$/.test(text) || /^-?\d+\.(\d{1,2}|\d{4,})$/.test(text)) points += 1;
  }
  if (commas === points) return 'unsure';
  return commas > points ? ',' : '.';
}

/** Without signs of a currency and blanks. */
const bare = (amount: string): string => amount.replaceAll(/[\s\u00a0\u202f']|[€$£¥]|^[A-Z]{3}|[A-Z]{3}$/g, '');

export function readAmount(text: string, sign: DecimalSign): Read<string> {
  const loss = spoiled(text);
  if (loss !== undefined) return because(loss);
  const number = bare(text);
  const isUnsure = sign === 'unsure' && /^-?\d{1,3}[.,]\d{3}$/.test(number);
  if (isUnsure) return because(`is ${shown(text)}: a thousand or one and parts of it; write it without a sign between thousands`);
  const decimal = sign === ',' || (sign === 'unsure' && /,\d+$/.test(number)) ? ',' : '.';
  const plain = decimal === ',' ? number.replaceAll('.', '').replace(',', '.') : number.replaceAll(',', '');
  const amount = parseDecimal(plain);
  return amount === undefined ? because(`is ${shown(text)}, which is no amount`) : value(printDecimal(amount));
}

/** Whole seats, also as `25.0` or `25,00`. */
export function readSeats(text: string, sign: DecimalSign): Read<number> {
  const amount = readAmount(text, sign);
  const seats = 'value' in amount ? Number(amount.value) : Number.NaN;
  if (Number.isSafeInteger(seats) && seats >= 0) return value(seats);
  return because(spoiled(text) ?? `is ${shown(text)}, which is no whole number of seats`);
}

/** In which order a file writes day and month. */
export type DayOrder = 'dayFirst' | 'monthFirst' | 'unsure';

const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b/;

/** Told by the days of the whole file: one that is beyond 12 shows where the day stands. Days with dots have it first. Pure. */
export function dayOrderOf(days: Iterable<string>): DayOrder {
  let [first, second] = [false, false];
  for (const day of days) {
    const [, one = '0', two = '0'] = slashed.exec(day) ?? [];
    if (Number(one) > 12) first = true;
    if (Number(two) > 12) second = true;
  }
  if (first === second) return 'unsure';
  return first ? 'dayFirst' : 'monthFirst';
}

/** A calendar date as `2026-11-21`. Which of two numbers is the day is never guessed. */
export function readDate(text: string, order: DayOrder): Read<string> {
  const loss = spoiled(text);
  if (loss !== undefined) return because(loss);
  if (/^\d{5}([.,]\d+)?$/.test(text)) return because(`is ${shown(text)}, a spreadsheet's number of a day; write it like 2026-11-21`);
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (iso !== null) return dateOf(iso[1], iso[2], iso[3], text);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})\b/.exec(text);
  if (dotted !== null) return dateOf(dotted[3], dotted[2], dotted[1], text);
  return readSlashed(text, order);
}

function readSlashed(text: string, order: DayOrder): Read<string> {
  const [, one = '', two = '', year = ''] = slashed.exec(text) ?? [];
  if (year === '') return because(`is ${shown(text)}, which is no date like 2026-11-21`);
  if (order === 'unsure' && one !== two)
    return because(`is ${shown(text)}: nothing in the file tells which is the day; write it like 2026-11-21`);
  return order === 'dayFirst' ? dateOf(year, two, one, text) : dateOf(year, one, two, text);
}

function dateOf(year = '', month = '', day = '', text = ''): Read<string> {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  try {
    return value(Temporal.PlainDate.from(iso, { overflow: 'reject' }).toString());
  } catch {
    return because(`is ${shown(text)}, which is no day of the calendar`);
  }
}

const fold = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();

const terms: ReadonlyMap<string, Term> = new Map<string, Term>([
  ...(['p1m', 'monthly', 'month', '1 month', '1 months', '1m', 'm2m', 'month to month'] as const).map((word) => [word, 'P1M'] as const),
  ...(['p1y', 'annual', 'annually', 'yearly', 'year', '1 year', '1 years', '12 months', '12 month', '12m', '1y', '12'] as const).map(
    (word) => [word, 'P1Y'] as const,
  ),
  ...(['p2y', '2 year', '2 years', '24 months', '24'] as const).map((word) => [word, 'P2Y'] as const),
  ...(['p3y', 'triennial', '3 year', '3 years', '36 months', '36 month', '36m', '3y', '36'] as const).map((word) => [word, 'P3Y'] as const),
  ['p1t', 'none'],
  ['no commitment', 'none'],
  ['trial', 'none'],
]);

export function readTerm(text: string): Read<Term> {
  const term = terms.get(fold(text));
  return term === undefined ? because(`is ${shown(text)}, a term that is not known here (P1M, P1Y, P3Y)`) : value(term);
}

const frequencies: ReadonlyMap<string, BillingFrequency> = new Map<string, BillingFrequency>([
  ...(['monthly', 'month', 'p1m', '1 month', 'per month'] as const).map((word) => [word, 'monthly'] as const),
  ...(['annual', 'annually', 'yearly', 'year', 'p1y', '1 year', 'upfront', 'prepaid', 'per year'] as const).map(
    (word) => [word, 'annual'] as const,
  ),
  ...(['biennial', '2 year', '2 years', 'p2y'] as const).map((word) => [word, 'biennial'] as const),
  ...(['triennial', '3 year', '3 years', 'p3y'] as const).map((word) => [word, 'triennial'] as const),
  ...(['one time', 'onetime', 'once'] as const).map((word) => [word, 'oneTime'] as const),
  ...(['usage', 'trial', 'pay as you go'] as const).map((word) => [word, 'none'] as const),
]);

export function readFrequency(text: string): Read<BillingFrequency> {
  const frequency = frequencies.get(fold(text));
  return frequency === undefined
    ? because(`is ${shown(text)}, a billing frequency that is not known here (monthly, annual, triennial)`)
    : value(frequency);
}

const statuses: ReadonlyMap<string, SubscriptionStatus> = new Map<string, SubscriptionStatus>([
  ...(['active', 'activated', 'enabled', 'live', 'ok', 'current', 'trial', 'pending cancel'] as const).map(
    (word) => [word, 'active'] as const,
  ),
  ...(['pending', 'ordered', 'provisioning', 'in progress'] as const).map((word) => [word, 'pending'] as const),
  ...(['suspended', 'on hold', 'paused'] as const).map((word) => [word, 'suspended'] as const),
  ...(['cancelled', 'canceled', 'deleted', 'terminated', 'disabled', 'inactive', 'ended', 'converted'] as const).map(
    (word) => [word, 'cancelled'] as const,
  ),
  ['expired', 'expired'],
]);

/** The distributor's word in ours; one that nobody knows stays unknown and says nothing. */
export const statusOf = (text: string): SubscriptionStatus => statuses.get(fold(text)) ?? 'unknown';

/** `CFQ7TTC0LH18:0001`, however the two parts are joined and whatever zeros a spreadsheet cut off; other texts as they are. */
export function skuOf(text: string): string {
  const [, product = '', sku = ''] = /^([A-Z0-9]{12})[\s:/_-]+([A-Z0-9]{1,4})$/i.exec(text) ?? [];
  return product === '' ? text : `${product.toUpperCase()}:${sku.toUpperCase().padStart(4, '0')}`;
}
