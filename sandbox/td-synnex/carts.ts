import { Decimal } from '../../src/lib/decimal.ts';
import { isRecord } from '../../src/lib/is-record.ts';
import { exact } from '../json.ts';
import { empty, json, type RemoteAnswer } from '../remote.ts';
import { type Body, bodyOf, listOf, textOf } from '../sent-body.ts';
import type { SeatPlan } from '../world/distributors2/catalogue.ts';
import type { IonCart, IonCartItem, IonCustomer } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { secondOf } from './customers.ts';
import { badArgument, failedPrecondition, invalid, notFound, orderRefused } from './errors.ts';
import { orderAnswer } from './orders/answer.ts';
import { readItems } from './orders/check.ts';
import { placeOrder } from './orders/orders.ts';
import { offsetPage, wholeOf } from './paging.ts';
import { planByText, planIdOf, planTitle, productIdOf, skuIdOf } from './provider.ts';
import { type Call, verbOf } from './session.ts';

const statuses = ['OPEN', 'SAVED_FOR_LATER', 'CHECKED_OUT', 'QUOTE'] as const;
const statusOf = (text: string): IonCart['status'] | undefined => statuses.find((one) => one === text);

const nameOf = (cart: IonCart): string => `customers/${cart.customerId}/carts/${cart.id}`;
const itemsOf = (cart: IonCart): readonly IonCartItem[] => cart.items.filter((item) => !item.removed);

const cartAnswer = (cart: IonCart): Readonly<Record<string, unknown>> => ({
  name: nameOf(cart),
  cartDisplayName: cart.displayName,
  userName: cart.userName,
  payment: { paymentType: cart.paymentType, creditCardName: '' },
  status: cart.status,
  currencyCode: cart.currencyCode,
  totalItems: itemsOf(cart).length,
});

/** GET /customers/{c}/carts: `status` is required. */
export function listCarts(call: Call, customer: IonCustomer): RemoteAnswer {
  const status = call.request.query.get('status') ?? '';
  if (status === '') return invalid(call.world, "must have required property 'status'");
  if (status !== 'CART_STATUS_UNSPECIFIED' && statusOf(status) === undefined) return badArgument(call.world, 'status is invalid');
  const rows = call.world.tables.ionCarts
    .by('customerId', customer.id)
    .filter((cart) => !cart.removed && (status === 'CART_STATUS_UNSPECIFIED' || cart.status === status));
  const page = offsetPage(call, rows, { id: (cart) => Number(cart.id), cartDisplayName: (cart) => cart.displayName });
  return 'status' in page ? page : json(200, { carts: page.rows.map(cartAnswer) });
}

type Facts = Pick<IonCart, 'displayName' | 'userName' | 'status' | 'currencyCode' | 'paymentType'>;

/** The members of a cart that were sent over what it was; `status` may be unspecified, which is open. */
function sentOf(world: World, body: Body, before: Facts): { readonly facts: Facts } | RemoteAnswer {
  const text = (name: string, otherwise: string): string => textOf(body[name]) || otherwise;
  const asked = text('status', before.status);
  const status = asked === 'CART_STATUS_UNSPECIFIED' ? 'OPEN' : statusOf(asked);
  if (status === undefined || status === 'CHECKED_OUT') return badArgument(world, 'status is invalid');
  const payment = isRecord(body['payment']) ? textOf(body['payment']['paymentType']) : '';
  return {
    facts: {
      displayName: text('cartDisplayName', before.displayName),
      userName: text('userName', before.userName),
      status,
      currencyCode: text('currencyCode', before.currencyCode),
      paymentType: payment || before.paymentType,
    },
  };
}

/** POST /customers/{c}/carts */
export function createCart(call: Call, customer: IonCustomer): RemoteAnswer {
  const { world, request } = call;
  const body = bodyOf(request);
  if (body === undefined || textOf(body['status']) === '') return invalid(world, "must have required property 'status'");
  const sent = sentOf(world, body, {
    displayName: `Cart - ${String(world.clock.nowMs())}`,
    userName: call.account.userName,
    status: 'OPEN',
    currencyCode: call.account.currency,
    paymentType: 'OFFLINE',
  });
  if ('status' in sent) return sent;
  const cart: IonCart = {
    ...sent.facts,
    id: String(101 + world.tables.ionCarts.size),
    customerId: customer.id,
    items: [],
    removed: false,
    createdAt: secondOf(world),
  };
  keep(call, cart);
  return json(201, cartAnswer(cart));
}

/** A route of one cart; `:verb` behind the id is left to the work. */
export const onCart =
  (work: (call: Call, cart: IonCart, customer: IonCustomer) => RemoteAnswer, verb = '') =>
  (call: Call, customer: IonCustomer): RemoteAnswer => {
    const asked = verbOf(call.params['cartId']);
    const cart = asked.verb === verb ? call.world.tables.ionCarts.get(asked.id) : undefined;
    const isOwn = cart?.customerId === customer.id && !cart.removed;
    return isOwn ? work(call, cart, customer) : notFound(call.world, `customers/${customer.id}/carts/${asked.id}`);
  };

export const getCart = onCart((_call, cart) => json(200, cartAnswer(cart)));

const isDone = ({ world }: Call): RemoteAnswer => failedPrecondition(world, 'Cart is already checked out');

export const updateCart = onCart((call, cart) => {
  if (cart.status === 'CHECKED_OUT') return isDone(call);
  const sent = sentOf(call.world, bodyOf(call.request) ?? {}, cart);
  if ('status' in sent) return sent;
  const next = { ...cart, ...sent.facts };
  keep(call, next);
  return json(200, cartAnswer(next));
});

export const deleteCart = onCart((call, cart) => {
  keep(call, { ...cart, removed: true });
  return empty(204);
});

function keep({ world, account }: Call, cart: IonCart): void {
  world.apply({
    kind: 'distributor.cartKept',
    actor: { kind: 'api', name: account.userName },
    cause: 'ion',
    about: { distributor: 'ion', companyId: cart.customerId, cartId: cart.id },
    changes: [put('ionCarts', cart)],
  });
}

const planOf = (world: World, item: IonCartItem): SeatPlan | undefined => planByText(world, item.planName);
const periods = { monthly: 'MONTH', annual: 'YEAR', triennial: 'YEAR' } as const;

function itemAnswer({ world }: Call, cart: IonCart, item: IonCartItem) {
  const plan = planOf(world, item);
  const price = new Decimal(plan?.availability.distributorPrice ?? 0).times(item.quantity).toFixed(2);
  return {
    name: `${nameOf(cart)}/cartItems/${item.id}`,
    cartName: nameOf(cart),
    userName: cart.userName,
    title: plan === undefined ? item.planName : planTitle(plan),
    planName: item.planName,
    period: plan === undefined ? 'MONTH' : periods[plan.availability.billingCycle],
    status: cart.status === 'CHECKED_OUT' ? 'ACTIVE' : 'DRAFT',
    payment: { paymentType: cart.paymentType, creditCardName: '' },
    quantity: item.quantity,
    upfrontPrice: { currency: cart.currencyCode },
    recurringPrice: { currency: cart.currencyCode, value: exact(price) },
    currencyCode: cart.currencyCode,
    paymentSpec: { offlineAllowed: true, immutable: false },
    termUid: '',
    checkedOut: cart.status === 'CHECKED_OUT' ? 'SUCCESS' : 'UNSPECIFIED',
    ownerId: cart.customerId,
    productType: 'PRODUCT',
  };
}

export const listItems = onCart((call, cart) => json(200, { cartitems: itemsOf(cart).map((item) => itemAnswer(call, cart, item)) }));

export const addItem = onCart((call, cart) => {
  if (cart.status === 'CHECKED_OUT') return isDone(call);
  const item = itemFrom(call, {
    id: `${cart.id}${String(cart.items.length + 1).padStart(2, '0')}`,
    planName: '',
    quantity: 1,
    removed: false,
  });
  if (!('planName' in item)) return item;
  const next = { ...cart, items: [...cart.items, item] };
  keep(call, next);
  return json(200, itemAnswer(call, next, item));
});

/** The item with what was sent; the plan is named by its id at Ion or by its part number. */
function itemFrom({ world, request }: Call, before: IonCartItem): IonCartItem | RemoteAnswer {
  const body = bodyOf(request) ?? {};
  const planName = textOf(body['planName']) === '' ? before.planName : textOf(body['planName']);
  const quantity = wholeOf(textOf(body['quantity']), before.quantity);
  if (planByText(world, planName) === undefined) return badArgument(world, 'planName is invalid');
  if (quantity === undefined || quantity < 1) return badArgument(world, 'quantity is invalid');
  return { ...before, planName, quantity };
}

const onItem = (work: (call: Call, cart: IonCart, item: IonCartItem) => RemoteAnswer) =>
  onCart((call, cart) => {
    const item = itemsOf(cart).find(({ id }) => id === call.params['cartItemId']);
    return item === undefined
      ? notFound(call.world, `${nameOf(cart)}/cartItems/${call.params['cartItemId'] ?? ''}`)
      : work(call, cart, item);
  });

export const getItem = onItem((call, cart, item) => json(200, itemAnswer(call, cart, item)));

const withItem = (cart: IonCart, item: IonCartItem): IonCart => ({
  ...cart,
  items: cart.items.map((one) => (one.id === item.id ? item : one)),
});

export const updateItem = onItem((call, cart, before) => {
  if (cart.status === 'CHECKED_OUT') return isDone(call);
  const item = itemFrom(call, before);
  if (!('planName' in item)) return item;
  keep(call, withItem(cart, item));
  return json(200, itemAnswer(call, cart, item));
});

export const deleteItem = onItem((call, cart, item) => {
  if (cart.status === 'CHECKED_OUT') return isDone(call);
  keep(call, withItem(cart, { ...item, removed: true }));
  return empty(204);
});

/** POST .../carts/{id}:checkout {totalCalculatedValue, provisionData[]}: the cart becomes an order. */
export const checkoutCart = onCart((call, cart, customer) => {
  const { world } = call;
  if (cart.status === 'CHECKED_OUT') return isDone(call);
  const items = itemsOf(cart);
  if (items.length === 0) return failedPrecondition(world, 'Cart is empty');
  const data = listOf(bodyOf(call.request)?.['provisionData']).filter(isRecord);
  const drafts = readItems(world, customer, {
    orderItems: items.map((item) =>
      orderItemOf(
        world,
        item,
        data.find((one) => textOf(one['cartItemId']) === item.id),
      ),
    ),
  });
  if ('faults' in drafts) return orderRefused(world, drafts.faults);
  const lines = drafts.map((draft, index) => ({ ...draft, cartItemId: items[index]?.id ?? '' }));
  const order = placeOrder(call, customer, lines, { referenceId: nameOf(cart), displayName: cart.displayName, cartId: cart.id });
  keep(call, { ...cart, status: 'CHECKED_OUT' });
  return json(200, orderAnswer(call, order));
}, 'checkout');

function orderItemOf(world: World, item: IonCartItem, data: Body | undefined): Body {
  const plan = planOf(world, item);
  const [key, term, cycle] = [plan?.sku.id ?? '', plan?.availability.term ?? 'P1M', plan?.availability.billingCycle ?? 'monthly'];
  return {
    referenceId: `cartItems/${item.id}`,
    action: 'CREATE',
    productId: productIdOf(plan?.sku.productId ?? ''),
    skuId: skuIdOf(key),
    planId: planIdOf(key, term, cycle),
    quantity: item.quantity,
    attributes: listOf(data?.['attributes']),
  };
}
