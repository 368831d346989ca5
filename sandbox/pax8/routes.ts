import type { Remote, RemoteAnswer, RemoteRequest } from '../remote.ts';
import { type Params, type Route, route, routed } from '../routing.ts';
import type { DistributorAccount, DistributorCompany, DistributorProduct, DistributorSubscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { companyAnswer, contactAnswer } from './answers/company.ts';
import { productDetail } from './answers/product.ts';
import { provisionDetails } from './answers/provisioning.ts';
import { historyRows, subscriptionDetail } from './answers/subscription.ts';
import { listCompanies } from './companies/list.ts';
import { createCompany, deleteContact, putContact, updateCompany } from './companies/write.ts';
import { notFound, problem } from './errors.ts';
import { draftItems, invoiceItems, listInvoices, oneInvoice } from './invoices/list.ts';
import { listOrders, orderAnswer, placeOrder } from './orders/order.ts';
import { body, contentAnswer, pageAnswer } from './pages.ts';
import { listProducts, productDependencies, productPricing } from './products.ts';
import { isRefusal, signIn } from './session.ts';
import { listSubscriptions } from './subscriptions/list.ts';
import { cancelSubscription, putSubscription } from './subscriptions/write.ts';
import { issueToken } from './token.ts';
import { listSummaries, oneSummary, usageLines } from './usage/answers.ts';
import { findCompany, findOrder, findProduct, findSubscription } from './visible.ts';
import { watchWebhooks } from './webhooks/deliver.ts';
import { webhookRoutes } from './webhooks/routes.ts';

type Call = { readonly request: RemoteRequest; readonly world: World; readonly params: Params; readonly account: DistributorAccount };

/** A route that needs a bearer token. */
const guarded = (method: string, path: string, work: (call: Call) => RemoteAnswer): Route =>
  route(method, `/v1${path}`, (request, world, params) => {
    const account = signIn(request, world);
    return isRefusal(account) ? account : work({ request, world, params, account });
  });

function onCompany(call: Call, work: (company: DistributorCompany) => RemoteAnswer): RemoteAnswer {
  const id = call.params['companyId'] ?? '';
  const company = findCompany(call.world, call.account, id);
  return company === undefined ? notFound(call.request, `Company ${id}`) : work(company);
}

function onProduct(call: Call, work: (product: DistributorProduct) => RemoteAnswer): RemoteAnswer {
  const id = call.params['productId'] ?? '';
  const product = findProduct(call.world, call.account, id);
  return product === undefined ? notFound(call.request, `Product ${id}`) : work(product);
}

function onSubscription(call: Call, work: (subscription: DistributorSubscription) => RemoteAnswer): RemoteAnswer {
  const id = call.params['subscriptionId'] ?? '';
  const subscription = findSubscription(call.world, call.account, id);
  return subscription === undefined ? notFound(call.request, `Subscription ${id}`) : work(subscription);
}

const companyRoutes: readonly Route[] = [
  guarded('GET', '/companies', ({ request, world, account }) => listCompanies(request, world, account)),
  guarded('POST', '/companies', createCompany),
  guarded('GET', '/companies/{companyId}', (call) => onCompany(call, (company) => body(200, companyAnswer(company)))),
  guarded('PATCH', '/companies/{companyId}', (call) => onCompany(call, (company) => updateCompany(call, company))),
  guarded('GET', '/companies/{companyId}/contacts', (call) =>
    onCompany(call, (company) => pageAnswer(call.request, company.contacts, (contact) => contactAnswer(contact, company))),
  ),
  guarded('POST', '/companies/{companyId}/contacts', (call) => onCompany(call, (company) => putContact(call, company))),
  guarded('GET', '/companies/{companyId}/contacts/{contactId}', (call) => onCompany(call, (company) => oneContact(call, company))),
  guarded('PUT', '/companies/{companyId}/contacts/{contactId}', (call) =>
    onCompany(call, (company) => putContact(call, company, call.params['contactId'])),
  ),
  guarded('DELETE', '/companies/{companyId}/contacts/{contactId}', (call) =>
    onCompany(call, (company) => deleteContact(call, company, call.params['contactId'] ?? '')),
  ),
];

function oneContact({ request, params }: Call, company: DistributorCompany): RemoteAnswer {
  const contact = company.contacts.find((one) => one.id === params['contactId']);
  return contact === undefined ? notFound(request, 'Contact') : body(200, contactAnswer(contact, company));
}

const productRoutes: readonly Route[] = [
  guarded('GET', '/products', ({ request, world, account }) => listProducts(request, world, account)),
  guarded('GET', '/products/{productId}', (call) => onProduct(call, (product) => body(200, productDetail(product)))),
  guarded('GET', '/products/{productId}/provision-details', (call) =>
    onProduct(call, (product) => contentAnswer(provisionDetails(product.vendorName))),
  ),
  guarded('GET', '/products/{productId}/dependencies', (call) =>
    onProduct(call, (product) => productDependencies(call.world, call.account, product)),
  ),
  guarded('GET', '/products/{productId}/pricing', (call) =>
    onProduct(call, (product) => productPricing(call.request, call.world, call.account, product)),
  ),
];

const subscriptionRoutes: readonly Route[] = [
  guarded('GET', '/subscriptions', ({ request, world, account }) => listSubscriptions(request, world, account)),
  guarded('GET', '/subscriptions/{subscriptionId}', (call) =>
    onSubscription(call, (row) => body(200, subscriptionDetail(call.world, row))),
  ),
  guarded('PUT', '/subscriptions/{subscriptionId}', (call) => onSubscription(call, (row) => putSubscription(call, row))),
  guarded('DELETE', '/subscriptions/{subscriptionId}', (call) => onSubscription(call, (row) => cancelSubscription(call, row))),
  guarded('GET', '/subscriptions/{subscriptionId}/history', (call) =>
    onSubscription(call, (row) => contentAnswer(historyRows(call.world, row))),
  ),
];

const orderRoutes: readonly Route[] = [
  guarded('GET', '/orders', ({ request, world, account }) => listOrders(request, world, account)),
  guarded('POST', '/orders', ({ request, world, account }) => placeOrder(request, world, account)),
  guarded('GET', '/orders/{orderId}', ({ request, world, account, params }) => {
    const order = findOrder(world, account, params['orderId'] ?? '');
    return order === undefined ? notFound(request, 'Order') : body(200, orderAnswer(order, account));
  }),
];

// More particular paths stand before those with `{id}` in the same place.
const moneyRoutes: readonly Route[] = [
  guarded('GET', '/invoices', listInvoices),
  guarded('GET', '/invoices/draftItems', draftItems),
  guarded('GET', '/invoices/{invoiceId}', (call) => oneInvoice(call, call.params['invoiceId'] ?? '')),
  guarded('GET', '/invoices/{invoiceId}/items', (call) => invoiceItems(call, call.params['invoiceId'] ?? '')),
  guarded('GET', '/subscriptions/{subscriptionId}/usage-summaries', (call) => onSubscription(call, (row) => listSummaries(call, row))),
  guarded('GET', '/usage-summaries/{usageSummaryId}', (call) => oneSummary(call, call.params['usageSummaryId'] ?? '')),
  guarded('GET', '/usage-summaries/{usageSummaryId}/usage-lines', (call) => usageLines(call, call.params['usageSummaryId'] ?? '')),
];

const routes: readonly Route[] = [
  route('POST', '/v1/token', issueToken),
  // Addresses of earlier years that public clients still use.
  route('POST', '/oauth/token', issueToken),
  ...companyRoutes,
  ...productRoutes,
  ...subscriptionRoutes,
  ...orderRoutes,
  ...moneyRoutes,
  ...webhookRoutes,
];

/** Pax8's partner API, version 1, and its webhooks API, version 2. Quotes are not there: they are no part of the reference. */
export const pax8: Remote = {
  name: 'pax8',
  hosts: ['api.pax8.com', 'login.pax8.com', 'token-manager.pax8.com'],
  handle: routed(routes, {
    notFound: (request) => problem(request, 404, 'NOT_FOUND', 'No such resource'),
    wrongVerb: (request) => problem(request, 405, 'METHOD_NOT_ALLOWED', `${request.method} is not allowed here`),
  }),
  watch: watchWebhooks,
};
