import { json, type Remote } from '../remote.ts';
import { type Route, route, routed } from '../routing.ts';
import {
  addItem,
  checkoutCart,
  createCart,
  deleteCart,
  deleteItem,
  getCart,
  getItem,
  listCarts,
  listItems,
  updateCart,
  updateItem,
} from './carts.ts';
import { cloudProfile, cloudProfiles } from './cloud-profiles.ts';
import { createCustomer, customerAnswer, listCustomers, updateCustomer } from './customers.ts';
import { unrouted } from './errors.ts';
import { invoiceRoutes } from './invoices.ts';
import { cancelOrder, createOrder, getOrder, listOrders } from './orders/orders.ts';
import { getProduct, listCharges, listProducts, pricing, switchProduct } from './products.ts';
import {
  deleteReport,
  getReport,
  listReports,
  reportCsv,
  reportCsvStream,
  reportData,
  reportDetails,
  reportOnly,
  saveReport,
} from './reports.ts';
import { guarded, ofCustomer } from './session.ts';
import { getSubscription, listSubscriptions } from './subscriptions.ts';
import { getTemplate, listTemplates } from './templates.ts';
import { exchange, validateAccess } from './token.ts';

const account = '/accounts/{accountId}';
const customer = `${account}/customers/{customerId}`;

const customerRoutes: readonly Route[] = [
  guarded('GET', `${account}/customers`, listCustomers),
  guarded('POST', `${account}/customers`, createCustomer),
  ofCustomer('GET', customer, (call, row) => json(200, customerAnswer(call, row))),
  ofCustomer('PUT', customer, updateCustomer),
  ofCustomer('GET', `${customer}/cloudProfiles`, cloudProfiles),
  ofCustomer('GET', `${customer}/cloudProfile`, cloudProfile),
];

const productRoutes: readonly Route[] = [
  guarded('GET', `${account}/products`, listProducts),
  guarded('GET', `${account}/products/charges`, listCharges),
  guarded('GET', `${account}/products/{productId}`, getProduct),
  guarded('POST', `${account}/products:pricing`, pricing),
  guarded('POST', `${account}/products/{productId}`, switchProduct),
];

const subscriptionRoutes: readonly Route[] = [
  guarded('GET', `${account}/subscriptions`, listSubscriptions),
  ofCustomer('GET', `${customer}/subscriptions/{subscriptionId}`, getSubscription),
];

const orderRoutes: readonly Route[] = [
  guarded('GET', `${account}/orders`, (call) => listOrders(call)),
  ofCustomer('GET', `${customer}/orders`, listOrders),
  ofCustomer('POST', `${customer}/orders`, createOrder),
  ofCustomer('GET', `${customer}/orders/{orderId}`, getOrder),
  ofCustomer('POST', `${customer}/orders/{orderId}`, cancelOrder),
];

const carts = '/customers/{customerId}/carts';
const cartRoutes: readonly Route[] = [
  ofCustomer('GET', carts, listCarts),
  ofCustomer('POST', carts, createCart),
  ofCustomer('GET', `${carts}/{cartId}`, getCart),
  ofCustomer('PUT', `${carts}/{cartId}`, updateCart),
  ofCustomer('DELETE', `${carts}/{cartId}`, deleteCart),
  ofCustomer('POST', `${carts}/{cartId}`, checkoutCart),
  ofCustomer('GET', `${carts}/{cartId}/cartItems`, listItems),
  ofCustomer('POST', `${carts}/{cartId}/cartItems`, addItem),
  ofCustomer('GET', `${carts}/{cartId}/cartItems/{cartItemId}`, getItem),
  ofCustomer('PUT', `${carts}/{cartId}/cartItems/{cartItemId}`, updateItem),
  ofCustomer('DELETE', `${carts}/{cartId}/cartItems/{cartItemId}`, deleteItem),
];

const report = `${account}/reports/{reportId}`;
const otherRoutes: readonly Route[] = [
  guarded('GET', `${account}/provisionTemplates`, listTemplates),
  guarded('GET', `${account}/provisionTemplates/{templateId}`, getTemplate),
  guarded('GET', `${account}/reports`, listReports),
  guarded('GET', report, getReport),
  guarded('POST', report, saveReport),
  guarded('DELETE', report, deleteReport),
  guarded('POST', `${report}/data`, reportData),
  guarded('POST', `${report}/details`, reportDetails),
  guarded('POST', `${report}/report`, reportOnly),
  guarded('POST', `${report}/reportDataCsv`, reportCsv),
  guarded('POST', `${report}/reportDataCsvStream`, reportCsvStream),
];

const routes: readonly Route[] = [
  route('POST', '/oauth/token', exchange),
  route('POST', '/oauth/validateAccess', validateAccess),
  ...customerRoutes,
  ...productRoutes,
  ...subscriptionRoutes,
  ...orderRoutes,
  ...cartRoutes,
  ...otherRoutes,
  ...invoiceRoutes,
];

/** TD SYNNEX StreamOne Ion: version 3 for everything commercial, version 1 for invoices. */
export const tdSynnex: Remote = {
  name: 'td-synnex',
  hosts: ['ion.tdsynnex.com'],
  handle: routed(routes, {
    notFound: (request) => unrouted(request, 404),
    wrongVerb: (request) => unrouted(request, 405),
  }),
};
