import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { dayMs } from '../../world/estate/times.ts';
import type { Cart } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { type Fields, flagOf, listOf, readBody } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { paces } from '../orders/pace.ts';
import { cartAnswer } from './answers.ts';
import { checkout } from './checkout.ts';
import { judgeLines } from './judge.ts';
import type { Buyer } from './meaning.ts';
import { readLine } from './read-lines.ts';

const sell = { audience: 'app', right: 'sell', pace: [paces.carts] } as const;

const buyerOf = (call: Call): Buyer | Refusal => {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  return isRefusal(known) ? known : { accountId: call.account.id, customer: known.customer };
};

const withBuyer = (work: (call: Call, buyer: Buyer) => RemoteAnswer | Refusal) => (call: Call) => {
  const buyer = buyerOf(call);
  return isRefusal(buyer) ? buyer : work(call, buyer);
};

/** A cart of this partner and customer that has not lapsed; one that was bought stays. */
function cartOf(call: Call, { accountId, customer }: Buyer): Cart | Refusal {
  const cart = call.world.tables.carts.get((call.params['cartId'] ?? '').toLowerCase());
  if (cart?.accountId !== accountId || cart.customerId !== customer.id || hasLapsed(call.world, cart))
    return refuseWith(404, 800008, 'Unable to retrieve cart ID');
  return cart;
}

const hasLapsed = (world: World, cart: Cart): boolean => cart.status === 'Active' && world.clock.nowMs() >= Date.parse(cart.expiresAt);

const withCart = (work: (call: Call, cart: Cart, buyer: Buyer) => RemoteAnswer | Refusal) =>
  withBuyer((call, buyer) => {
    const cart = cartOf(call, buyer);
    return isRefusal(cart) ? cart : work(call, cart, buyer);
  });

/** What a body says about the lines; or why it is none. */
function readCart(call: Call, buyer: Buyer): Pick<Cart, 'lines' | 'attested'> | Refusal {
  const fields: Fields | undefined = readBody(call.request.body);
  const sent = fields === undefined ? undefined : listOf(fields, 'lineItems');
  if (fields === undefined || sent === undefined || sent.length === 0) return refuse(800002);
  const lines = sent.map(readLine);
  const whole = lines.flatMap((line) => line ?? []);
  if (whole.length !== lines.length || new Set(whole.map((line) => line.id)).size !== whole.length) return refuse(800002);
  const attested = flagOf(fields, 'partnerOnRecordAttestationAccepted') === true;
  if (!attested && call.world.switch('orders').partnerAttestation === 'required')
    return refuseWith(400, 900206, 'Partner Attestation is missing');
  return { attested, lines: judgeLines(call.world, buyer, whole).map(({ line }) => line) };
}

function keep(call: Call, cart: Cart, kind: string): void {
  call.world.apply({
    kind,
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: cart.customerId, cartId: cart.id },
    changes: [put('carts', cart)],
  });
}

function create(call: Call, buyer: Buyer): RemoteAnswer | Refusal {
  const read = readCart(call, buyer);
  if (isRefusal(read)) return read;
  const { world } = call;
  const now = world.now();
  const cart: Cart = {
    id: world.newId(),
    accountId: buyer.accountId,
    customerId: buyer.customer.id,
    createdAt: now,
    modifiedAt: now,
    expiresAt: new Date(world.clock.nowMs() + world.switch('orders').cartDays * dayMs).toISOString(),
    modifiedBy: call.token.userObjectId ?? call.token.clientId,
    status: 'Active',
    bought: [],
    failed: [],
    ...read,
  };
  keep(call, cart, 'cart.created');
  return json(201, cartAnswer(world, cart, buyer.customer));
}

/** All lines are replaced. The documented answer is 201. */
function update(call: Call, cart: Cart, buyer: Buyer): RemoteAnswer | Refusal {
  if (cart.status === 'Ordered') return refuseWith(400, 800065, `can't check out an already submitted cart ${cart.id}.`);
  const read = readCart(call, buyer);
  if (isRefusal(read)) return read;
  const after: Cart = {
    ...cart,
    ...read,
    modifiedAt: call.world.now(),
    modifiedBy: call.token.userObjectId ?? call.token.clientId,
    failed: [],
  };
  keep(call, after, 'cart.updated');
  return json(201, cartAnswer(call.world, after, buyer.customer));
}

export const cartRoutes: readonly Route[] = [
  callRoute('POST', '/v1/customers/{customerId}/carts', sell, withBuyer(create)),
  callRoute(
    'GET',
    '/v1/customers/{customerId}/carts/{cartId}',
    { ...sell, right: 'view' },
    withCart((call, cart, buyer) => json(200, cartAnswer(call.world, cart, buyer.customer))),
  ),
  callRoute('PUT', '/v1/customers/{customerId}/carts/{cartId}', sell, withCart(update)),
  callRoute('POST', '/v1/customers/{customerId}/carts/{cartId}/checkout', { ...sell, pace: [paces.checkout] }, withCart(checkout)),
];
