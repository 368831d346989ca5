import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { marketOf } from '../../world/prices/markets.ts';
import type { Availability, Sku } from '../../world/types.ts';
import { type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { availabilityAnswer, localized, productAnswer, skuAnswer } from './answers.ts';
import { findItem, findProduct, findSku, noAvailability, noProduct, noSku, salesOf } from './find.ts';
import { legacyAzureSku } from './legacy-azure.ts';
import { productsIn, readSegments, readView, segmentsOf, skusIn } from './views.ts';

const app = { audience: 'app', right: 'view' } as const;

/** Where a call looks: a country's catalogue, or what one customer may buy. */
type Shop = {
  readonly call: Call;
  readonly country: string;
  readonly segments: ReadonlySet<Availability['segment']>;
  readonly customerId: string | undefined;
};

const asked = (call: Call, name: string): string | null => {
  const found = [...call.request.query].find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : found[1];
};

function shopOf(call: Call): Shop | Refusal {
  const customerId = call.params['customerId'];
  if (customerId !== undefined) {
    const known = findCustomer(call.world, call.account, customerId);
    if (isRefusal(known)) return known;
    const segments = readSegments(asked(call, 'targetSegment'), segmentsOf(call.world, known.customer.id));
    return isRefusal(segments) ? segments : { call, country: known.customer.country, segments, customerId: known.customer.id };
  }
  const country = asked(call, 'country');
  if (country === null || marketOf(country) === undefined) return refuse(800002);
  const segments = readSegments(asked(call, 'targetSegment'));
  return isRefusal(segments) ? segments : { call, country: country.toUpperCase(), segments, customerId: undefined };
}

const inShop = (work: (shop: Shop) => RemoteAnswer | Refusal) => (call: Call) => {
  const shop = shopOf(call);
  return isRefusal(shop) ? shop : work(shop);
};

/** The list's own address as it was asked. */
const selfOf = ({ call }: Shop) => ({ self: link(`${call.request.path.replace(/^\/v1/i, '')}${call.request.rawQuery}`) });

function listProducts(shop: Shop): RemoteAnswer | Refusal {
  const { call, country, segments, customerId } = shop;
  const target = asked(call, 'targetView');
  if (target === null) return refuse(800002);
  const view = readView(target);
  if (isRefusal(view)) return view;
  // The documented answer for a customer and this view lists SKUs.
  if (customerId !== undefined && target.toLowerCase() === 'microsoftazure') return listAllSkus(shop);
  const products = productsIn(call.world, view, segments);
  return json(
    200,
    collection(
      products.map((product) => productAnswer(product, country)),
      selfOf(shop),
    ),
  );
}

function listAllSkus(shop: Shop): RemoteAnswer | Refusal {
  const { call, country, segments } = shop;
  const target = asked(call, 'targetView');
  if (target === null) return refuse(800002);
  const view = readView(target);
  if (isRefusal(view)) return view;
  const skus = productsIn(call.world, view, segments).flatMap((product) => skusIn(call.world, product, segments));
  const legacy = target.toLowerCase() === 'microsoftazure' ? [legacyAzureSku(country)] : [];
  return json(200, collection([...legacy, ...skus.map((sku) => skuAnswer(call.world, sku, country, 'Commercial'))], selfOf(shop)));
}

function getProduct({ call, country, segments, customerId }: Shop): RemoteAnswer | Refusal {
  const product = findProduct(call.world, call.params['productId'] ?? '');
  if (isRefusal(product)) return product;
  const skus = skusIn(call.world, product, segments);
  if (customerId !== undefined && skus.length === 0) return noProduct();
  const isPlan = skus.some((sku) => sku.kind === 'azurePlan');
  return json(200, {
    ...productAnswer(product, country),
    ...(customerId !== undefined && isPlan ? { localizedAttributes: localized } : {}),
  });
}

function listSkus(shop: Shop): RemoteAnswer | Refusal {
  const { call, country, segments } = shop;
  const product = findProduct(call.world, call.params['productId'] ?? '');
  if (isRefusal(product)) return product;
  const skus = skusIn(call.world, product, segments);
  return json(
    200,
    collection(
      skus.map((sku) => skuAnswer(call.world, sku, country)),
      selfOf(shop),
    ),
  );
}

/** A SKU that this shop sells. */
function skuIn({ call, segments, customerId }: Shop): Sku | Refusal {
  const sku = findSku(call.world, call.params['productId'] ?? '', call.params['skuId'] ?? '');
  if (isRefusal(sku)) return sku;
  const sold = customerId === undefined || salesOf(call.world, sku).some((sale) => segments.has(sale.segment));
  return sold ? sku : noSku();
}

function getSku(shop: Shop): RemoteAnswer | Refusal {
  const sku = skuIn(shop);
  return isRefusal(sku) ? sku : json(200, skuAnswer(shop.call.world, sku, shop.country));
}

const wantsLifeCycle = (call: Call): boolean => asked(call, 'IncludeLifeCycleState')?.toLowerCase() === 'true';

function listAvailabilities(shop: Shop): RemoteAnswer | Refusal {
  const { call, country, segments } = shop;
  const sku = skuIn(shop);
  if (isRefusal(sku)) return sku;
  const sales = salesOf(call.world, sku).filter((sale) => segments.has(sale.segment));
  const items = sales.map((sale) => availabilityAnswer(call.world, sku, sale, country, { full: false, lifeCycle: wantsLifeCycle(call) }));
  return json(200, collection(items, selfOf(shop)));
}

function getAvailability(shop: Shop): RemoteAnswer | Refusal {
  const { call, country, segments, customerId } = shop;
  const { productId = '', skuId = '', availabilityId = '' } = call.params;
  const item = findItem(call.world, { productId, skuId, availabilityId }, country);
  if (isRefusal(item)) return item;
  if (customerId !== undefined && !segments.has(item.sale.segment)) return noAvailability();
  return json(200, availabilityAnswer(call.world, item.sku, item.sale, country, { full: true, lifeCycle: wantsLifeCycle(call) }));
}

const below = (root: string): readonly Route[] => [
  callRoute('GET', `${root}/products`, app, inShop(listProducts)),
  callRoute('GET', `${root}/products/all/skus`, app, inShop(listAllSkus)),
  callRoute('GET', `${root}/products/{productId}`, app, inShop(getProduct)),
  callRoute('GET', `${root}/products/{productId}/skus`, app, inShop(listSkus)),
  callRoute('GET', `${root}/products/{productId}/skus/{skuId}`, app, inShop(getSku)),
  callRoute('GET', `${root}/products/{productId}/skus/{skuId}/availabilities`, app, inShop(listAvailabilities)),
  callRoute('GET', `${root}/products/{productId}/skus/{skuId}/availabilities/{availabilityId}`, app, inShop(getAvailability)),
];

/** The catalogue: of a country, and of a customer. */
export const catalogueRoutes: readonly Route[] = [...below('/v1'), ...below('/v1/customers/{customerId}')];
