import type { Route } from '../../routing.ts';
import { callRoute } from '../call.ts';
import { withCustomer } from '../customers/with.ts';
import { customerRecords, customerSummary, partnerSummary } from './customers.ts';
import { meterRecords, planRecords, planSummary, resourceRecords, withPlan } from './plans.ts';
import { costLines, costSummary } from './service-costs.ts';
import { getUtilizations } from './utilizations.ts';

const app = { audience: 'app', right: 'view' } as const;
const person = { audience: 'user', right: 'view' } as const;
const customer = '/v1/customers/{customerId}';
const subscription = `${customer}/subscriptions/{subscriptionId}`;

/** Usage and cost of Azure. Some have a fixed word in the place of an id, so they stand before customers and subscriptions. */
export const usageRoutes: readonly Route[] = [
  callRoute('GET', '/v1/usagesummary', person, partnerSummary),
  callRoute('GET', '/v1/customers/usagerecords', person, customerRecords),
  callRoute('GET', `${customer}/usagesummary`, person, withCustomer(customerSummary)),
  callRoute('GET', `${customer}/subscriptions/usagerecords`, person, withCustomer(planRecords)),
  callRoute('GET', `${subscription}/usagesummary`, person, withPlan(planSummary)),
  callRoute('GET', `${subscription}/meterusagerecords`, person, withPlan(meterRecords)),
  callRoute('GET', `${subscription}/resourceusagerecords`, person, withPlan(resourceRecords)),
  callRoute('GET', `${subscription}/utilizations/azure`, app, getUtilizations),
  callRoute('GET', `${customer}/servicecosts/mostrecent`, app, withCustomer(costSummary)),
  callRoute('GET', `${customer}/servicecosts/mostrecent/lineitems`, app, withCustomer(costLines)),
];
