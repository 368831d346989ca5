import { Decimal, parseDecimal } from '../../../lib/decimal.ts';
import type { SuspenseReason } from '../../../model/invoice.ts';
import { type Fields, tenantIdOf } from '../../reconciliation/files/read/index.ts';
import type { Profile } from '../profiles.ts';
import type { Places } from './columns.ts';
import { ExactSum } from './exact-sum.ts';
import { type FileFacts, groupOf, type Sum, type Suspended, unreadableNamed } from './facts.ts';
import { type Known, productKey } from './known.ts';

/** A line of another partner's invoice: nothing of such a file is kept. */
export class ForeignPartner extends Error {
  readonly tenantId: string;

  constructor(tenantId: string) {
    super(`A line belongs to ${tenantId}`);
    this.tenantId = tenantId;
  }
}

export type ScanOptions = {
  readonly profile: Profile;
  readonly known: Known;
  readonly format: FileFacts['format'];
  readonly file: string;
  readonly places: Places;
  /** Tenant of the partner account, in lower case; undefined where lines name none. */
  readonly partner: string | undefined;
};

type Bucket = { readonly currency: string; lines: number; readonly subtotal: ExactSum; readonly tax: ExactSum; readonly total: ExactSum };
type Group = { readonly first: Omit<Suspended, 'lines' | 'total'>; lines: number; readonly total: ExactSum };

/**
 * Adds up what the lines of one file say, line by line. Neighbours mostly agree, so what was made of a field is kept while its bytes repeat.
 * Memory grows with what is unknown, not with lines.
 */
export class LineScan {
  readonly #options: ScanOptions;
  readonly #at: Places;
  readonly #amounts: readonly [number, number, number];
  readonly #chargeTypes: ReadonlySet<string>;
  readonly #buckets = new Map<string, Bucket>();
  readonly #groups = new Map<string, Group>();
  readonly #numbers = new Map<string, number>();
  readonly #months = new Map<string, number>();
  readonly #firstUnreadable: { file: string; line: number; reason: string }[] = [];
  #unreadable = 0;
  #lines = 0;
  #bucket: Bucket | undefined;
  #customer = '';
  #subscription = '';
  #number = '';
  #month = '';
  readonly #isUnknown = { unknown_customer: false, unknown_product: false, unknown_charge_type: false, unknown_currency: false };
  readonly #micro = [0, 0, 0];
  readonly #fine = [0, 0, 0];

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#at = options.places;
    this.#amounts = [this.#at.subtotal, this.#at.tax, this.#at.total];
    this.#chargeTypes = new Set(options.profile.chargeTypes.map((name) => name.toLowerCase()));
  }

  /** By these the line can be found again: subscription and customer, in lower case. */
  take(fields: Fields, line: number): readonly string[] {
    this.#lines += 1;
    this.#read(fields);
    const broken = this.#readAmounts(fields);
    if (broken === undefined) this.#add(fields);
    else this.bad(line, `${broken} is no amount.`);
    return [this.#subscription, this.#customer];
  }

  bad(line: number, reason: string): void {
    this.#unreadable += 1;
    if (this.#firstUnreadable.length < unreadableNamed) this.#firstUnreadable.push({ file: this.#options.file, line, reason });
  }

  get lines(): number {
    return this.#lines;
  }

  facts(): FileFacts {
    return {
      format: this.#options.format,
      lines: this.#lines,
      sums: [...this.#buckets.values()].map(
        ({ currency, lines, subtotal, tax, total }): Sum => ({
          currency,
          lines,
          subtotal: subtotal.text,
          tax: tax.text,
          total: total.text,
        }),
      ),
      numbers: Object.fromEntries(this.#numbers),
      months: Object.fromEntries(this.#months),
      suspended: [...this.#groups.values()].map(({ first, lines, total }) => ({ ...first, lines, total: total.text })),
      unreadable: this.#unreadable,
      firstUnreadable: this.#firstUnreadable,
    };
  }

  #read(fields: Fields): void {
    const { isRepeated } = fields;
    if (isRepeated[this.#at.partner] !== 1) this.#readPartner(fields);
    if (isRepeated[this.#at.customer] !== 1) this.#readCustomer(fields);
    if (isRepeated[this.#at.subscription] !== 1) this.#subscription = keyOf('s', fields.text(this.#at.subscription));
    if (isRepeated[this.#at.chargeType] !== 1)
      this.#isUnknown.unknown_charge_type = !this.#chargeTypes.has(fields.text(this.#at.chargeType).toLowerCase());
    if (isRepeated[this.#at.product] !== 1 || isRepeated[this.#at.sku] !== 1 || isRepeated[this.#at.meter] !== 1) this.#readProduct(fields);
    if (isRepeated[this.#at.currency] !== 1) this.#readCurrency(fields);
    if (isRepeated[this.#at.number] !== 1) this.#number = fields.text(this.#at.number);
    if (isRepeated[this.#at.chargeStart] !== 1) this.#month = monthOf(fields.ascii(this.#at.chargeStart));
    count(this.#numbers, this.#number);
    count(this.#months, this.#month);
  }

  #readPartner(fields: Fields): void {
    const { partner } = this.#options;
    const tenant = fields.text(this.#at.partner).toLowerCase();
    if (partner !== undefined && tenant !== '' && tenant !== partner) throw new ForeignPartner(tenant);
  }

  #readCustomer(fields: Fields): void {
    const customer = tenantIdOf(fields.text(this.#at.customer));
    this.#customer = keyOf('c', customer);
    this.#isUnknown.unknown_customer = !this.#options.known.customers.has(customer);
  }

  /** A meter of usage is a product of no catalogue, and a credit may be about none. */
  #readProduct(fields: Fields): void {
    const { known, profile } = this.#options;
    this.#isUnknown.unknown_product =
      profile.checksProducts &&
      !fields.isEmpty(this.#at.product) &&
      fields.isEmpty(this.#at.meter) &&
      !known.products.has(productKey(fields.text(this.#at.product), fields.text(this.#at.sku)));
  }

  #readCurrency(fields: Fields): void {
    const currency = fields.text(this.#at.currency).toUpperCase();
    this.#isUnknown.unknown_currency = !this.#options.known.currencies.has(currency.toLowerCase());
    this.#bucket = this.#bucketOf(currency);
  }

  /** Name of the amount that is none; all three are known before any is added. */
  #readAmounts(fields: Fields): string | undefined {
    for (const [index, column] of this.#amounts.entries()) {
      const isLong = (fields.end[column] ?? 0) - (fields.start[column] ?? 0) > longestFine;
      // Beyond fifteen decimals there are more digits than `rest` holds.
      const micro = fields.isEmpty(column) ? 0 : isLong ? Number.NaN : fields.micro(column);
      this.#micro[index] = micro;
      this.#fine[index] = micro === 0 && fields.isEmpty(column) ? 0 : fields.rest;
      if (Number.isNaN(micro) && decimalAt(fields, column) === undefined) return amountNames[index];
    }
    return undefined;
  }

  #add(fields: Fields): void {
    const bucket = this.#bucket ?? this.#bucketOf('');
    const { total: hasTotal } = this.#options.profile.columns;
    bucket.lines += 1;
    this.#addOne(bucket.subtotal, fields, 0);
    this.#addOne(bucket.tax, fields, 1);
    if (hasTotal === undefined) {
      this.#addOne(bucket.total, fields, 0);
      this.#addOne(bucket.total, fields, 1);
    } else this.#addOne(bucket.total, fields, 2);
    const { unknown_customer, unknown_product, unknown_charge_type, unknown_currency } = this.#isUnknown;
    if (unknown_customer || unknown_product || unknown_charge_type || unknown_currency)
      this.#suspend(fields, hasTotal === undefined ? 0 : 2);
  }

  #addOne(sum: ExactSum, fields: Fields, index: number): void {
    const micro = this.#micro[index] ?? 0;
    if (Number.isNaN(micro)) sum.addDecimal(decimalAt(fields, this.#amounts[index] ?? this.#at.total) ?? new Decimal(0));
    else sum.add(micro, this.#fine[index] ?? 0);
  }

  #suspend(fields: Fields, amount: number): void {
    const is = this.#isUnknown;
    const reasons = (Object.keys(is) as SuspenseReason[]).filter((reason) => is[reason]);
    const first = {
      reasons,
      customer: is.unknown_customer ? tenantIdOf(fields.text(this.#at.customer)) : '',
      customerName: is.unknown_customer ? this.#name(fields, this.#at.customerName) : '',
      product: is.unknown_product ? productKey(fields.text(this.#at.product), fields.text(this.#at.sku)) : '',
      productName: is.unknown_product ? this.#name(fields, this.#at.productName) : '',
      chargeType: is.unknown_charge_type ? fields.text(this.#at.chargeType) : '',
      currency: this.#bucket?.currency ?? '',
    };
    const key = groupOf(first);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { first, lines: 0, total: new ExactSum() };
      this.#groups.set(key, group);
    }
    group.lines += 1;
    this.#addOne(group.total, fields, amount);
  }

  /** Names are not decoded while lines are scanned: JSON has its escapes still. */
  #name(fields: Fields, column: number): string {
    const text = fields.text(column).slice(0, 1_000);
    if (this.#options.format === 'csv' || !text.includes('\\')) return text;
    try {
      return String(JSON.parse(`"${text}"`));
    } catch {
      return text;
    }
  }

  #bucketOf(currency: string): Bucket {
    let bucket = this.#buckets.get(currency);
    if (bucket === undefined) {
      bucket = { currency, lines: 0, subtotal: new ExactSum(), tax: new ExactSum(), total: new ExactSum() };
      this.#buckets.set(currency, bucket);
    }
    return bucket;
  }
}

/** How a record is found again by what stands in a column. */
export const keyOf = (column: string, text: string): string => (text === '' ? '' : `${column}:${text.toLowerCase()}`);

/** Sign, one digit, point and fifteen decimals. */
const longestFine = 18;

/** An apostrophe guards a number from spreadsheets; some exports keep it (partner-center-api.md 12). */
const decimalAt = (fields: Fields, column: number): Decimal | undefined => parseDecimal(fields.ascii(column).replace(/^'/, ''));

const amountNames = ['Subtotal', 'TaxTotal', 'Total'] as const;

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** `2026-07` of `2026-07-05T00:00:00Z` and of `7/5/2026`; '' of anything else. */
function monthOf(text: string): string {
  if (/^\d{4}-\d{2}/.test(text)) return text.slice(0, 7);
  const [, month = '', year = ''] = /^(\d{1,2})\/\d{1,2}\/(\d{4})/.exec(text) ?? [];
  return year === '' ? '' : `${year}-${month.padStart(2, '0')}`;
}
