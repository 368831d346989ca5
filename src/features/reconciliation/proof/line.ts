import type { ProductFamily } from '../../../model/tolerance.ts';
import type { Day } from '../files/days.ts';
import { parseExact } from '../files/exact.ts';
import { billingOf, termOfLine } from '../files/load/words.ts';
import type { Fields } from '../files/read/fields.ts';
import { at } from './columns.ts';
import { familyOf } from './family.ts';
import { type Fraction, fractionOf } from './fraction.ts';
import { referenceOf } from './reference-id.ts';

/** One invoice line as the proof sees it. Amounts in cents as the provider gives them; they are never changed. */
export type Line = {
  readonly no: number;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly invoice: string;
  /** Product and SKU. */
  readonly product: string;
  readonly currency: string;
  readonly country: string;
  /** In lower case: files differ in it. */
  readonly chargeType: string;
  readonly isUsage: boolean;
  readonly family: ProductFamily;
  readonly isTrial: boolean;
  readonly unit: Fraction;
  readonly effective: Fraction;
  /** Decimals that EffectiveUnitPrice is printed with. */
  readonly places: number;
  readonly quantity: Fraction;
  readonly rate: Fraction;
  readonly subtotal: number;
  readonly tax: number;
  readonly total: number;
  readonly adjustments: string;
  readonly first: Day | undefined;
  readonly last: Day | undefined;
  readonly termStart: Day | undefined;
  readonly termEnd: Day | undefined;
  readonly months: number | undefined;
  readonly reference: string;
};

/** The column that is no number. */
export type Broken = { readonly column: string };
export const isBroken = (read: Line | Broken): read is Broken => 'column' in read;

const numbers = [
  [at.unitPrice, 'UnitPrice'],
  [at.effectivePrice, 'EffectiveUnitPrice'],
  [at.quantity, 'BillableQuantity'],
  [at.rate, 'PCToBCExchangeRate'],
] as const;
const amounts = [
  [at.subtotal, 'Subtotal'],
  [at.tax, 'TaxTotal'],
  [at.total, 'Total'],
] as const;

const remembered = 20_000;

/** Reads lines; keeps the few hundred prices, rates and quantities that come again and again at hand. */
export class LineReader {
  readonly #known = new Map<string, Fraction | undefined>();

  read(fields: Fields, no: number): Line | Broken {
    const [unit, effective, quantity, rate] = numbers.map(([column]) => this.#number(fields.ascii(column)));
    if (unit === undefined || effective === undefined || quantity === undefined || rate === undefined)
      return { column: numbers.find(([column]) => this.#number(fields.ascii(column)) === undefined)?.[1] ?? 'UnitPrice' };
    const [subtotal = Number.NaN, tax = Number.NaN, total = Number.NaN] = amounts.map(([column]) => fields.cents(column));
    if (Number.isNaN(subtotal + tax + total)) return { column: offAmount(fields) };
    return { ...namesIn(fields, no), ...daysIn(fields), unit, effective, quantity, rate, subtotal, tax, total };
  }

  #number(text: string): Fraction | undefined {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const value = fractionOf(text);
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(text, value);
    return value;
  }
}

const offAmount = (fields: Fields): string => amounts.find(([column]) => Number.isNaN(fields.cents(column)))?.[1] ?? 'Total';

const namesIn = (fields: Fields, no: number) => ({
  no,
  customerId: fields.ascii(at.customerId).toLowerCase(),
  subscriptionId: fields.ascii(at.subscriptionId).toLowerCase(),
  invoice: fields.text(at.invoice),
  product: `${fields.ascii(at.productId)}:${fields.ascii(at.skuId)}`,
  currency: fields.ascii(at.currency).toUpperCase(),
  country: fields.ascii(at.country).toUpperCase(),
  chargeType: fields.ascii(at.chargeType).toLowerCase(),
  isUsage: isUsage(fields),
  family: familyOf({
    isUsage: isUsage(fields),
    publisher: fields.text(at.publisher),
    publisherId: fields.text(at.publisherId),
    term: fields.text(at.term),
    hasEnd: !fields.isEmpty(at.chargeEnd),
  }),
  isTrial: /\btrial\b/i.test(fields.text(at.qualifiers)),
  places: placesOf(fields.ascii(at.effectivePrice)),
  adjustments: fields.text(at.adjustments),
  reference: referenceOf(fields.text(at.reference)),
});

const daysIn = (fields: Fields) => ({
  first: fields.day(at.chargeStart),
  last: fields.day(at.chargeEnd),
  termStart: fields.day(at.termStart),
  termEnd: fields.day(at.termEnd),
  months: monthsIn(fields),
});

/** Meters are what usage lines have and licences lack; Azure plans are named in English in every file. */
const isUsage = (fields: Fields): boolean => !fields.isEmpty(at.meter) || fields.ascii(at.description) === 'Azure plan';

const placesOf = (text: string): number => parseExact(text)?.scale ?? 0;

/** Months between two charges: of the frequency, else of a monthly term, which has no other. */
function monthsIn(fields: Fields): number | undefined {
  const billing = billingOf(fields.ascii(at.frequency));
  if (billing !== 'none') return billing === 'annual' ? 12 : 1;
  return termOfLine(fields.ascii(at.term)) === 'P1M' ? 1 : undefined;
}
