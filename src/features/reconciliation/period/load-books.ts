import type { Db } from '../../../platform/db/connect.ts';
import type { BusinessSettings } from '../../settings/index.ts';
import type { Books } from '../files/books.ts';
import { parseMicro } from '../files/exact.ts';
import type { AuditLog } from '../files/load/audit.ts';
import type { Estate } from '../files/load/estate.ts';
import type { LicencePrices } from '../files/load/prices.ts';
import type { KnownSource } from '../sources.ts';
import type { CreditRules } from './credit-rules.ts';
import { loadAudit } from './load/audit.ts';
import { type LoadedCustomers, loadCustomers } from './load/customers.ts';
import { loadDistributor } from './load/distributor.ts';
import { loadEstate } from './load/estate.ts';
import { loadMapping } from './load/mapping.ts';
import { loadPartners } from './load/partners.ts';
import { loadPrices } from './load/prices.ts';
import { type LoadedPsa, loadPsa } from './load/psa.ts';
import type { ChargedMonth } from './month.ts';

/** What the database knows of a charged month. Of a side that was never read nothing is said: it is undefined. */
export type StoredBooks = {
  readonly estate: Estate | undefined;
  readonly customers: LoadedCustomers;
  readonly areCustomersComplete: boolean;
  readonly audit: AuditLog | undefined;
  readonly prices: LicencePrices;
  readonly taxPpm: ReadonlyMap<string, number>;
  readonly psa: LoadedPsa | undefined;
  readonly distributor: Books['distributor'];
  readonly mapping: NonNullable<Books['mapping']>;
  /** Tenants whose own reading failed: what they seem to lack proves nothing. */
  readonly unsureTenants: ReadonlySet<string>;
};

export type Given = {
  readonly sources: readonly KnownSource[];
  readonly taxRates: Readonly<Record<string, string>>;
  /** Books of which something may be reported. */
  readonly compared: BusinessSettings['compared'];
  /** Who has what Microsoft credits. */
  readonly credits: CreditRules;
};

/** Runs some of the reading in a transaction of its own. */
export type Reading = <Part>(read: (db: Db) => Promise<Part>) => Promise<Part>;

/**
 * Reads the books as they were in the charged month: a fixed number of statements, whatever the number of rows. What the sides say is read side
 * by side, for the database is busy with one while we take in another; each statement sees its own moment, as it does within one transaction.
 */
export async function loadStoredBooks(
  reading: Reading,
  month: ChargedMonth,
  { sources, taxRates }: Pick<Given, 'sources' | 'taxRates'>,
): Promise<StoredBooks> {
  const read = (side: KnownSource['side']) => sources.filter((source) => source.side === side && source.verdict !== 'never');
  const isWhole = (side: KnownSource['side']) => sources.every((source) => source.side !== side || source.verdict === 'complete');
  const [ofMicrosoft, psa, others] = await Promise.all([
    reading(async (db) => ({
      estate: read('microsoft').length === 0 ? undefined : await loadEstate(db, month, await loadPartners(db), isWhole('microsoft')),
      customers: await loadCustomers(db, month),
      audit: await loadAudit(db, month),
    })),
    reading(async (db) => (read('psa').length === 0 ? undefined : await loadPsa(db, month, isWhole('psa')))),
    reading(async (db) => ({
      prices: await loadPrices(db),
      distributor: read('distributor').length === 0 ? undefined : await loadDistributor(db, month, isWhole('distributor')),
      mapping: await loadMapping(db, month),
    })),
  ]);
  return {
    ...ofMicrosoft,
    ...others,
    psa,
    areCustomersComplete: isWhole('microsoft'),
    taxPpm: toPpm(taxRates),
    unsureTenants: new Set(read('microsoft').flatMap((source) => [...source.failedUnits].map((tenant) => tenant.toLowerCase()))),
  };
}

/** Per cent as millionths: `19` is 190000. */
const toPpm = (rates: Given['taxRates']): Map<string, number> =>
  new Map(Object.entries(rates).flatMap(([country, percent]) => perCent(country, parseMicro(percent))));

const perCent = (country: string, micro: number | undefined): [string, number][] => (micro === undefined ? [] : [[country, micro / 100]]);
