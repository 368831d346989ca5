import type { ProductFamily } from '../../../model/tolerance.ts';
import type { Day } from '../files/days.ts';
import { parseExact } from '../files/exact.ts';
import { billingOf, termOfLine } from '../files/load/words.ts';
import type { Fields } from '../files/read/fields.ts';
import { tenantIdOf } from '../files/read/tenant-id.ts';
import { whyNoDay, whyNoNumber, whyRoundedId } from '../files/wrong-value.ts';
import { at, proofColumns } from './columns.ts';
import { familyOf } from './family.ts';
import { type Fraction, fractionOf } from './fraction.ts';
import { referenceOf } from './reference-id.ts';

/** One invoice line as the proof sees it. Amounts in cents as the provider gives them; they are never changed. */
export type Line = {
  readonly no: number;
  readonly partnerId: string;
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

/** The column that cannot be used, and why. */
export type Broken = { readonly column: string; readonly message: string };
export const isBroken = (read: Line | Broken): read is Broken => 'message' in read;

const remembered = 20_000;

/**
 * Reads lines. Of a column that says the same as on the line before nothing is made again, and the few hundred prices, rates and
 * quantities that come again and again are kept at hand.
 */
export class LineReader {
  readonly #known = new Map<string, Fraction | undefined>();
  readonly #texts: string[] = proofColumns.map(() => '');
  readonly #numbers: (Fraction | undefined)[] = proofColumns.map(() => undefined);
  readonly #cents: number[] = proofColumns.map(() => Number.NaN);
  readonly #days: (Day | undefined)[] = proofColumns.map(() => undefined);
  #places = 0;
  #names: Names | undefined;

  read(fields: Fields, no: number): Line | Broken {
    this.#take(fields);
    const unit = this.#numbers[at.unitPrice];
    const effective = this.#numbers[at.effectivePrice];
    const quantity = this.#numbers[at.quantity];
    const rate = this.#numbers[at.rate];
    const broken = this.#broken(fields);
    if (broken !== undefined) return broken;
    if (unit === undefined || effective === undefined || quantity === undefined || rate === undefined)
      throw new RangeError('A number that is none was not noticed.');
    const subtotal = this.#cents[at.subtotal] ?? Number.NaN;
    const tax = this.#cents[at.tax] ?? Number.NaN;
    const total = this.#cents[at.total] ?? Number.NaN;
    this.#names ??= namesOf(this.#texts);
    const places = this.#places;
    return { ...this.#names, ...this.#dates(), no, places, unit, effective, quantity, rate, subtotal, tax, total };
  }

  /** Makes anew what differs from the line before. */
  #take(fields: Fields): void {
    for (const [column, make] of makers.entries()) {
      if (fields.isRepeated[column] === 1) continue;
      if (make === 'number') this.#numbers[column] = this.#number(fields.ascii(column));
      else if (make === 'cents') this.#cents[column] = fields.cents(column);
      else if (make === 'day') this.#days[column] = fields.day(column);
      else this.#say(column, fields.text(column));
    }
    if (fields.isRepeated[at.effectivePrice] === 0) this.#places = parseExact(fields.ascii(at.effectivePrice))?.scale ?? 0;
    this.#say(at.chargeEnd, fields.isEmpty(at.chargeEnd) ? '' : 'there');
  }

  #say(column: number, text: string): void {
    if (this.#texts[column] === text) return;
    this.#texts[column] = text;
    this.#names = undefined;
  }

  #dates(): Pick<Line, 'first' | 'last' | 'termStart' | 'termEnd'> {
    const days = this.#days;
    return { first: days[at.chargeStart], last: days[at.chargeEnd], termStart: days[at.termStart], termEnd: days[at.termEnd] };
  }

  /** The first column that says something that cannot be used. */
  #broken(fields: Fields): Broken | undefined {
    for (const [column, make] of makers.entries()) {
      const message = this.#isFine(column, make, fields) ? undefined : whyNot(make, nameOf(column), fields.text(column));
      if (message !== undefined) return { column: nameOf(column), message };
    }
    return undefined;
  }

  #isFine(column: number, make: Make, fields: Fields): boolean {
    if (make === 'number') return this.#numbers[column] !== undefined;
    if (make === 'cents') return !Number.isNaN(this.#cents[column]);
    if (make === 'day') return this.#days[column] !== undefined || fields.isEmpty(column);
    return make === 'text' || fields.isRepeated[column] === 1;
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

const nameOf = (column: number): string => proofColumns[column]?.name ?? '';

type Make = 'number' | 'cents' | 'day' | 'id' | 'text';

/** What is made of a column's text. */
const kinds = new Map<number, Make>([
  [at.unitPrice, 'number'],
  [at.effectivePrice, 'number'],
  [at.quantity, 'number'],
  [at.rate, 'number'],
  [at.subtotal, 'cents'],
  [at.tax, 'cents'],
  [at.total, 'cents'],
  [at.chargeStart, 'day'],
  [at.chargeEnd, 'day'],
  [at.termStart, 'day'],
  [at.termEnd, 'day'],
  [at.customerId, 'id'],
  [at.subscriptionId, 'id'],
  [at.productId, 'id'],
  [at.skuId, 'id'],
]);
const makers: readonly Make[] = proofColumns.map((_, column) => kinds.get(column) ?? 'text');

function whyNot(make: Make, column: string, text: string): string | undefined {
  if (make === 'day') return whyNoDay(column, text);
  if (make === 'id') return whyRoundedId(column, text);
  return whyNoNumber(column, text, make === 'cents' ? 'money' : 'number');
}

type Names = Omit<
  Line,
  'no' | 'places' | 'first' | 'last' | 'termStart' | 'termEnd' | 'unit' | 'effective' | 'quantity' | 'rate' | 'subtotal' | 'tax' | 'total'
>;

function namesOf(texts: readonly string[]): Names {
  const text = (column: number): string => texts[column] ?? '';
  const term = text(at.term);
  // Meters are what usage lines have and licences lack; Azure plans are named in English in every file.
  const isUsage = text(at.meter) !== '' || text(at.description) === 'Azure plan';
  return {
    partnerId: text(at.partnerId).toLowerCase(),
    customerId: tenantIdOf(text(at.customerId)),
    subscriptionId: text(at.subscriptionId).toLowerCase(),
    invoice: text(at.invoice),
    product: `${text(at.productId)}:${text(at.skuId)}`,
    currency: text(at.currency).toUpperCase(),
    country: text(at.country).toUpperCase(),
    chargeType: text(at.chargeType).toLowerCase(),
    isUsage,
    family: familyOf({
      isUsage,
      publisher: text(at.publisher),
      publisherId: text(at.publisherId),
      term,
      hasEnd: text(at.chargeEnd) !== '',
    }),
    isTrial: /\btrial\b/i.test(text(at.qualifiers)),
    adjustments: text(at.adjustments),
    reference: referenceOf(text(at.reference)),
    months: monthsOf(text(at.frequency), term),
  };
}

/** Months between two charges: of the frequency, else of a monthly term, which has no other. */
function monthsOf(frequency: string, term: string): number | undefined {
  const billing = billingOf(frequency);
  if (billing !== 'none') return billing === 'annual' ? 12 : 1;
  return termOfLine(term) === 'P1M' ? 1 : undefined;
}
