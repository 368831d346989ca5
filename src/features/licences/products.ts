import type { Marketplace } from '../../connectors/ports.ts';
import { isAppError } from '../../lib/errors.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { PieceSyncer } from '../reading.ts';

type Product = { readonly productId: string; readonly skuId: string };

/** Which id the directory has for each product that customers own: without it nobody can tell which licences belong to which subscription. */
export const licenceProductSyncer: PieceSyncer<Marketplace> = {
  kind: 'products',
  counted: 'products',
  pieces: async ({ context, remote, connectionId, signal }) => {
    const { provisioningId } = remote;
    const market = await remote.market?.(signal);
    if (provisioningId === undefined || market === undefined) return { pieces: [], refused: [] };
    const products = await unknownProducts(context, connectionId);
    return {
      pieces: products.map((product) => ({
        key: `${product.productId}:${product.skuId}`,
        name: `${product.productId}:${product.skuId}`,
        read: async (of) => {
          await keep(context, product, await idOf(provisioningId, { ...product, market }, of));
          return { outcome: 'created' };
        },
      })),
      refused: [],
    };
  },
};

/** A product that is no longer in the catalogue has no id that anybody could ask for. */
async function idOf(
  provisioningId: NonNullable<Marketplace['provisioningId']>,
  product: Product & { readonly market: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await provisioningId(product, signal);
  } catch (error) {
    if (isAppError(error) && error.code === 'remote_not_found') return undefined;
    throw error;
  }
}

const unknownProducts = (context: Context, connectionId: string): Promise<Product[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await tx
      .selectFrom('subscription')
      .leftJoin('licence_product', (join) =>
        join
          .onRef('licence_product.product_id', '=', 'subscription.product_id')
          .onRef('licence_product.sku_id', '=', 'subscription.sku_id'),
      )
      .select(['subscription.product_id', 'subscription.sku_id'])
      .distinct()
      .where('subscription.connection_id', '=', connectionId)
      .where('subscription.retired_at', 'is', null)
      .where('subscription.is_usage', '=', false)
      // Offers of old commerce are one GUID and have no SKU in the catalogue.
      .where('subscription.sku_id', '!=', '')
      .where('licence_product.product_id', 'is', null)
      .orderBy('subscription.product_id')
      .orderBy('subscription.sku_id')
      .execute();
    return rows.map((row) => ({ productId: row.product_id, skuId: row.sku_id }));
  });

const keep = (context: Context, { productId, skuId }: Product, provisioningId: string | undefined): Promise<unknown> =>
  inScope(context.db, everything, (tx) =>
    tx
      .insertInto('licence_product')
      .values({ product_id: productId, sku_id: skuId, provisioning_id: provisioningId ?? null, seen_at: context.clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
