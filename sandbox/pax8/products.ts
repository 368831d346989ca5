import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import { prerequisitesOf } from '../world/prices/extra-catalogue.ts';
import type { DistributorAccount, DistributorProduct } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { dependenciesAnswer, pricingAnswer, productAnswer } from './answers/product.ts';
import { badParameter, notFound } from './errors.ts';
import { body, contentAnswer, pageAnswer } from './pages.ts';
import { type SortKey, sorted } from './sorting.ts';
import { findCompany, productsOf } from './visible.ts';

const sortKeys: Readonly<Record<string, SortKey<DistributorProduct>>> = { name: (row) => row.name, vendor: (row) => row.vendorName };

/** GET /products: `search` looks into name and SKU, `vendorName` must fit whole. */
export function listProducts(request: RemoteRequest, world: World, account: DistributorAccount): RemoteAnswer {
  const search = request.query.get('search')?.toLowerCase() ?? '';
  const vendorName = request.query.get('vendorName')?.toLowerCase();
  const wanted = productsOf(world, account).filter(
    (row) =>
      (vendorName === undefined || row.vendorName.toLowerCase() === vendorName) &&
      [row.name, row.sku, row.vendorSku].some((text) => text.toLowerCase().includes(search)),
  );
  const rows = sorted(wanted, request.query.get('sort'), sortKeys);
  if (rows === undefined) return badParameter(request, 'sort', 'sort must be name or vendor');
  return pageAnswer(request, rows, productAnswer);
}

/** GET /products/{id}/pricing: prices of this partner; a company that is not the partner's is not found. */
export function productPricing(
  request: RemoteRequest,
  world: World,
  account: DistributorAccount,
  product: DistributorProduct,
): RemoteAnswer {
  const companyId = request.query.get('companyId');
  if (companyId !== null && findCompany(world, account, companyId) === undefined) return notFound(request, `Company ${companyId}`);
  return contentAnswer(pricingAnswer(product));
}

/** GET /products/{id}/dependencies */
export function productDependencies(world: World, account: DistributorAccount, product: DistributorProduct): RemoteAnswer {
  const bases = prerequisitesOf(product.skuKey);
  const sold = productsOf(world, account).filter((one) => bases.includes(one.skuKey));
  return body(200, dependenciesAnswer(product, sold));
}
