import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';
import { mulDivDown } from '../../files/exact.ts';
import { forEver, type LicencePrices, licenceKey, longAgo, PriceTable } from '../../files/load/prices.ts';
import { billingOf, fullSku, termOf } from '../../files/load/words.ts';

type Row = {
  market: string;
  currency: string;
  basis: string | null;
  product_id: string;
  sku_id: string;
  term: string;
  billing_plan: string;
  micro: number;
  from_day: number | null;
  to_day: number | null;
};

/**
 * The kept price sheets as one table of prices with their times. A price that several months list counts once, as the newest sheet has
 * it; only of products that somebody bought. Sheets of extended service terms list the same products at other prices.
 */
export async function loadPrices(db: Db): Promise<LicencePrices> {
  const { rows } = await sql<Row>`
    select distinct on (sheet.market, row.product_id, row.sku_id, row.term, row.billing_plan, row.starts_at)
      sheet.market, upper(row.currency) as currency, sheet.basis, row.product_id, row.sku_id, row.term, row.billing_plan,
      (row.unit_price * 1000000)::float8 as micro,
      (row.starts_at at time zone 'UTC')::date - date '1970-01-01' as from_day, (row.ends_at at time zone 'UTC')::date - date '1970-01-01' as to_day
    from price_row row join price_sheet sheet using (sheet_id)
    where sheet.state = 'kept' and sheet.view <> 'licensebasedest' and row.segment in ('', 'Commercial') and coalesce(row.tier_from, 0) <= 1
      and row.product_id in (select product_id from subscription)
    order by sheet.market, row.product_id, row.sku_id, row.term, row.billing_plan, row.starts_at, sheet.month desc, sheet.version desc`.execute(
    db,
  );
  const table = new PriceTable();
  const currencyOf = new Map<string, string>();
  for (const row of rows) {
    const market = row.market.toUpperCase();
    currencyOf.set(market, row.currency);
    const term = termOf(row.term);
    if (term === '' || !Number.isSafeInteger(row.micro)) continue;
    const billing = billingOf(row.billing_plan);
    const key = licenceKey({ market, currency: row.currency, productId: row.product_id, skuId: fullSku(row.sku_id), term, billing });
    table.add(key, { from: row.from_day ?? longAgo, to: row.to_day ?? forEver, price: perCharge(row, term, billing) });
  }
  return { table, currencyOf };
}

/** A sheet says of itself whether a monthly row of a longer term holds the whole term (partner-center-api reference 6.3). */
function perCharge(row: Row, term: string, billing: string): number {
  const isSplit = row.basis === 'wholeTerm' && billing === 'monthly' && term !== 'P1M';
  return isSplit ? mulDivDown(row.micro, 1, term === 'P3Y' ? 36 : 12) : row.micro;
}
