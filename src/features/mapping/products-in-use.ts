import { sql } from 'kysely';
import type { ProductKey } from '../../model/subscription.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** A product that is bought; `seats` as decimal text. */
export type Used = { readonly key: ProductKey; readonly name: string; readonly subscriptions: number; readonly seats: string };

type KeyParts = { readonly [Part in keyof ProductKey]: string | Extract<ProductKey[Part], undefined> };

/** One text a key, without a promotion ending in nothing. */
export const textOf = ({ productId, skuId, term, frequency, promotionId }: KeyParts): string =>
  [productId, skuId, term, frequency, promotionId ?? ''].join('|');

export const withoutPromotion = ({ promotionId: _promotionId, ...key }: ProductKey): ProductKey => key;

/**
 * What is bought, each promotion for itself and behind its product without one, which stands there also while nobody buys it: it says what bills
 * the others. Trials and usage plans are not billed by seat.
 */
export async function productsInUse(tx: Tx): Promise<readonly Used[]> {
  const { rows } = await sql<{
    product_id: string;
    sku_id: string;
    term: ProductKey['term'];
    frequency: ProductKey['frequency'];
    promotion_id: string | null;
    name: string;
    n: number;
    seats: string;
  }>`
    select product_id, sku_id, term, frequency, promotion_id, max(offer_name) as name, count(*)::int as n, sum(seats)::text as seats
    from subscription
    where retired_at is null and not is_trial and not is_usage and status in ('active', 'suspended', 'pending')
    group by product_id, sku_id, term, frequency, promotion_id`.execute(tx);
  const sold = rows.map(
    (row): Used => ({
      key: {
        productId: row.product_id,
        skuId: row.sku_id,
        term: row.term,
        frequency: row.frequency,
        ...(row.promotion_id !== null && { promotionId: row.promotion_id }),
      },
      name: row.name,
      subscriptions: row.n,
      seats: row.seats,
    }),
  );
  const [promoted, plain] = [sold.filter(isPromoted), sold.filter((each) => !isPromoted(each))];
  const known = new Set(plain.map(({ key }) => textOf(key)));
  const missing = new Map(promoted.map(({ key, name }) => [textOf(withoutPromotion(key)), { key: withoutPromotion(key), name }]));
  const unsold = [...missing].flatMap(([text, each]) => (known.has(text) ? [] : [{ ...each, subscriptions: 0, seats: '0' }]));
  return [...plain, ...unsold, ...promoted];
}

const isPromoted = ({ key }: Used): boolean => key.promotionId !== undefined;
