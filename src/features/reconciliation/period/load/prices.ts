import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';
import { PriceTable } from '../../files/load/price-table.ts';
import { addSheet, extendedKey, forEver, type LicencePrices, licenceKey, longAgo } from '../../files/load/prices.ts';
import { billingOf, fullSku, termOf } from '../../files/load/words.ts';

type Row = {
  is_extended: boolean;
  market: string;
  currency: string;
  product_id: string;
  sku_id: string;
  term: string;
  billing_plan: string;
  micro: number;
  from_day: number | null;
  to_day: number | null;
  /** Last day of the newest month whose sheet lists it. */
  seen_to: number;
};

/**
 * The kept price sheets as one table of prices with their times; only of products that somebody bought. A price that several months list counts
 * once, as the newest of them has it, and no longer than to the end of that month: nobody knows what a sheet that was not read says.
 */
export async function loadPrices(db: Db): Promise<LicencePrices> {
  const { rows } = await sql<Row>`
    select distinct on (sheet.market, sheet.view, row.product_id, row.sku_id, row.term, row.billing_plan, row.starts_at)
      sheet.view = 'licensebasedest' as is_extended, upper(sheet.market) as market, upper(row.currency) as currency,
      row.product_id, row.sku_id, row.term, row.billing_plan, (row.unit_price * 1000000)::float8 as micro,
      (row.starts_at at time zone 'UTC')::date - date '1970-01-01' as from_day, (row.ends_at at time zone 'UTC')::date - date '1970-01-01' as to_day,
      (to_date(sheet.month, 'YYYY-MM') + interval '1 month')::date - date '1970-01-02' as seen_to
    from price_row row join price_sheet sheet using (sheet_id)
    where sheet.state = 'kept' and row.segment in ('', 'Commercial') and coalesce(row.tier_from, 0) <= 1
      and row.product_id in (select product_id from subscription)
    order by sheet.market, sheet.view, row.product_id, row.sku_id, row.term, row.billing_plan, row.starts_at, sheet.month desc, sheet.version desc`.execute(
    db,
  );
  const prices = { table: new PriceTable(), extended: new PriceTable(), currencyOf: new Map<string, string>() };
  const sheet = new PriceTable();
  for (const row of rows) {
    const { market, currency, product_id: productId } = row;
    prices.currencyOf.set(market, currency);
    const term = termOf(row.term);
    if (term === '' || !Number.isSafeInteger(row.micro)) continue;
    const version = { from: row.from_day ?? longAgo, to: Math.min(row.to_day ?? forEver, row.seen_to), price: row.micro };
    if (row.is_extended) prices.extended.add(extendedKey({ market, currency, productId }), version);
    else {
      const key = licenceKey({ market, currency, productId, skuId: fullSku(row.sku_id), term, billing: billingOf(row.billing_plan) });
      sheet.add(key, version);
    }
  }
  addSheet(prices.table, sheet);
  return prices;
}
