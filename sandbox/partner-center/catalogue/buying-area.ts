import type { Route } from '../../routing.ts';
import { cartRoutes } from '../carts/routes.ts';
import { orderRoutes } from '../orders/routes.ts';
import { promotionRoutes } from '../promotions/routes.ts';
import { catalogueRoutes } from './routes.ts';

/** Everything about what is sold and how it is bought. */
export const buyingRoutes: readonly Route[] = [...catalogueRoutes, ...promotionRoutes, ...cartRoutes, ...orderRoutes];
