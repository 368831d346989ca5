import { Decimal } from '../../lib/decimal.ts';
import { must } from '../../lib/must.ts';
import { MappingState } from '../../model/mapping.ts';
import { BillingFrequency, Term } from '../../model/term.ts';
import type { Db } from '../../platform/db/connect.ts';
import { type Catalogue, toCatalogue } from './books.ts';

/** What is the same for all customers: read once for a whole comparison. */
export type Catalogues = {
  readonly psa: ReadonlyMap<string, Catalogue>;
  /** Microsoft's `productId:skuId`, lower case, by distributor connection and product. */
  readonly skus: ReadonlyMap<string, string>;
};

export const emptyCatalogue: Catalogue = toCatalogue([], []);
export const skuKey = (connectionId: string, productRemoteId: string): string => `${connectionId}/${productRemoteId}`;

export async function readCatalogues(db: Db): Promise<Catalogues> {
  const services = await db
    .selectFrom('psa_service')
    .select(['connection_id', 'remote_id', 'name', 'price', 'cost'])
    .where('retired_at', 'is', null)
    .execute();
  const mappings = await db
    .selectFrom('product_mapping')
    .select(['connection_id', 'product_id', 'sku_id', 'term', 'frequency', 'promotion_id', 'state', 'service_remote_id'])
    .execute();
  const products = await db
    .selectFrom('distributor_product')
    .select(['connection_id', 'remote_id', 'vendor_sku'])
    .where('vendor_sku', 'is not', null)
    .execute();
  const servicesOf = Map.groupBy(services, (row) => row.connection_id);
  const mappingsOf = Map.groupBy(mappings, (row) => row.connection_id);
  const connections = new Set([...servicesOf.keys(), ...mappingsOf.keys()]);
  const psa = [...connections].map((connectionId): [string, Catalogue] => [
    connectionId,
    toCatalogue(
      (servicesOf.get(connectionId) ?? []).map((row) => ({
        remoteId: row.remote_id,
        name: row.name,
        price: new Decimal(row.price),
        cost: new Decimal(row.cost),
      })),
      (mappingsOf.get(connectionId) ?? []).map((row) => ({
        key: {
          productId: row.product_id,
          skuId: row.sku_id,
          term: Term.parse(row.term),
          frequency: BillingFrequency.parse(row.frequency),
          ...(row.promotion_id !== '' && { promotionId: row.promotion_id }),
        },
        state: MappingState.parse(row.state),
        serviceRemoteId: row.service_remote_id ?? undefined,
      })),
    ),
  ]);
  return {
    psa: new Map(psa),
    skus: new Map(products.map((row) => [skuKey(row.connection_id, row.remote_id), must(row.vendor_sku, 'a vendor SKU').toLowerCase()])),
  };
}
