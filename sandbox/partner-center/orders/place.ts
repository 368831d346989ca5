import { json, type RemoteAnswer } from '../../remote.ts';
import type { CartLine, CartLineError } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Fields, listOf, readBody, textOf, toFields, wholeOf, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { judgeLines } from '../carts/judge.ts';
import { mayBuy } from '../carts/may-buy.ts';
import type { Buyer } from '../carts/meaning.ts';
import { cycleWord } from '../carts/read-lines.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { findOffer } from '../offers/shelf.ts';
import { orderAnswer } from './answers.ts';
import { makeOrder, type Sold } from './make.ts';

/** An order's line as a line of a cart, so that both are judged by the same rules. */
export function lineFrom(sent: unknown, place: number, orderCycle: string): CartLine | undefined {
  const fields = toFields(sent);
  if (fields === undefined) return undefined;
  const catalogItemId = wordOf(fields, 'offerId').trim();
  const cycle = cycleWord(orderCycle);
  // Old orders may leave the cycle open.
  const isOpen = cycle === '' || cycle === 'unknown' || cycle === 'none';
  const parent = textOf(fields, 'parentSubscriptionId');
  return {
    id: wholeOf(fields, 'lineItemNumber') ?? place,
    catalogItemId,
    quantity: wholeOf(fields, 'quantity') ?? 0,
    currencyCode: '',
    billingCycle: isOpen ? (findOffer(catalogItemId) === undefined ? '' : 'monthly') : cycle,
    orderGroup: '',
    ...texts(fields),
    ...(parent === undefined || parent === '' ? {} : { provisioningContext: { parentSubscriptionId: parent } }),
  };
}

const names = ['friendlyName', 'termDuration', 'partnerIdOnRecord', 'additionalPartnerIdsOnRecord', 'promotionId'] as const;

const texts = (fields: Fields): Partial<CartLine> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = textOf(fields, name);
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );

/** What a line's error is when it stops a whole order. */
export function refusalOf({ code, description }: CartLineError, line: CartLine): Refusal {
  switch (code) {
    case '10001':
      return line.catalogItemId.includes(':')
        ? refuseWith(404, 400019, 'Availability not found.')
        : refuseWith(400, 800004, 'Invalid offer ID');
    case '10015':
      return refuseWith(
        400,
        900275,
        `The requested quantity for line item ${String(line.id)} is not within the allowed quantity for this offer.`,
      );
    case '400041':
      return refuseWith(400, 800029, "The add-on isn't related to the specified parent subscription");
    case '10006':
      return refuseWith(400, 800086, "Customer tenant doesn't have required tags for the offer");
    default:
      return refuseWith(400, 800002, description);
  }
}

/** POST of an order without a cart: all or nothing, and no key against doing it twice. */
export function placeOrder(call: Call, buyer: Buyer): RemoteAnswer | Refusal {
  const fields = readBody(call.request.body);
  const sent = fields === undefined ? undefined : listOf(fields, 'lineItems');
  if (fields === undefined || sent === undefined || sent.length === 0) return refuse(800002);
  const lines = sent.flatMap((one, place) => lineFrom(one, place, wordOf(fields, 'billingCycle')) ?? []);
  if (lines.length !== sent.length) return refuse(800002);
  const sold = soldOf(call, buyer, lines);
  if (isRefusal(sold)) return sold;
  const { order, subscriptions } = makeOrder(call.world, buyer, sold);
  call.world.apply({
    kind: 'order.placed',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: order.customerId, orderId: order.id, operationType: 'create_order' },
    changes: [put('orders', order), ...subscriptions.map((row) => put('subscriptions', row))],
  });
  return json(201, orderAnswer(call.world, order));
}

/** Lines that may all be bought, or why not. */
export function soldOf(call: Call, buyer: Buyer, lines: readonly CartLine[]): readonly Sold[] | Refusal {
  const judged = judgeLines(call.world, buyer, lines);
  for (const { line } of judged) if (line.error !== undefined) return refusalOf(line.error, line);
  if (judged.some(({ line }) => line.partnerIdOnRecord !== undefined && !/^\d{1,10}$/.test(line.partnerIdOnRecord)))
    return refuseWith(400, 2071, "PartnerID isn't a valid Advisor");
  return mayBuy(call.world, buyer) ?? judged.flatMap(({ line, meaning }): Sold[] => (meaning === undefined ? [] : [{ line, meaning }]));
}
