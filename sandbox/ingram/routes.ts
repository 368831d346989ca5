import type { Remote } from '../remote.ts';
import { type Route, route, routed } from '../routing.ts';
import { getPlan, listPlans, listProducts } from './catalogue.ts';
import { createAccount, findAccount, getAccount, listAccounts, updateAccount } from './customers.ts';
import { notFound, refuse } from './errors.ts';
import { createOrder, estimateOrder, getOrder, listOrders, updateOrder } from './orders/orders.ts';
import { createReport, downloadReport, getReport, listReports } from './reports.ts';
import { guarded, open } from './session.ts';
import { getSubscription, listSubscriptions, specialPricing, updateSubscription } from './subscriptions.ts';
import { issueRealmToken, issueToken, issueXvantageToken } from './token.ts';
import { validateParameters } from './validation.ts';
import { xvantageRoutes } from './xvantage.ts';

const customerRoutes: readonly Route[] = [
  guarded('GET', '/customers', (call) => listAccounts(call, 'customer')),
  guarded('POST', '/customers', (call) => createAccount(call, 'customer')),
  guarded('GET', '/customers/{id}', (call) => getAccount(call, 'customer')),
  guarded('PATCH', '/customers/{id}', (call) => updateAccount(call, 'customer')),
  guarded('GET', '/resellers', (call) => listAccounts(call, 'reseller')),
  guarded('POST', '/resellers', (call) => createAccount(call, 'reseller')),
  guarded('GET', '/resellers/{id}', (call) => getAccount(call, 'reseller')),
  guarded('PATCH', '/resellers/{id}', (call) => updateAccount(call, 'reseller')),
];

/** Below one reseller; the partner itself is one too. */
const ofReseller = (
  method: string,
  path: string,
  work: (call: Parameters<typeof listOrders>[0], id: string) => ReturnType<typeof listOrders>,
): Route =>
  guarded(method, `/resellers/{id}${path}`, (call) => {
    const id = call.params['id'] ?? '';
    const isKnown = id === call.account.resellerId || findAccount(call, 'reseller', id) !== undefined;
    return isKnown ? work(call, id) : notFound('The reseller');
  });

const resellerRoutes: readonly Route[] = [
  ofReseller('GET', '/customers', (call, id) => listAccounts(call, 'customer', id)),
  ofReseller('POST', '/customers', (call, id) => createAccount(call, 'customer', id)),
  ofReseller('GET', '/orders', listOrders),
];

const orderRoutes: readonly Route[] = [
  guarded('GET', '/orders', (call) => listOrders(call)),
  guarded('POST', '/orders', createOrder),
  guarded('POST', '/orders/estimate', estimateOrder),
  guarded('GET', '/orders/{id}', getOrder),
  guarded('PATCH', '/orders/{id}', updateOrder),
];

const otherRoutes: readonly Route[] = [
  guarded('GET', '/products', listProducts),
  guarded('GET', '/plans', listPlans),
  guarded('GET', '/plans/{id}', getPlan),
  guarded('GET', '/subscriptions', listSubscriptions),
  guarded('GET', '/subscriptions/{id}', getSubscription),
  guarded('PATCH', '/subscriptions/{id}', updateSubscription),
  guarded('POST', '/subscriptions/{id}/specialPricing', specialPricing),
  guarded('GET', '/reports', listReports),
  guarded('POST', '/reports', createReport),
  guarded('GET', '/reports/{id}', getReport),
  open('GET', '/reports/{id}/download', downloadReport),
  guarded('POST', '/validation/parameters', validateParameters),
];

const routes: readonly Route[] = [
  open('POST', '/token', ({ request, world }) => issueToken(request, world)),
  route('POST', '/auth/realms/{realm}/protocol/openid-connect/token', issueRealmToken),
  route('GET', '/oauth/oauth20/token', issueXvantageToken),
  route('POST', '/oauth/oauth20/token', issueXvantageToken),
  ...customerRoutes,
  ...resellerRoutes,
  ...orderRoutes,
  ...otherRoutes,
  ...xvantageRoutes,
];

/** Ingram Micro's cloud marketplace (CloudBlue Commerce SimpleAPI), and Xvantage for its invoices. */
export const ingram: Remote = {
  name: 'ingram',
  hosts: ['api.cloud.im', 'api-lab.cloud.im', 'api.ingrammicro.com'],
  handle: routed(routes, {
    notFound: () => notFound('The resource'),
    wrongVerb: () => refuse(405, 'METHOD_NOT_ALLOWED', 'The method is not allowed here'),
  }),
};
