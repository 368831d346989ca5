import { civilOf } from '../days.ts';
import { centsText, productCents } from '../exact.ts';
import type { Finding } from '../finding.ts';
import { exactSeatCents, exactUsageCents, productFirstCents, seatCents, taxCents, usageCents } from '../line-money.ts';
import type { Estate } from '../load/estate.ts';
import type { Fields } from '../read/fields.ts';
import { addAzureLine } from './azure-line.ts';
import type { AzureUsage } from './azure-usage.ts';
import type { Charges } from './charges.ts';
import { ChargesTable } from './charges-table.ts';
import type { DuplicateIndex } from './duplicate-index.ts';
import { at } from './invoice-columns.ts';
import { checkLicenceLine, type LicenceRules } from './licence-line.ts';
import { Line } from './line.ts';
import { RuleSetVote } from './rule-sets.ts';

/** What the lines of any invoice are held against. */
export type ScanBooks = LicenceRules & {
  readonly estate: Estate;
  readonly usage: AzureUsage;
  readonly duplicates: DuplicateIndex;
  /** Tax in millionths by customer country; empty when unknown. */
  readonly taxPpm: ReadonlyMap<string, number>;
};

export type InvoiceTotals = { lines: number; distinctLines: number; duplicateLines: number; subtotal: number; tax: number; total: number };

/** A customerCredit line; whether it is late is known when the billed month is. */
export type Credit = {
  readonly lineNo: number;
  readonly chargeEnd: number;
  readonly chargeStart: number;
  readonly charges: Omit<Charges, 'lines'>;
  readonly cents: number;
};

const azurePlan = Buffer.from('Azure plan');
const customerCredit = Buffer.from('customerCredit');

/** Reads one export of one invoice line by line. Keeps state by subscription, by meter with daily lines, and by finding. */
export class InvoiceScan {
  readonly totals: InvoiceTotals = { lines: 0, distinctLines: 0, duplicateLines: 0, subtotal: 0, tax: 0, total: 0 };
  readonly vote = new RuleSetVote();
  readonly table: ChargesTable;
  readonly credits: Credit[] = [];
  readonly findings: Finding[] = [];
  /** Tax could not be checked for lines of these countries. */
  readonly untaxed = new Set<string>();
  /** Subscriptions by the month of their first charge, and rates by pricing currency, as the lines have them. */
  readonly months = new Map<number, number>();
  readonly rates = new Map<string, number>();
  billingCurrency = '';
  readonly #books: ScanBooks;
  readonly #line = new Line();
  // No country is as long as this, so the first line is looked up.
  #lastCountry: Buffer = Buffer.from('none yet');
  #lastPpm: number | undefined;

  constructor(books: ScanBooks) {
    this.#books = books;
    this.table = new ChargesTable(books.estate, books.usage);
  }

  /** Takes one line; answers what is wrong with it when it cannot be used, as column name. The line keeps its number even then. */
  take(fields: Fields): string | undefined {
    const line = this.#line;
    line.no = this.totals.lines;
    this.totals.lines += 1;
    const broken = line.read(fields);
    if (broken !== undefined) return broken;
    this.totals.subtotal += line.subtotal;
    this.totals.tax += line.tax;
    this.totals.total += line.total;
    const charges = this.table.of(fields, line.no);
    if (this.#books.duplicates.isRepeated(fields.record, fields.recordStart, fields.recordEnd)) {
      this.#repeated(charges, line);
      return undefined;
    }
    this.totals.distinctLines += 1;
    if (fields.equals(at.chargeType, customerCredit)) {
      this.#credit(fields, charges, line);
      return undefined;
    }
    if (charges.lines === 0) this.#note(fields, charges, line);
    charges.lines += 1;
    charges.cents += line.subtotal;
    this.#checkTotals(fields, charges, line);
    if (isUsage(fields, charges)) {
      this.#checkUsage(fields, charges, line);
      addAzureLine(charges, fields, line, this.#books.usage);
    } else {
      this.#checkSeats(fields, charges, line);
      checkLicenceLine(charges, fields, line, this.#books);
    }
    return undefined;
  }

  /** Once for each subscription: month and rate, in case no header and no rates file says them. */
  #note(fields: Fields, charges: Charges, line: Line): void {
    charges.firstLine = line.no;
    const start = fields.day(at.chargeStart);
    if (start !== undefined) {
      const month = start - civilOf(start).day + 1;
      this.months.set(month, (this.months.get(month) ?? 0) + 1);
    }
    this.rates.set(fields.ascii(at.pricingCurrency).toUpperCase(), line.rate);
    this.billingCurrency ||= charges.currency;
  }

  #credit(fields: Fields, charges: Charges, line: Line): void {
    const chargeStart = fields.day(at.chargeStart) ?? 0;
    this.credits.push({ lineNo: line.no, chargeStart, chargeEnd: fields.day(at.chargeEnd) ?? chargeStart, charges, cents: line.subtotal });
  }

  #repeated(charges: Charges, line: Line): void {
    this.totals.duplicateLines += 1;
    this.findings.push({
      kind: 'duplicate_line',
      cause: 'line_repeated',
      certainty: 'certain',
      ...who(charges),
      lineNo: line.no,
      expected: 'one line',
      actual: 'the same line again',
      impactCents: line.subtotal,
      explanation: `The invoice holds this line more than once, in every column the same; ${centsText(line.subtotal)} ${charges.currency} is charged again.`,
    });
  }

  #checkTotals(fields: Fields, charges: Charges, line: Line): void {
    if (line.total !== line.subtotal + line.tax) this.#offTotal(charges, line);
    const ppm = this.#taxPpm(fields);
    if (ppm === undefined) return;
    const expected = taxCents(line.subtotal, ppm);
    if (expected !== line.tax) this.#offTax(charges, line, expected, fields.ascii(at.country));
  }

  /** Neighbouring lines mostly share their country, so the last one is kept at hand. */
  #taxPpm(fields: Fields): number | undefined {
    if (fields.equals(at.country, this.#lastCountry)) return this.#lastPpm;
    const country = fields.ascii(at.country);
    this.#lastCountry = fields.copy(at.country);
    this.#lastPpm = this.#books.taxPpm.get(country.toUpperCase());
    if (this.#lastPpm === undefined && this.untaxed.size < 300) this.untaxed.add(country);
    return this.#lastPpm;
  }

  #offTotal(charges: Charges, line: Line): void {
    const expected = line.subtotal + line.tax;
    this.findings.push({
      kind: 'rounding',
      cause: 'total_not_sum',
      certainty: 'certain',
      ...who(charges),
      lineNo: line.no,
      expected: centsText(expected),
      actual: centsText(line.total),
      impactCents: line.total - expected,
      explanation: `Total is ${centsText(line.total)}, but Subtotal and TaxTotal add up to ${centsText(expected)} ${charges.currency}.`,
    });
  }

  #offTax(charges: Charges, line: Line, expected: number, country: string): void {
    this.findings.push({
      kind: 'tax_rounding',
      cause: Math.abs(expected - line.tax) <= 1 ? 'tax_rounded_otherwise' : 'tax_rate_differs',
      certainty: Math.abs(expected - line.tax) <= 1 ? 'certain' : 'possible',
      ...who(charges),
      lineNo: line.no,
      expected: centsText(expected),
      actual: centsText(line.tax),
      impactCents: line.tax - expected,
      explanation: `The rate of ${country} on ${centsText(line.subtotal)} is ${centsText(expected)} ${charges.currency} tax, rounded half up; the line has ${centsText(line.tax)}.`,
    });
  }

  #checkUsage(fields: Fields, charges: Charges, line: Line): void {
    const expected = line.isFine ? fromTexts(exactUsageCents, fields) : usageCents(line.effective, line.quantity, line.rate);
    if (expected === line.subtotal || expected === undefined) return;
    const misfit = { ...who(charges), lineNo: line.no, expected, actual: line.subtotal };
    // Both rule sets agree about usage.
    this.vote.misfit('seat-unit-first', misfit);
    this.vote.misfit('product-first', misfit);
  }

  #checkSeats(fields: Fields, charges: Charges, line: Line): void {
    const unitFirst = line.isFine ? fromTexts(exactSeatCents, fields) : seatCents(line.effective, line.quantity, line.rate);
    const productFirst = line.isFine ? fromTexts(productCents, fields) : productFirstCents(line.effective, line.quantity, line.rate);
    if (unitFirst === undefined || productFirst === undefined) return;
    if (unitFirst !== line.subtotal)
      this.vote.misfit('seat-unit-first', { ...who(charges), lineNo: line.no, expected: unitFirst, actual: line.subtotal });
    if (productFirst !== line.subtotal)
      this.vote.misfit('product-first', { ...who(charges), lineNo: line.no, expected: productFirst, actual: line.subtotal });
  }
}

const fromTexts = (formula: (price: string, quantity: string, rate: string) => number | undefined, fields: Fields): number | undefined =>
  formula(fields.ascii(at.effectivePrice), fields.ascii(at.quantity), fields.ascii(at.rate));

/** Usage is recognised by the plan's name; the estate knows it too when the file's language is another. */
const isUsage = (fields: Fields, charges: Charges): boolean =>
  charges.subscription === undefined ? fields.equals(at.description, azurePlan) : charges.subscription.offering === 'azure';

export const who = (charges: Omit<Charges, 'lines'>) => ({
  customerId: charges.customerId,
  subscriptionId: charges.subscriptionId,
  invoice: charges.invoice,
  currency: charges.currency,
});
