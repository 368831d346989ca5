import type { InvoicedBooks } from './books.ts';
import { centsText } from './exact.ts';
import type { Finding, FindingKind } from './finding.ts';
import type { InvoiceHeader } from './inputs/header.ts';
import type { LoadedBooks } from './load-books.ts';
import type { Problem, ProblemList } from './problem.ts';
import type { ReadExport } from './read-exports.ts';
import type { Unjudged } from './scan/line-price.ts';
import { unjudgedPrices, unjudgedSentences } from './unjudged.ts';

type Amounts = { readonly lines: number; readonly subtotal: string; readonly tax: string; readonly total: string };

export type ControlTotal = {
  readonly invoice: string;
  readonly source: string;
  readonly ruleSet: string;
  /** One entry for each currency of an invoice, its own first; empty where neither lines nor header name one. */
  readonly currency: string;
  readonly read: Amounts;
  /** What the header says; a field that it lacks is left out. */
  readonly header?: Partial<Amounts>;
  /** Whether all that the header says was reached; undefined without header. */
  readonly ties?: boolean;
};

/** `byCurrency`: cents of each; `impactCents` is their plain sum, as it always was. */
type OfKind = { count: number; impactCents: number; readonly byCurrency: Record<string, number> };

/** The totals of a run, as `--json` prints them. Money as decimal text, `impactCents` in cents. */
export type FilesReport = {
  readonly lines: { readonly read: number; readonly distinct: number; readonly repeated: number; readonly unreadable: number };
  readonly usageLines: number;
  readonly blobs: {
    readonly read: number;
    readonly duplicatesRemoved: number;
    readonly repeated: readonly { file: string; sameAs: string }[];
  };
  readonly controlTotals: readonly ControlTotal[];
  readonly findings: {
    readonly count: number;
    readonly impactCents: number;
    readonly byKind: Readonly<Partial<Record<FindingKind, OfKind>>>;
  };
  readonly leftOut: readonly string[];
  /** Lines whose price was not held against the price sheets, by reason. */
  readonly pricesNotJudged: Unjudged;
  readonly problems: readonly Problem[];
  readonly isPartial: boolean;
  readonly seconds: number;
  readonly linesPerSecond: number;
};

function controlTotals({ scan, header, source, isComplete }: ReadExport): readonly ControlTotal[] {
  const first = scan.table.byId.values().next().value;
  const invoice = header?.id ?? first?.invoice ?? '';
  return scan.sumsByCurrency(header?.currency).map(({ currency, lines, subtotal, tax, total }, at): ControlTotal => {
    const read: Amounts = { lines, subtotal: centsText(subtotal), tax: centsText(tax), total: centsText(total) };
    const shown = currency === '' ? (header?.currency ?? '') : currency;
    const base = { invoice, source: source.name, ruleSet: scan.vote.chosen, currency: shown, read };
    // A header says what its own currency adds up to, and nothing of others.
    if (header === undefined || at > 0) return base;
    const said = saidBy(header);
    const isOwn = header.currency === undefined || header.currency === shown;
    const keys = Object.keys(said) as (keyof Amounts)[];
    return { ...base, header: said, ties: isComplete && isOwn && keys.every((key) => said[key] === read[key]) };
  });
}

const saidBy = (header: InvoiceHeader): Partial<Amounts> => ({
  ...(header.lines === undefined ? {} : { lines: header.lines }),
  ...(header.subtotal === undefined ? {} : { subtotal: centsText(header.subtotal) }),
  ...(header.tax === undefined ? {} : { tax: centsText(header.tax) }),
  ...(header.total === undefined ? {} : { total: centsText(header.total) }),
});

type Absence = readonly [isAbsent: boolean, what: string];

/** What was not given, and which comparisons are left out for it. */
function absences(books: InvoicedBooks, { tables }: LoadedBooks): readonly Absence[] {
  const hasInvoices = books.invoices.length > 0;
  const absent = (name: keyof typeof tables) => tables[name].length === 0;
  return [
    [!hasInvoices, 'No invoice: nothing that Microsoft charges is compared.'],
    [books.estate === undefined, 'No subscriptions (estate): neither invoice, PSA nor distributor are compared with what was bought.'],
    [books.customers === undefined, 'No customer list: customers that moved away or are not mapped are not looked for.'],
    [books.audit === undefined, 'No audit records: missing refunds are not looked for, and seat changes explain nothing.'],
    [absent('licencePrices'), 'No price sheet: prices charged by Microsoft are not compared.'],
    [absent('fx'), 'No rates (fx.json): tax is not recomputed; exchange rates are taken from the invoice lines.'],
    [hasInvoices && books.usage.lines === 0, 'No daily usage: Azure totals are not compared with their days.'],
    [books.psa === undefined, 'No PSA lines: what customers are billed is not compared.'],
    [books.psa !== undefined && absent('psaProducts'), "No PSA price book: customers' prices are not compared."],
    [books.distributor === undefined, 'No distributor subscriptions: the distributor is not compared.'],
    [books.distributor !== undefined && absent('distributorProducts'), 'No distributor price list: costs are not compared.'],
    [
      books.distributor !== undefined && absent('distributorItems'),
      'No distributor invoice: every subscription counts as charged this month.',
    ],
    [books.mapping === undefined, 'No customer mapping: PSA lines without vendor subscription id are not compared.'],
    [
      books.mapping !== undefined && books.mapping.products === undefined,
      'No product mapping: PSA products, terms and prices are not compared, nor lines without vendor subscription id.',
    ],
    [books.invoices.some(({ scan }) => scan.untaxed.size > 0) && !absent('fx'), `No tax rate for: ${untaxed(books)}.`],
  ];
}

const untaxed = (books: InvoicedBooks): string =>
  [...new Set(books.invoices.flatMap(({ scan }) => [...scan.untaxed]))]
    .sort()
    .map((country) => country || '(no country)')
    .join(', ');

function byKind(findings: readonly Finding[]): Partial<Record<FindingKind, OfKind>> {
  const kinds: Partial<Record<FindingKind, OfKind>> = {};
  for (const { kind, impactCents, currency } of findings) {
    const entry = (kinds[kind] ??= { count: 0, impactCents: 0, byCurrency: {} });
    entry.count += 1;
    entry.impactCents += impactCents;
    entry.byCurrency[currency] = (entry.byCurrency[currency] ?? 0) + impactCents;
  }
  return kinds;
}

export function makeReport(loaded: LoadedBooks, findings: readonly Finding[], problems: ProblemList, seconds: number): FilesReport {
  const { books, exports } = loaded;
  const sum = (of: (one: ReadExport) => number): number => exports.reduce((total, one) => total + of(one), 0);
  const read = sum(({ scan }) => scan.totals.lines);
  const repeated = exports.flatMap((one) => [...one.repeated]);
  return {
    lines: {
      read,
      distinct: sum(({ scan }) => scan.totals.distinctLines),
      repeated: sum(({ scan }) => scan.totals.duplicateLines),
      unreadable: problems.badRows,
    },
    usageLines: books.usage.lines,
    blobs: { read: sum(({ blobs }) => blobs), duplicatesRemoved: repeated.length + loaded.usageRepeated, repeated },
    controlTotals: exports.flatMap(controlTotals),
    findings: {
      count: findings.length,
      impactCents: findings.reduce((total, one) => total + one.impactCents, 0),
      byKind: byKind(findings),
    },
    leftOut: [...absences(books, loaded).flatMap(([isAbsent, what]) => (isAbsent ? [what] : [])), ...unjudgedSentences(books.invoices)],
    pricesNotJudged: unjudgedPrices(books.invoices),
    problems: problems.problems,
    isPartial: problems.isPartial,
    seconds: Math.round(seconds * 1000) / 1000,
    linesPerSecond: seconds === 0 ? 0 : Math.round((read + books.usage.lines) / seconds),
  };
}
