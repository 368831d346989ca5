import type { Route } from '../routing.ts';
import { agreementRoutes } from './agreements/routes.ts';
import { applicationConsentRoutes } from './application-consents/routes.ts';
import { customerRoutes } from './customers/routes.ts';
import { customerPageRoutes } from './customers-pages.ts';
import { securityReportRoutes } from './customers-requests.ts';
import { dapRoutes } from './dap/routes.ts';
import { fraudRoutes } from './fraud/routes.ts';
import { licenseRoutes } from './licenses/routes.ts';
import { managedServiceRoutes } from './managed-services/routes.ts';
import { profileRoutes } from './profiles.ts';
import { qualificationRoutes } from './qualifications/routes.ts';
import { relationshipRoutes } from './relationships.ts';
import { serviceIncidentRoutes } from './service-incidents/routes.ts';
import { serviceRequestRoutes } from './service-requests/routes.ts';
import { userRoutes } from './users/routes.ts';
import { validationRoutes } from './validations/routes.ts';

/** Customers, what is in their tenants, and the partner's own papers. Those with a fixed word in the place of a customer's id come first. */
export const customerAreaRoutes: readonly Route[] = [
  ...relationshipRoutes,
  ...validationRoutes,
  ...customerRoutes,
  ...userRoutes,
  ...licenseRoutes,
  ...agreementRoutes,
  ...qualificationRoutes,
  ...applicationConsentRoutes,
  ...managedServiceRoutes,
  ...serviceRequestRoutes,
  ...profileRoutes,
  ...fraudRoutes,
  ...securityReportRoutes,
  ...serviceIncidentRoutes,
  ...customerPageRoutes,
  ...dapRoutes,
];
