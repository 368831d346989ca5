import type { Case } from '../case.ts';
import { catalogueCases } from './catalogue.ts';
import { customerCases } from './customers.ts';
import { invoiceCases } from './invoices.ts';
import { partnerCases } from './partner.ts';
import { priceCases } from './prices.ts';
import { subscriptionCases } from './subscriptions.ts';
import { tenantCases } from './tenant.ts';

/** Partner Center, by area. */
export const microsoftAreas: readonly (readonly Case[])[] = [
  customerCases,
  tenantCases,
  partnerCases,
  catalogueCases,
  priceCases,
  subscriptionCases,
  invoiceCases,
];
