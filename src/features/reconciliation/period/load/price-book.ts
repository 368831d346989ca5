import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';
import { PriceTable } from '../../files/load/price-table.ts';
import { bookKey, forEver, longAgo } from '../../files/load/prices.ts';

type Row = { code: string; currency: string; micro: number; from_day: number | null; to_day: number | null };

/**
 * The PSA's catalogue as a price book with its times. A catalogue price names no currency: it is in that of the agreements that use it, of
 * several the one of most lines. The first price that was read counts from long ago; what it was before nobody here knows.
 */
export async function loadPriceBook(db: Db): Promise<PriceTable> {
  const { rows } = await sql<Row>`
    with used as (
      select line.connection_id, line.service_remote_id, upper(coalesce(agreement.currency, account.currency, '')) as currency, count(*) as lines
      from psa_line line join account using (account_id)
      left join psa_agreement agreement on agreement.account_id = line.account_id and agreement.connection_id = line.connection_id
        and agreement.remote_id = line.agreement_remote_id
      group by 1, 2, 3),
    main as (
      select distinct on (connection_id, service_remote_id) connection_id, service_remote_id, currency
      from used order by connection_id, service_remote_id, lines desc, currency)
    select service.code, main.currency, (price.price * 1000000)::float8 as micro,
      case when row_number() over one_service > 1 then price.from_on - date '1970-01-01' end as from_day,
      lead(price.from_on) over one_service - date '1970-01-01' - 1 as to_day
    from psa_service service
    join main on main.connection_id = service.connection_id and main.service_remote_id = service.remote_id
    join psa_service_price price on price.connection_id = service.connection_id and price.remote_id = service.remote_id
    window one_service as (partition by price.connection_id, price.remote_id order by price.from_on)`.execute(db);
  const book = new PriceTable();
  for (const { code, currency, micro, from_day, to_day } of rows)
    if (Number.isSafeInteger(micro)) book.add(bookKey(code, currency), { from: from_day ?? longAgo, to: to_day ?? forEver, price: micro });
  return book;
}
