import { type Day, parseDay } from '../days.ts';
import { mulDivDown } from '../exact.ts';
import type { Billing, Term } from '../model.ts';
import type { ProblemList } from '../problem.ts';
import type { Row } from '../read/row.ts';
import { needMicro, readTable } from './tables.ts';
import { billingOf, fullSku, termOf } from './words.ts';

export type PriceVersion = { readonly from: Day; readonly to: Day; readonly price: number };

/** The price that was valid on a day: of several the one that began last. */
export function priceOn(versions: readonly PriceVersion[], on: Day): number | undefined {
  let best: PriceVersion | undefined;
  for (const version of versions) {
    if (version.from > on || on > version.to) continue;
    if (best === undefined || version.from > best.from) best = version;
  }
  return best?.price;
}

/** Prices in millionths by any key, each valid for a time. */
export class PriceTable {
  readonly #versions = new Map<string, PriceVersion[]>();

  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  add(key: string, version: PriceVersion): void {
    const list = this.#versions.get(key);
    if (list === undefined) this.#versions.set(key, [version]);
    else list.push(version);
  }

  find(key: string, on: Day): number | undefined {
    return priceOn(this.versions(key), on);
  }

  versions(key: string): readonly PriceVersion[] {
    return this.#versions.get(key) ?? [];
  }

  entries(): IterableIterator<[string, PriceVersion[]]> {
    return this.#versions.entries();
  }
}

export const longAgo: Day = -1_000_000;
export const forEver: Day = 10_000_000;

export type LicencePrices = {
  readonly table: PriceTable;
  /** Currency of a market's price list. */
  readonly currencyOf: ReadonlyMap<string, string>;
};

type LicenceKey = { market: string; currency: string; productId: string; skuId: string; term: Term; billing: Billing };
export const licenceKey = (of: LicenceKey): string => `${of.market}|${of.currency}|${of.productId}|${of.skuId}|${of.term}|${of.billing}`;

const sheetColumns = [
  'ProductId!',
  'SkuId!',
  'TermDuration!',
  'BillingPlan!',
  'Market!',
  'Currency!',
  'UnitPrice!',
  'EffectiveStartDate',
  'EffectiveEndDate',
  'Segment',
];

const validity = (row: Row): { from: Day; to: Day } => ({
  from: parseDay(row.text('EffectiveStartDate', 'effectiveStartDate')) ?? longAgo,
  to: parseDay(row.text('EffectiveEndDate', 'effectiveEndDate')) ?? forEver,
});

/**
 * Microsoft's licence-based price sheet. UnitPrice of a P1Y or P3Y row with monthly billing is the price of the whole term in
 * Microsoft's own sheets and of one charge in others: the ratio to the annual row decides (partner price sheets, read by two clients).
 */
export async function loadLicencePrices(files: readonly string[], problems: ProblemList): Promise<LicencePrices> {
  const table = new PriceTable();
  const currencyOf = new Map<string, string>();
  for (const file of files) {
    const sheet = new PriceTable();
    await readTable(file, problems, sheetColumns, (row) => {
      const segment = row.text('Segment');
      const term = termOf(row.text('TermDuration'));
      if (term === '' || (segment !== '' && segment !== 'Commercial')) return;
      const price = needMicro(row, file, problems, 'UnitPrice');
      if (price === undefined) return;
      const market = row.text('Market').toUpperCase();
      const currency = row.text('Currency').toUpperCase();
      currencyOf.set(market, currency);
      const key = licenceKey({
        market,
        currency,
        productId: row.text('ProductId'),
        skuId: fullSku(row.text('SkuId')),
        term,
        billing: billingOf(row.text('BillingPlan')),
      });
      sheet.add(key, { ...validity(row), price });
    });
    const wholeTerm = holdsWholeTerm(sheet);
    for (const [key, versions] of sheet.entries()) for (const version of versions) table.add(key, perCharge(key, version, wholeTerm));
  }
  return { table, currencyOf };
}

const monthsOfTerm = (key: string): number => (key.includes('|P3Y|') ? 36 : 12);
const isSplit = (key: string): boolean => key.endsWith('|monthly') && !key.includes('|P1M|');

function perCharge(key: string, version: PriceVersion, wholeTerm: boolean): PriceVersion {
  return wholeTerm && isSplit(key) ? { ...version, price: mulDivDown(version.price, 1, monthsOfTerm(key)) } : version;
}

/** By majority over all products that have both rows; a twelfth (0.0833-0.0875) is a month's price, about 1 is the term's. */
function holdsWholeTerm(sheet: PriceTable): boolean {
  let terms = 0;
  let charges = 0;
  for (const [key, versions] of sheet.entries()) {
    if (!isSplit(key) || !key.includes('|P1Y|')) continue;
    const [monthly] = versions;
    const annual = monthly === undefined ? undefined : sheet.find(key.replace(/monthly$/, 'annual'), monthly.from);
    if (monthly === undefined || annual === undefined || annual === 0) continue;
    if (monthly.price > annual / 2) terms += 1;
    else charges += 1;
  }
  return terms > charges;
}

export const bookKey = (code: string, currency: string): string => `${code}|${currency}`;

/** The PSA's price book: product code, currency, price, validity. */
export async function loadPriceBook(files: readonly string[], problems: ProblemList): Promise<PriceTable> {
  const table = new PriceTable();
  for (const file of files) {
    await readTable(file, problems, ['identifier!', 'currency', 'price!', 'effectiveStartDate', 'effectiveEndDate'], (row) => {
      const price = needMicro(row, file, problems, 'price');
      if (price !== undefined) table.add(bookKey(row.text('identifier'), row.text('currency').toUpperCase()), { ...validity(row), price });
    });
  }
  return table;
}

export const costKey = (productId: string, term: Term, billing: Billing, currency: string): string =>
  `${productId}|${term}|${billing}|${currency}`;

/** What the distributor asks, by product, term, billing and currency. */
export async function loadDistributorPrices(files: readonly string[], problems: ProblemList): Promise<PriceTable> {
  const table = new PriceTable();
  const columns = [
    'productId!',
    'currency',
    'billingTerm!',
    'commitmentTerm!',
    'partnerBuyRate!',
    'effectiveStartDate',
    'effectiveEndDate',
  ];
  for (const file of files) {
    const whole = await readTable(file, problems, columns, (row) => {
      const price = needMicro(row, file, problems, 'partnerBuyRate');
      if (price === undefined) return;
      const key = costKey(
        row.text('productId'),
        termOf(row.text('commitmentTerm')),
        billingOf(row.text('billingTerm')),
        row.text('currency').toUpperCase(),
      );
      table.add(key, { ...validity(row), price });
    });
    // Rows have no end date: half a list would let old prices stand for new ones.
    if (!whole) return new PriceTable();
  }
  return table;
}
