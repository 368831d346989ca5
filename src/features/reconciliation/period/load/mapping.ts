import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';
import type { Books } from '../../files/books.ts';
import type { CustomerMapping, ProductMapping } from '../../files/model.ts';
import type { ChargedMonth } from '../month.ts';
import { linksAt, servicesAt } from './links.ts';
import { billingOf, termOf } from './words.ts';

type Row = { tenant_id: string; name: string; distributor: string | null; psa: string[] };

/** The confirmed mappings as they were at the end of the month. Accounts are named by our own id: ids of two PSA systems may be the same. */
export async function loadMapping(db: Db, { asOf }: Pick<ChargedMonth, 'asOf'>): Promise<NonNullable<Books['mapping']>> {
  const { rows } = await sql<Row>`
    select c.tenant_id, c.name,
      (array_agg(a.account_id::text order by a.account_id) filter (where a.side = 'distributor'))[1] as distributor,
      coalesce(array_agg(a.account_id::text order by a.account_id) filter (where a.side = 'psa'), '{}') as psa
    from ${linksAt(asOf)} m join customer c using (customer_id) join account a on a.account_id = m.account_id
    group by c.tenant_id, c.name order by c.tenant_id`.execute(db);
  const customers = rows.flatMap((row): CustomerMapping[] => {
    const given = { customerId: row.tenant_id.toLowerCase(), name: row.name, distributorCompanyId: row.distributor ?? '' };
    return row.psa.length === 0 ? [{ ...given, psaCompanyId: '' }] : row.psa.map((psaCompanyId) => ({ ...given, psaCompanyId }));
  });
  return { customers, isComplete: true, products: await loadProducts(db, asOf) };
}

async function loadProducts(db: Db, asOf: Temporal.Instant): Promise<ProductMapping[]> {
  const { rows } = await sql<{ product_id: string; sku_id: string; term: string; frequency: string; promotion_id: string; code: string }>`
    select m.product_id, m.sku_id, m.term, m.frequency, m.promotion_id, s.code
    from ${servicesAt(asOf)} link join product_mapping m using (mapping_id)
    join psa_service s on s.connection_id = m.connection_id and s.remote_id = link.service_remote_id
    order by m.connection_id, m.product_id, m.sku_id, m.term, m.frequency, m.promotion_id`.execute(db);
  return rows.map((row) => ({
    productId: row.product_id,
    skuId: row.sku_id,
    term: termOf(row.term),
    billing: billingOf(row.frequency),
    ...(row.promotion_id !== '' && { promotionId: row.promotion_id }),
    distributorProductId: '',
    psaCode: row.code,
  }));
}
