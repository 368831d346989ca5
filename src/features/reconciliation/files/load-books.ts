import type { Books, InvoicedBooks, Rates } from './books.ts';
import { type BesideLines, compareBesideLines } from './compare.ts';
import { addMonths } from './days.ts';
import { findExports } from './inputs/exports.ts';
import type { FilesInput, Tables } from './inputs/layout.ts';
import { findTables } from './inputs/layout.ts';
import { loadRates } from './inputs/rates.ts';
import { loadAudit } from './load/audit.ts';
import { type Estate, loadCustomers, loadEstate } from './load/estate.ts';
import {
  billedOn,
  loadBilledItems,
  loadCompanies,
  loadCustomerMappings,
  loadDistributor,
  loadDistributorCompanies,
  loadProductMappings,
  loadPsaLines,
} from './load/partners.ts';
import { loadDistributorPrices, loadLicencePrices, loadPriceBook } from './load/prices.ts';
import { loadBefore } from './load-before.ts';
import { ProblemList } from './problem.ts';
import { type OpenInvoices, openInvoices, type ReadExport, readUsage } from './read-exports.ts';
import { AzureUsage } from './scan/azure-usage.ts';

export type LoadedBooks = {
  readonly books: InvoicedBooks;
  /** What could be compared while lines were still being read; undefined where only they tell the month or the rates. */
  readonly beside: BesideLines | undefined;
  readonly exports: readonly ReadExport[];
  readonly usageRepeated: number;
  readonly tables: Tables;
};

/** Reads everything: what grows with the estate into memory, invoice and usage lines as streams. */
export async function loadBooks(input: FilesInput, problems: ProblemList): Promise<LoadedBooks> {
  const late = new ProblemList();
  const invoices = await openInvoices(await findExports(input, 'invoice', late), late);
  try {
    return await loadBeside(invoices, late, input, problems);
  } finally {
    await invoices.close();
  }
}

/** Loads all other books while invoice lines are being read and judged. */
async function loadBeside(invoices: OpenInvoices, late: ProblemList, input: FilesInput, problems: ProblemList): Promise<LoadedBooks> {
  const tables = await findTables(input);
  const judged = await loadJudged(tables, input, problems);
  const { estate, prices, given, usage } = judged;
  const headed = headedMonth(invoices.headers);
  const judging = invoices.judge(
    {
      estate: estate ?? { byId: new Map(), byCustomer: new Map(), isComplete: false },
      prices,
      usage,
      taxPpm: given?.taxPpm ?? new Map<string, number>(),
      partner: input.partner,
      estatePartners: estate && partnersOf(estate),
    },
    late,
  );
  const loading = loadOthers(judged, tables, input, problems);
  const compared = loading.then(async (toBooks) => {
    if (headed === undefined || given === undefined) return undefined;
    const books = await toBooks(headed, given);
    return { books, beside: compareBesideLines(books) };
  });
  const [exports, toBooks, early] = await Promise.all([judging, loading, compared]);
  problems.absorb(late);
  const books = early?.books ?? (await toBooks(headed ?? chargedMonth(exports), given ?? seenRates(exports)));
  return { books: { ...books, invoices: exports }, beside: early?.beside, exports, usageRepeated: judged.usageRepeated, tables };
}

/** Whose subscriptions these are; nothing is said by a list that was not read to its end. */
function partnersOf(estate: Estate): ReadonlySet<string> {
  const partners = new Set<string>();
  if (!estate.isComplete) return partners;
  for (const listed of estate.byId.values()) for (const { partnerId } of listed) partners.add(partnerId);
  // A subscription that names no tenant may be anybody's.
  return partners.has('') ? new Set() : partners;
}

/** What lines are held against, and the tables that lie beside it. */
async function loadJudged(tables: Tables, input: FilesInput, problems: ProblemList) {
  const estate = tables.subscriptions.length === 0 ? undefined : await loadEstate(tables.subscriptions, problems);
  const customers = tables.customers.length === 0 ? undefined : await loadCustomers(tables.customers, problems);
  const audit = tables.audit.length === 0 ? undefined : await loadAudit(tables.audit, problems);
  const prices = await loadLicencePrices(tables.licencePrices, problems);
  const given = await loadRates(tables.fx, problems);
  const usage = new AzureUsage();
  let isUsageComplete = true;
  let usageRepeated = 0;
  for (const source of await findExports(input, 'usage', problems)) {
    const read = await readUsage(source, usage, problems);
    isUsageComplete &&= read.isComplete;
    usageRepeated += read.repeated;
  }
  return { estate, customers, audit, prices, given, usage, isUsageComplete, usageRepeated };
}

type LoadedJudged = Awaited<ReturnType<typeof loadJudged>>;
type ToBooks = (month: Month, rates: Rates) => Promise<Books>;

/** What no line is held against. Whole books need the billed month and the rates, which lines may have to tell. */
async function loadOthers(judged: LoadedJudged, tables: Tables, input: FilesInput, problems: ProblemList): Promise<ToBooks> {
  const { estate, customers, audit, prices, usage, isUsageComplete } = judged;
  const psa = await loadPsa(tables, problems);
  const distributor = await loadDistributorBooks(tables, problems);
  const mapping = await loadMapping(tables, problems);
  return async (month, rates) => {
    const before = await loadBefore(input, month, problems);
    return {
      month,
      rates,
      estate,
      ...(before !== undefined && { before }),
      customers,
      audit,
      prices,
      usage,
      isUsageComplete,
      psa: psa && { ...psa, lines: billedOn(psa.lines, month.end) },
      distributor,
      mapping,
    };
  };
}

async function loadPsa(tables: Tables, problems: ProblemList) {
  if (tables.psaAdditions.length === 0) return undefined;
  return {
    ...(await loadPsaLines(tables.psaAdditions, problems)),
    book: await loadPriceBook(tables.psaProducts, problems),
    companies: await loadCompanies(tables.psaCompanies, problems),
  };
}

async function loadDistributorBooks(tables: Tables, problems: ProblemList): Promise<Books['distributor']> {
  if (tables.distributorSubscriptions.length === 0) return undefined;
  const { subscriptions, isComplete } = await loadDistributor(tables.distributorSubscriptions, problems);
  const prices = await loadDistributorPrices(tables.distributorProducts, problems);
  const tenants = await loadDistributorCompanies(tables.distributorCompanies, problems);
  const billed = tables.distributorItems.length === 0 ? undefined : await loadBilledItems(tables.distributorItems, problems);
  return { subscriptions, isComplete, prices, tenants, billed };
}

async function loadMapping(tables: Tables, problems: ProblemList): Promise<Books['mapping']> {
  if (tables.mappedCustomers.length === 0) return undefined;
  const mapped = await loadCustomerMappings(tables.mappedCustomers, problems);
  return { ...mapped, products: await loadProductMappings(tables.mappedProducts, problems) };
}

type Month = Books['month'];

/** The billed month by the invoices' headers. */
function headedMonth(headers: OpenInvoices['headers']): Month | undefined {
  for (const header of headers) if (header?.from !== undefined && header.to !== undefined) return { start: header.from, end: header.to };
  return undefined;
}

/** The month in which most subscriptions are charged. */
function chargedMonth(exports: readonly ReadExport[]): Month {
  const months = new Map<number, number>();
  for (const { scan } of exports) for (const [start, count] of scan.months) months.set(start, (months.get(start) ?? 0) + count);
  const [best] = [...months].sort((a, b) => b[1] - a[1]);
  const start = best?.[0] ?? 0;
  return { start, end: addMonths(start, 1) - 1 };
}

/** Without a rates file: the rates that the invoice lines themselves use. */
export function seenRates(exports: readonly Pick<ReadExport, 'scan'>[]): Rates {
  const rates = new Map<string, number>();
  let billingCurrency = '';
  for (const { scan } of exports) {
    for (const [currency, rate] of scan.rates) if (!rates.has(currency)) rates.set(currency, rate);
    billingCurrency ||= scan.billingCurrency;
  }
  return { billingCurrency: billingCurrency === '' ? 'EUR' : billingCurrency, rates, taxPpm: new Map() };
}
