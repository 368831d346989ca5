import { json, type RemoteAnswer } from '../../remote.ts';
import { bodyOf, textOf } from '../../sent-body.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { IonCustomer, IonOrder } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { secondOf } from '../customers.ts';
import { badArgument, failedPrecondition, invalid, notFound, orderRefused } from '../errors.ts';
import { sortedBy, tokenPage } from '../paging.ts';
import { microsoft } from '../provider.ts';
import { type Call, verbOf } from '../session.ts';
import { orderAnswer } from './answer.ts';
import { type Draft, readItems } from './check.ts';
import { mayMove } from './states.ts';

const statuses = ['NEW', 'CONFIRMED', 'ON_HOLD', 'COMPLETED', 'ERROR', 'CANCELED', 'IN_PROGRESS'];

/** GET /accounts/{a}/orders, and the same of one customer; oldest first unless sorted. */
export function listOrders(call: Call, customer?: IonCustomer): RemoteAnswer {
  const { world, request } = call;
  const { query } = request;
  const status = (query.get('status') ?? '').toUpperCase();
  if (status !== '' && !statuses.includes(status)) return badArgument(world, 'status is invalid');
  const rows = ordersOf(world, customer).filter((row) => (status === '' || row.status === status) && isListed(call, row));
  const sorted = inOrder(rows, query);
  if (sorted === undefined) return badArgument(world, 'sortBy must be createTime or updateTime, sortOrder ASC or DESC');
  return tokenPage(call, sorted, (page, nextPageToken) => ({ orders: page.map((row) => orderAnswer(call, row)), nextPageToken }));
}

const ordersOf = (world: World, customer: IonCustomer | undefined): readonly IonOrder[] =>
  customer === undefined ? world.tables.ionOrders.all() : world.tables.ionOrders.by('customerId', customer.id);

const words = (text: string | null): readonly string[] => (text ?? '').split(',').filter((one) => one !== '');

function isListed({ request, account }: Call, row: IonOrder): boolean {
  const [customers, accounts, providers] = ['customerIdList', 'accountIdList', 'providerNameList'].map((name) =>
    words(request.query.get(`filter.${name}`)),
  );
  const holds = (list: readonly string[] | undefined, value: string): boolean =>
    list === undefined || list.length === 0 || list.includes(value);
  return holds(customers, row.customerId) && holds(accounts, account.accountId) && holds(providers, microsoft.provider);
}

function inOrder(rows: readonly IonOrder[], query: URLSearchParams): readonly IonOrder[] | undefined {
  const [by, order] = [query.get('sortBy') ?? '', (query.get('sortOrder') ?? 'ASC').toUpperCase()];
  if ((order !== 'ASC' && order !== 'DESC') || !['', 'createTime', 'updateTime'].includes(by)) return undefined;
  if (by === '') return order === 'DESC' ? rows.toReversed() : rows;
  return sortedBy(rows, (row) => (by === 'createTime' ? row.createdAt : row.updatedAt), order === 'DESC');
}

/** POST .../customers/{c}/orders */
export function createOrder(call: Call, customer: IonCustomer): RemoteAnswer {
  const { world, request } = call;
  const body = bodyOf(request);
  if (body === undefined) return invalid(world, 'invalid request body');
  const items = readItems(world, customer, body);
  if ('faults' in items) return orderRefused(world, items.faults);
  const referenceId = textOf(body['referenceId']);
  const first = world.tables.ionOrders.by('customerId', customer.id).find((row) => row.referenceId === referenceId && referenceId !== '');
  if (first !== undefined && world.switch('ion').repeatedReference === 'answersFirst') return json(200, orderAnswer(call, first));
  const displayName = textOf(body['displayName']);
  return json(200, orderAnswer(call, placeOrder(call, customer, items, { referenceId, displayName })));
}

type Heading = { readonly referenceId: string; readonly displayName: string; readonly cartId?: string };

/** A new order: it goes on by itself. */
export function placeOrder({ world, account }: Call, customer: IonCustomer, drafts: readonly Draft[], heading: Heading): IonOrder {
  const number = 9001 + world.tables.ionOrders.size;
  const now = secondOf(world);
  const order: IonOrder = {
    ...heading,
    id: String(number),
    displayName: heading.displayName === '' ? `Order ${String(number)}` : heading.displayName,
    customerId: customer.id,
    status: 'NEW',
    items: drafts.map((draft, index) => ({
      ...draft,
      id: `${String(number)}${String(index + 1).padStart(2, '0')}`,
      status: 'PENDING',
      errors: [],
    })),
    createdAt: now,
    updatedAt: now,
    nextAt: instantAt(world.clock.nowMs() + world.switch('ion').orderStepSeconds * 1000),
  };
  world.apply({
    kind: 'distributor.orderPlaced',
    actor: { kind: 'api', name: account.userName },
    cause: 'ion',
    about: { distributor: 'ion', companyId: customer.id, orderId: order.id },
    changes: [put('ionOrders', order)],
  });
  return order;
}

/** GET .../orders/{o} */
export function getOrder(call: Call, customer: IonCustomer): RemoteAnswer {
  const order = findOrder(call, customer, call.params['orderId']);
  return order === undefined ? orderMissing(call, customer) : json(200, orderAnswer(call, order));
}

const findOrder = ({ world }: Call, customer: IonCustomer, id: string | undefined): IonOrder | undefined => {
  const order = world.tables.ionOrders.get(id ?? '');
  return order?.customerId === customer.id ? order : undefined;
};

const orderMissing = ({ world, account, params }: Call, customer: IonCustomer): RemoteAnswer =>
  notFound(world, `accounts/${account.accountId}/customers/${customer.id}/orders/${params['orderId'] ?? ''}`);

/** POST .../orders/{o}:cancel, only from NEW and ON_HOLD. Which refusal else is not documented: assumed 412. */
export function cancelOrder(call: Call, customer: IonCustomer): RemoteAnswer {
  const { world, account, params } = call;
  const { id, verb } = verbOf(params['orderId']);
  const order = verb === 'cancel' ? findOrder(call, customer, id) : undefined;
  if (order === undefined) return orderMissing(call, customer);
  if (!mayMove(order.status, 'CANCELED')) return failedPrecondition(world, `Order in status ${order.status} can not be canceled`);
  const { nextAt: _never, ...rest } = order;
  const done: IonOrder = {
    ...rest,
    status: 'CANCELED',
    updatedAt: secondOf(world),
    items: order.items.map((item) => ({ ...item, status: 'CANCELED' })),
  };
  world.apply({
    kind: 'distributor.orderCanceled',
    actor: { kind: 'api', name: account.userName },
    cause: 'ion',
    about: { distributor: 'ion', companyId: customer.id, orderId: order.id },
    changes: [put('ionOrders', done)],
  });
  return json(200, orderAnswer(call, done));
}
