import { type Day, parseDay } from '../days.ts';
import type { Billing, Term } from '../model.ts';
import type { ProblemList } from '../problem.ts';
import type { Row } from '../read/row.ts';
import { holdsWholeTerm, perCharge } from './per-charge.ts';
import { PriceTable } from './price-table.ts';
import { needMicro, readTable } from './tables.ts';
import { billingOf, fullSku, termOf } from './words.ts';

export const longAgo: Day = -1_000_000;
export const forEver: Day = 10_000_000;

export type LicencePrices = {
  /** Of one charge each. */
  readonly table: PriceTable;
  /** Of a month in an extended service term, by `extendedKey`. */
  readonly extended: PriceTable;
  /** Currency of a market's price list. */
  readonly currencyOf: ReadonlyMap<string, string>;
};

type LicenceKey = { market: string; currency: string; productId: string; skuId: string; term: Term; billing: Billing };
export const licenceKey = (of: LicenceKey): string => `${of.market}|${of.currency}|${of.productId}|${of.skuId}|${of.term}|${of.billing}`;

/** The extended term of a product is sold under SKUs of its own, and lines need not name them: all of a product stand together. */
export const extendedKey = (of: { market: string; currency: string; productId: string }): string =>
  `${of.market}|${of.currency}|${of.productId}`;

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
  'SkuTitle',
];
const extendedTitle = /extended service term/i;

const validity = (row: Row): { from: Day; to: Day } => ({
  from: parseDay(row.text('EffectiveStartDate', 'effectiveStartDate')) ?? longAgo,
  to: parseDay(row.text('EffectiveEndDate', 'effectiveEndDate')) ?? forEver,
});

/** Microsoft's licence-based price sheets, that of extended service terms among them; what a row holds is decided sheet by sheet. */
export async function loadLicencePrices(files: readonly string[], problems: ProblemList): Promise<LicencePrices> {
  const prices = { table: new PriceTable(), extended: new PriceTable(), currencyOf: new Map<string, string>() };
  for (const file of files) {
    const sheet = new PriceTable();
    await readTable(file, problems, sheetColumns, (row) => {
      const segment = row.text('Segment');
      const term = termOf(row.text('TermDuration'));
      if (term === '' || (segment !== '' && segment !== 'Commercial')) return;
      const price = needMicro(row, file, problems, 'UnitPrice');
      if (price === undefined) return;
      const version = { ...validity(row), price };
      const of = {
        market: row.text('Market').toUpperCase(),
        currency: row.text('Currency').toUpperCase(),
        productId: row.text('ProductId'),
      };
      prices.currencyOf.set(of.market, of.currency);
      if (extendedTitle.test(row.text('SkuTitle'))) prices.extended.add(extendedKey(of), version);
      else sheet.add(licenceKey({ ...of, skuId: fullSku(row.text('SkuId')), term, billing: billingOf(row.text('BillingPlan')) }), version);
    });
    addSheet(prices.table, sheet);
  }
  return prices;
}

/** Adds the rows of a sheet as prices of one charge. A row that may hold anything is left out: what it prices is then not judged. */
export function addSheet(table: PriceTable, sheet: PriceTable): void {
  const isWholeTerm = holdsWholeTerm(sheet);
  for (const [key, versions] of sheet.entries())
    for (const version of versions) {
      const one = perCharge(sheet, key, version, isWholeTerm);
      if (one !== undefined) table.add(key, one);
    }
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
