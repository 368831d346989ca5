import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Order } from '../../world/types.ts';
import { type Call, callRoute, type Needs } from '../call.ts';
import type { Buyer } from '../carts/meaning.ts';
import { cycleWord } from '../carts/read-lines.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuseWith } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { orderAnswer, orderUri } from './answers.ts';
import { changeOrder } from './change.ts';
import { findOrder, isVisible, ordersOf } from './find.ts';
import { paces } from './pace.ts';
import { placeOrder } from './place.ts';
import { attachmentsAnswer, uploadPurchaseOrder } from './purchase-order.ts';

const read: Needs = { audience: 'app', right: 'view', pace: [paces.orders] };
const write: Needs = { ...read, right: 'sell' };

const withBuyer = (work: (call: Call, buyer: Buyer) => RemoteAnswer | Refusal) => (call: Call) => {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  return isRefusal(known) ? known : work(call, { accountId: call.account.id, customer: known.customer });
};

const withOrder = (work: (call: Call, order: Order, buyer: Buyer) => RemoteAnswer | Refusal) =>
  withBuyer((call, buyer) => {
    const order = findOrder(call.world, buyer.accountId, buyer.customer.id, call.params['orderId'] ?? '');
    return isRefusal(order) ? order : work(call, order, buyer);
  });

const wantsPrice = (call: Call): boolean =>
  [...call.request.query].some(
    ([name, value]) => name.toLowerCase().replaceAll('_', '') === 'includeprice' && value.toLowerCase() === 'true',
  );

/** All of a customer's orders, or those of one billing cycle. */
function list(call: Call, { accountId, customer }: Buyer): RemoteAnswer {
  const asked = call.request.query.get('billingType') ?? call.request.query.get('billingtype');
  const orders = ordersOf(call.world, accountId, customer.id)
    .filter((order) => isVisible(call.world, order))
    .filter((order) => asked === null || asked === '' || order.billingCycle === cycleWord(asked));
  const self = link(`/customers/${customer.id}/orders${call.request.rawQuery}`);
  return json(
    200,
    collection(
      orders.map((order) => orderAnswer(call.world, order, wantsPrice(call))),
      { self },
    ),
  );
}

const fulfilment: Readonly<Partial<Record<Order['status'], string>>> = {
  completed: 'fulfilled',
  pending_po_upload: 'prefulfillmentpending',
  po_upload_complete: 'prefulfillmentpending',
};

/** Page "Get order provisioning status". */
const provisioningStatus = (order: Order) => {
  const status = fulfilment[order.status] ?? 'unfulfilled';
  return collection(
    order.lines.map((line) => ({
      orderLineItemId: line.lineItemNumber,
      lineItemNumber: line.lineItemNumber,
      status,
      quantityProvisioningInformation: [{ quantity: line.quantity, status }],
    })),
  );
};

/** Marketplace products are activated at their publisher. */
function activationLinks(call: Call, order: Order): RemoteAnswer | Refusal {
  const wanted = call.params['lineItemNumber'];
  const line = order.lines.find((one) => String(one.lineItemNumber) === wanted);
  if (line === undefined) return refuseWith(400, 800071, 'Line Item number should be from 0 to number of line items count');
  const sku = call.world.tables.skus.get(line.offerId.split(':').slice(0, 2).join(':').toUpperCase());
  const items =
    sku?.kind === 'saas'
      ? [
          {
            lineItemNumber: line.lineItemNumber,
            link: link(`https://activate.publisher.example/landing?token=${order.id}-${String(wanted)}`),
          },
        ]
      : [];
  return json(200, collection(items, { self: link(`${orderUri(order)}/lineitems/${String(wanted)}/activationlinks`) }));
}

const root = '/v1/customers/{customerId}/orders';

export const orderRoutes: readonly Route[] = [
  callRoute('GET', root, read, withBuyer(list)),
  callRoute('POST', root, write, withBuyer(placeOrder)),
  callRoute(
    'GET',
    `${root}/{orderId}`,
    read,
    withOrder((call, order) => json(200, orderAnswer(call.world, order, wantsPrice(call)))),
  ),
  callRoute('PATCH', `${root}/{orderId}`, write, withOrder(changeOrder)),
  callRoute(
    'GET',
    `${root}/{orderId}/provisioningstatus`,
    { ...read, audience: 'user' },
    withOrder((_, order) => json(200, provisioningStatus(order))),
  ),
  callRoute('GET', `${root}/{orderId}/lineitems/{lineItemNumber}/activationlinks`, read, withOrder(activationLinks)),
  callRoute('POST', `${root}/{orderId}/attachment`, write, withOrder(uploadPurchaseOrder)),
  callRoute(
    'GET',
    `${root}/{orderId}/attachments`,
    read,
    withOrder((_, order) => json(200, attachmentsAnswer(order))),
  ),
];
