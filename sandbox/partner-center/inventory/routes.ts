import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Sku } from '../../world/types.ts';
import { listOf, objectOf, readBody, textOf, toFields, wordOf } from '../body.ts';
import { type Call, callRoute } from '../call.ts';
import { findProduct } from '../catalogue/find.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { isRestrictedIn, restrictionsOf } from './stock.ts';

/** Page "Check inventory". With a region, whether it is sold out there; without, wherever it is. */
function answer(sku: Sku, region: string | undefined) {
  const places = region === undefined ? restrictionsOf(sku) : isRestrictedIn(sku, region) ? [region.toLowerCase()] : [];
  return {
    productId: sku.productId,
    skuId: sku.skuId,
    isRestricted: places.length > 0,
    restrictions: places.map((place) => ({
      reasonCode: 'NotAvailableForSubscription',
      description: `Restriction identified of type 'Location' with values '${place}'.`,
      properties: { type: 'Location', values: place },
    })),
  };
}

function check(call: Call): RemoteAnswer | Refusal {
  const fields = readBody(call.request.body);
  const targets = fields === undefined ? undefined : listOf(fields, 'targetItems');
  if (fields === undefined || targets === undefined || targets.length === 0) return refuse(800002);
  const region = textOf(objectOf(fields, 'inventoryContext'), 'armRegionName');
  const answers: unknown[] = [];
  for (const target of targets) {
    const item = toFields(target);
    const product = findProduct(call.world, wordOf(item, 'productId'));
    if (isRefusal(product)) return product;
    const wanted = textOf(item, 'skuId');
    const skus = call.world.tables.skus.by('productId', product.id).filter((sku) => wanted === undefined || sku.skuId === wanted);
    answers.push(...skus.map((sku) => answer(sku, region)));
  }
  return json(200, answers);
}

export const inventoryRoutes: readonly Route[] = [
  callRoute('POST', '/v1/extensions/product/checkInventory', { audience: 'app', right: 'view' }, check),
];
