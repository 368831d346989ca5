import { civilOf, type Day } from '../days.ts';
import type { Finding } from '../finding.ts';
import type { Estate } from '../load/estate.ts';
import type { LicencePrices } from '../load/prices.ts';
import { addAzureLine } from './azure-line.ts';
import type { AzureUsage } from './azure-usage.ts';
import { customerCredit } from './charge-types.ts';
import type { Charges } from './charges.ts';
import { ChargesTable } from './charges-table.ts';
import { type LineFinding, offTax, offTotal, productFirstByRules, repeated, unitFirstByRules, usageByRules, who } from './check-line.ts';
import { checkLicenceLine } from './licence-line.ts';
import type { Line } from './line.ts';
import { noDay } from './line-batch.ts';
import { noneUnjudged, type Unjudged } from './line-price.ts';
import { type RuleSet, RuleSetVote } from './rule-sets.ts';

/** What the lines of any invoice are held against. */
export type ScanBooks = {
  readonly estate: Estate;
  readonly prices: LicencePrices;
  readonly usage: AzureUsage;
  /** Tax in millionths by customer country; empty when unknown. */
  readonly taxPpm: ReadonlyMap<string, number>;
  /** Tenant of the partner whose lines these must be; those of others are refused. */
  readonly partner?: string | undefined;
  /** Tenants whose subscriptions the estate holds, lower case; empty when it does not say. */
  readonly estatePartners?: ReadonlySet<string> | undefined;
};

export type InvoiceTotals = { lines: number; distinctLines: number; duplicateLines: number };
/** What the lines of one currency add up to, in cents; upper case, empty where lines name none. */
export type CurrencySums = { readonly currency: string; lines: number; subtotal: number; tax: number; total: number };

/** A customerCredit line; whether it is late is known when the billed month is. */
export type Credit = {
  readonly lineNo: number;
  readonly chargeEnd: number;
  readonly chargeStart: number;
  readonly charges: Omit<Charges, 'lines'>;
  readonly cents: number;
};

/**
 * Adds up the lines of one export of one invoice, in whatever order they come. Keeps state by subscription, by meter with daily
 * lines, and by finding. Line numbers are places until `finish`.
 */
export class InvoiceScan {
  readonly totals: InvoiceTotals = { lines: 0, distinctLines: 0, duplicateLines: 0 };
  readonly #sums = new Map<string, CurrencySums>();
  #openSums: CurrencySums | undefined;
  readonly vote = new RuleSetVote();
  readonly table: ChargesTable;
  credits: readonly Credit[] = [];
  findings: readonly Finding[] = [];
  /** Lines whose price is not held against the price sheets, by reason. */
  readonly unjudged: Unjudged = noneUnjudged();
  /** Tax could not be checked for lines of these countries. */
  readonly untaxed = new Set<string>();
  readonly #books: ScanBooks;
  readonly #firstRates = new Map<string, { readonly line: number; readonly rate: number }>();
  readonly #found: LineFinding[] = [];
  readonly #duplicates: LineFinding[] = [];
  readonly #credits: Credit[] = [];
  /** Places of lines that turned out to be repetitions. */
  readonly #takenBack = new Set<number>();

  constructor(books: ScanBooks) {
    this.#books = books;
    this.table = new ChargesTable(books.estate, books.usage);
  }

  /** The currency of the lines that are taken next. */
  sumIn(currency: string): void {
    this.#openSums = this.#sumsOf(currency.toUpperCase());
  }

  take(line: Line, charges: Charges): void {
    const sums = this.#openSums;
    if (sums !== undefined) {
      sums.lines += 1;
      sums.subtotal += line.subtotal;
      sums.tax += line.tax;
      sums.total += line.total;
    }
    if (line.isRepeated) this.#repeated(line, charges);
    else {
      this.totals.distinctLines += 1;
      this.#add(line, charges);
    }
  }

  /** A line that was taken before turned out to be a repetition of an earlier one. */
  takeBack(line: Line, charges: Charges): void {
    this.totals.distinctLines -= 1;
    this.#takenBack.add(line.place);
    line.weight = -1;
    this.#add(line, charges);
    line.weight = 1;
    this.#repeated(line, charges);
  }

  /** All lines were taken: their places become numbers. */
  finish(numberOf: (place: number) => number): void {
    const isLeft = ({ lineNo }: { readonly lineNo: number }): boolean => !this.#takenBack.has(lineNo);
    const numbered = <T extends { readonly lineNo: number }>(one: T): T => ({ ...one, lineNo: numberOf(one.lineNo) });
    this.findings = [...this.#found.filter(isLeft), ...this.#duplicates].map(numbered);
    this.credits = this.#credits.filter(isLeft).map(numbered);
    this.vote.finish(numberOf, this.#takenBack);
    this.table.finish(numberOf);
  }

  /** Subscriptions by the month of their first charge. */
  get months(): ReadonlyMap<Day, number> {
    const months = new Map<Day, number>();
    for (const { lines, firstStart } of this.table.byId.values()) {
      if (lines === 0 || firstStart === noDay) continue;
      const month = firstStart - civilOf(firstStart).day + 1;
      months.set(month, (months.get(month) ?? 0) + 1);
    }
    return months;
  }

  /** Rates by pricing currency, as the first lines have them. */
  get rates(): ReadonlyMap<string, number> {
    return new Map([...this.#firstRates].map(([currency, { rate }]) => [currency, rate]));
  }

  /**
   * Sums of each currency, that of the invoice first: amounts of different currencies are never added. Lines that name none, and those
   * that could not be read, count with the invoice's own. `own`: the invoice's currency as its header says it.
   */
  sumsByCurrency(own: string | undefined): readonly CurrencySums[] {
    const currency = own !== undefined && this.#sums.has(own) ? own : this.billingCurrency.toUpperCase();
    const unnamed = this.#sums.get('');
    const others = [...this.#sums.values()].filter((sums) => sums.currency !== currency && sums.currency !== '');
    const main = { ...(this.#sums.get(currency) ?? emptySums(currency)) };
    if (unnamed !== undefined && currency !== '') {
      main.subtotal += unnamed.subtotal;
      main.tax += unnamed.tax;
      main.total += unnamed.total;
    }
    main.lines = others.reduce((left, { lines }) => left - lines, this.totals.lines);
    return [main, ...others.toSorted((one, other) => (one.currency < other.currency ? -1 : 1))];
  }

  get billingCurrency(): string {
    let first: Charges | undefined;
    for (const charges of this.table.byId.values())
      if (charges.currency !== '' && (first === undefined || charges.firstLine < first.firstLine)) first = charges;
    return first?.currency ?? '';
  }

  #sumsOf(currency: string): CurrencySums {
    let sums = this.#sums.get(currency);
    if (sums === undefined) this.#sums.set(currency, (sums = emptySums(currency)));
    return sums;
  }

  #repeated(line: Line, charges: Charges): void {
    this.totals.duplicateLines += 1;
    this.#duplicates.push(repeated(charges, line));
  }

  /** Adds what the line says, or subtracts it, by its weight. */
  #add(line: Line, charges: Charges): void {
    if (line.chargeType === customerCredit) {
      this.#credit(line, charges);
      return;
    }
    if (charges.lines === 0 || line.place < charges.firstLine) this.#first(line, charges);
    charges.lines += line.weight;
    charges.cents += line.weight * line.subtotal;
    this.#checkTotals(line, charges);
    if (isUsage(line, charges)) {
      const expected = usageByRules(line);
      // Both rule sets agree about usage.
      this.#vote(line, charges, expected, expected);
      addAzureLine(charges, line, this.#books.usage);
    } else {
      this.#vote(line, charges, unitFirstByRules(line), productFirstByRules(line));
      checkLicenceLine(charges, line, this.unjudged);
    }
  }

  #first(line: Line, charges: Charges): void {
    const { currency } = line.market;
    charges.firstLine = line.place;
    charges.firstStart = line.chargeStart;
    if (charges.isCommitment) charges.item = line.item;
    const known = this.#firstRates.get(currency);
    if (known === undefined || line.place < known.line) this.#firstRates.set(currency, { line: line.place, rate: line.rate });
  }

  #credit(line: Line, charges: Charges): void {
    const chargeStart = line.chargeStart === noDay ? 0 : line.chargeStart;
    const chargeEnd = line.chargeEnd === noDay ? chargeStart : line.chargeEnd;
    this.#credits.push({ lineNo: line.place, chargeStart, chargeEnd, charges, cents: line.subtotal });
  }

  #checkTotals(line: Line, charges: Charges): void {
    const { country, taxPpm } = line.market;
    if (taxPpm === undefined && this.untaxed.size < 300) this.untaxed.add(country);
    const total = offTotal(charges, line);
    if (total !== undefined) this.#found.push(total);
    const tax = offTax(charges, line);
    if (tax !== undefined) this.#found.push(tax);
  }

  /** Holds Subtotal against what each rule set says. */
  #vote(line: Line, charges: Charges, unitFirst: number | undefined, productFirst: number | undefined): void {
    if (unitFirst === undefined || productFirst === undefined) return;
    if (unitFirst !== line.subtotal) this.#misfit('seat-unit-first', line, charges, unitFirst);
    if (productFirst !== line.subtotal) this.#misfit('product-first', line, charges, productFirst);
  }

  #misfit(set: RuleSet, line: Line, charges: Charges, expected: number): void {
    if (line.weight < 0) this.vote.takeBack(set);
    else this.vote.misfit(set, { ...who(charges), lineNo: line.place, expected, actual: line.subtotal });
  }
}

const emptySums = (currency: string): CurrencySums => ({ currency, lines: 0, subtotal: 0, tax: 0, total: 0 });

/** Usage is recognised by the plan's name; the estate knows it too when the file's language is another. */
const isUsage = (line: Line, { subscription }: Charges): boolean =>
  subscription === undefined ? line.isAzurePlan : subscription.offering === 'azure';
