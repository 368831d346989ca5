import type { Case } from './case.ts';
import { catalogueCases } from './cases/catalogue.ts';
import { connectwiseCases } from './cases/connectwise.ts';
import { customerCases } from './cases/customers.ts';
import { invoiceCases } from './cases/invoices.ts';
import { partnerCases } from './cases/partner.ts';
import { pax8Cases } from './cases/pax8.ts';
import { subscriptionCases } from './cases/subscriptions.ts';
import { tdSynnexCases } from './cases/td-synnex.ts';
import { tenantCases } from './cases/tenant.ts';

/** One case for each published sample. Each area has a sandbox of its own, in which later cases may stand on what earlier ones made. */
export const areas: readonly (readonly Case[])[] = [
  customerCases,
  tenantCases,
  partnerCases,
  catalogueCases,
  subscriptionCases,
  invoiceCases,
  pax8Cases,
  connectwiseCases,
  tdSynnexCases,
];

export const cases: readonly Case[] = areas.flat();
