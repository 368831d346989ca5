import type { Route } from '../../routing.ts';
import { cartRoutes } from '../carts/routes.ts';
import { inventoryRoutes } from '../inventory/routes.ts';
import { offerRoutes } from '../offers/routes.ts';
import { orderRoutes } from '../orders/routes.ts';
import { productUpgradeRoutes } from '../product-upgrades/routes.ts';
import { promotionRoutes } from '../promotions/routes.ts';
import { otherPriceRoutes } from './other-prices.ts';
import { catalogueRoutes } from './routes.ts';

/** Everything about what is sold and how it is bought. */
export const buyingRoutes: readonly Route[] = [
  ...catalogueRoutes,
  ...promotionRoutes,
  ...cartRoutes,
  ...orderRoutes,
  ...offerRoutes,
  ...inventoryRoutes,
  ...productUpgradeRoutes,
  ...otherPriceRoutes,
];
