import type { InvoicedBooks } from '../files/books.ts';
import { compare } from '../files/compare.ts';
import type { Finding } from '../files/finding.ts';
import { seenRates } from '../files/load-books.ts';
import { ProblemList } from '../files/problem.ts';
import { addUsage } from '../files/scan/add-usage.ts';
import { AzureUsage } from '../files/scan/azure-usage.ts';
import type { StoredBooks } from './load-books.ts';
import type { ChargedMonth } from './month.ts';
import type { PublishedFile } from './published.ts';
import { openInvoices, type ScannedInvoice } from './scan-invoices.ts';

export type Judged = {
  readonly findings: readonly Finding[];
  readonly stored: StoredBooks;
  readonly books: InvoicedBooks;
  readonly invoices: readonly ScannedInvoice[];
  readonly problems: ProblemList;
};

const nothing = { byId: new Map(), byCustomer: new Map(), isComplete: false };

/** Holds the published files of a month against the books, which are loaded meanwhile: the same engine that compares bare files. */
export async function judge(month: ChargedMonth, files: readonly PublishedFile[], load: () => Promise<StoredBooks>): Promise<Judged> {
  const problems = new ProblemList();
  const open = await openInvoices(files);
  try {
    const usage = new AzureUsage();
    let isUsageComplete = true;
    for (const file of files) {
      if (file.holds === 'usage') isUsageComplete = (await addUsage(file, usage, problems)) && file.isComplete && isUsageComplete;
    }
    const stored = await load();
    const { prices, taxPpm } = stored;
    const invoices = await open.judge({ estate: stored.estate ?? nothing, prices, usage, taxPpm }, problems);
    const books = toBooks(month, stored, { usage, isUsageComplete, invoices });
    const findings = compare(books).findings.filter((finding) => isSure(finding, stored));
    return { findings, stored, books, invoices, problems };
  } finally {
    await open.close();
  }
}

const toBooks = (
  month: ChargedMonth,
  stored: StoredBooks,
  read: Pick<InvoicedBooks, 'usage' | 'isUsageComplete' | 'invoices'>,
): InvoicedBooks => ({
  month: { start: month.start, end: month.end },
  rates: seenRates(read.invoices),
  estate: stored.estate,
  customers: stored.estate && { customers: stored.customers.listed, isComplete: stored.areCustomersComplete },
  audit: stored.audit,
  prices: stored.prices,
  psa: stored.psa,
  distributor: stored.distributor,
  mapping: stored.mapping,
  ...read,
});

/** What is not listed of a tenant that could not be read is not thereby absent. */
const isSure = ({ kind, customerId = '' }: Finding, { unsureTenants }: StoredBooks): boolean =>
  kind !== 'orphan_line' || !unsureTenants.has(customerId);
