import type { Route } from '../routing.ts';
import { customerRoutes } from './customers/routes.ts';
import { licenseRoutes } from './licenses/routes.ts';
import { profileRoutes } from './profiles.ts';
import { relationshipRoutes } from './relationships.ts';
import { userRoutes } from './users/routes.ts';
import { validationRoutes } from './validations/routes.ts';

/** Customers, what is in their tenants, and the partner's own papers. Those with a fixed word in the place of a customer's id come first. */
export const customerAreaRoutes: readonly Route[] = [
  ...relationshipRoutes,
  ...validationRoutes,
  ...customerRoutes,
  ...userRoutes,
  ...licenseRoutes,
  ...profileRoutes,
];
