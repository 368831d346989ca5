import { json, type RemoteAnswer } from '../../remote.ts';
import type { Cart, CartFailure, CartLineError, Order } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { idsOf } from '../catalogue/find.ts';
import { type Refusal, refuseWith } from '../errors.ts';
import { orderAnswer } from '../orders/answers.ts';
import { type Made, makeOrder, type Sold } from '../orders/make.ts';
import { type Judged, judgeLines } from './judge.ts';
import { mayBuy } from './may-buy.ts';
import type { Buyer } from './meaning.ts';

type Outcome = { readonly orderGroup: string; readonly made: Made } | CartFailure;

/** Each group of lines becomes an order or an error. A second checkout gives the first orders again and tries the failed groups again. */
export function checkout(call: Call, cart: Cart, buyer: Buyer): RemoteAnswer | Refusal {
  const { world } = call;
  const mode = world.switch('idempotency').checkout;
  if (cart.status === 'Ordered' && mode === 'answers800065')
    return refuseWith(400, 800065, `can't check out an already submitted cart ${cart.id}.`);
  const bought = mode === 'repeats' ? [] : cart.bought;
  const open = judgeLines(world, buyer, cart.lines).filter(({ line }) => !bought.some((one) => one.orderGroup === line.orderGroup));
  const partners = open.flatMap(({ line }) => line.partnerIdOnRecord ?? line.participants?.map(({ value }) => value) ?? []);
  // What was bought is told again, whatever stands between them since.
  const barred = open.length === 0 ? undefined : mayBuy(world, buyer, partners);
  if (barred !== undefined) return barred;
  const outcomes = groupsOf(open).map((judged) => outcomeOf(call, cart, buyer, judged));
  const made = outcomes.flatMap((outcome) => ('made' in outcome ? [outcome] : []));
  const failed = outcomes.flatMap((outcome) => ('made' in outcome ? [] : [outcome]));
  if (outcomes.length > 0) keep(call, cart, made, failed);
  const orders = [...bought.flatMap((one) => world.tables.orders.get(one.orderId) ?? []), ...made.map(({ made: { order } }) => order)];
  return answerOf(call, orders, failed);
}

const answerOf = (call: Call, orders: readonly Order[], failed: readonly CartFailure[]): RemoteAnswer =>
  json(201, {
    orders: orders.map((order) => orderAnswer(call.world, order)),
    ...(failed.length === 0
      ? {}
      : { orderErrors: failed.map(({ orderGroup, code, description }) => ({ orderGroupId: orderGroup, code, description })) }),
    attributes: { objectType: 'CartCheckoutResult' },
  });

function groupsOf(judged: readonly Judged[]): readonly (readonly Judged[])[] {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) groups.set(one.line.orderGroup, [...(groups.get(one.line.orderGroup) ?? []), one]);
  return [...groups.values()];
}

/** One bad line fails its group. */
function outcomeOf(call: Call, cart: Cart, buyer: Buyer, group: readonly Judged[]): Outcome {
  const orderGroup = group[0]?.line.orderGroup ?? '';
  const wrong = group.find(({ line, meaning }) => line.error !== undefined || meaning === undefined);
  if (wrong?.line.error !== undefined) return { orderGroup, ...checkoutError(wrong.line.error) };
  const refused = group.find(({ line }) => isMadeToFail(call, line.catalogItemId));
  if (refused !== undefined)
    return { orderGroup, code: call.world.switch('orders').failCode, description: 'Order failed Risk Management check' };
  const sold = group.flatMap(({ line, meaning }): Sold[] => (meaning === undefined ? [] : [{ line, meaning }]));
  return { orderGroup, made: makeOrder(call.world, buyer, sold, cart.id) };
}

/** An item that the catalogue does not show any more has a code of its own at checkout. */
const checkoutError = ({ code, description }: CartLineError): { code: string; description: string } =>
  code === '10001'
    ? {
        code: '400019',
        description:
          'Availability not found. This error can occur when checking out a cart. Partners that get this error should issue a new GET to ensure they have the current availability ID and retry the cart check out.',
      }
    : { code, description };

function isMadeToFail(call: Call, catalogItemId: string): boolean {
  const ids = idsOf(catalogItemId);
  const name = ids === undefined ? catalogItemId : `${ids.productId}:${ids.skuId}`;
  return call.world.switch('orders').failLines.some((one) => one.toLowerCase() === name.toLowerCase());
}

/** Cart, orders and subscriptions in one event. */
function keep(
  call: Call,
  cart: Cart,
  made: readonly { readonly orderGroup: string; readonly made: Made }[],
  failed: readonly CartFailure[],
): void {
  const { world } = call;
  const orders = made.map(({ made: { order } }) => order);
  const after: Cart = {
    ...cart,
    status: made.length > 0 ? 'Ordered' : cart.status,
    modifiedAt: world.now(),
    bought: [...cart.bought, ...made.map(({ orderGroup, made: { order } }) => ({ orderGroup, orderId: order.id }))],
    failed,
  };
  world.apply({
    kind: 'cart.checkedOut',
    actor: actorOf(call),
    cause: call.requestId,
    about: {
      ...byWhom(call),
      customerId: cart.customerId,
      cartId: cart.id,
      ...(orders[0] === undefined ? {} : { orderId: orders[0].id }),
      operationType: 'create_order',
    },
    changes: [
      put('carts', after),
      ...orders.map((order) => put('orders', order)),
      ...made.flatMap(({ made: { subscriptions } }) => subscriptions.map((row) => put('subscriptions', row))),
    ],
  });
}
