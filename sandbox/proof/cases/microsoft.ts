import type { Case } from '../case.ts';
import { azureCases } from './azure.ts';
import { cartCases } from './carts.ts';
import { catalogueCases } from './catalogue.ts';
import { changeCases } from './changes.ts';
import { customerCases } from './customers.ts';
import { entraCases } from './entra.ts';
import { exportCases } from './export.ts';
import { graphCases } from './graph.ts';
import { invoiceCases } from './invoices.ts';
import { limitCases } from './limits.ts';
import { orderCases } from './orders.ts';
import { partnerCases } from './partner.ts';
import { priceCases } from './prices.ts';
import { reconCases } from './recon.ts';
import { subscriptionCases } from './subscriptions.ts';
import { tableCases } from './tables.ts';
import { tenantCases } from './tenant.ts';
import { transferCases } from './transfers.ts';
import { usageCases } from './usage.ts';
import { webhookEventCases } from './webhook-events.ts';

/** Partner Center and Graph, by area. */
export const microsoftAreas: readonly (readonly Case[])[] = [
  entraCases,
  customerCases,
  tenantCases,
  partnerCases,
  catalogueCases,
  priceCases,
  cartCases,
  orderCases,
  subscriptionCases,
  changeCases,
  azureCases,
  transferCases,
  invoiceCases,
  reconCases,
  usageCases,
  exportCases,
  webhookEventCases,
  graphCases,
  limitCases,
  tableCases,
];
