import { json, type RemoteAnswer } from '../../remote.ts';
import type { CartLine } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Fields, listOf, readBody, textOf, toFields, wholeOf, wordOf, wrongKind } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { judgeLines } from '../carts/judge.ts';
import { mayBuy } from '../carts/may-buy.ts';
import type { Buyer } from '../carts/meaning.ts';
import { cycleWord, kinds, structured } from '../carts/read-lines.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { findOffer } from '../offers/shelf.ts';
import { orderAnswer } from './answers.ts';
import { refusalOf } from './line-refusals.ts';
import { makeOrder, type Sold } from './make.ts';

/** An order's line as a line of a cart, so that both are judged by the same rules. */
export function lineFrom(sent: unknown, place: number, orderCycle: string): CartLine | undefined {
  const fields = toFields(sent);
  if (fields === undefined || wrongKind(fields, { ...kinds, offerId: 'text' }) !== undefined) return undefined;
  const catalogItemId = wordOf(fields, 'offerId').trim();
  const cycle = cycleWord(orderCycle);
  // Old orders may leave the cycle open.
  const isOpen = cycle === '' || cycle === 'unknown' || cycle === 'none';
  return {
    id: wholeOf(fields, 'lineItemNumber') ?? place,
    catalogItemId,
    quantity: wholeOf(fields, 'quantity') ?? 0,
    currencyCode: '',
    billingCycle: isOpen ? (findOffer(catalogItemId) === undefined ? '' : 'monthly') : cycle,
    orderGroup: '',
    ...texts(fields),
    ...structured(fields),
    ...belowParent(fields),
  };
}

/** A day without its time; the parent of an add-on goes with what else provisioning wants to know. */
function belowParent(fields: Fields): Partial<CartLine> {
  const parent = wordOf(fields, 'parentSubscriptionId');
  const end = wordOf(fields, 'customTermEndDate').slice(0, 10);
  const context = { ...structured(fields).provisioningContext, parentSubscriptionId: parent };
  return { ...(end === '' ? {} : { customTermEndDate: end }), ...(parent === '' ? {} : { provisioningContext: context }) };
}

const names = ['friendlyName', 'termDuration', 'partnerIdOnRecord', 'additionalPartnerIdsOnRecord', 'promotionId'] as const;

const texts = (fields: Fields): Partial<CartLine> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = textOf(fields, name);
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );

/** POST of an order without a cart: all or nothing, and no key against doing it twice. */
export function placeOrder(call: Call, buyer: Buyer): RemoteAnswer | Refusal {
  const fields = readBody(call.request.body);
  const sent = fields === undefined ? undefined : listOf(fields, 'lineItems');
  if (fields === undefined || sent === undefined || sent.length === 0) return refuse(800002);
  const customerId = wordOf(fields, 'referenceCustomerId').toLowerCase();
  if (customerId !== '' && customerId !== buyer.customer.id) return refuseWith(400, 900118, 'Invalid Customer ID');
  const currencyCode = wordOf(fields, 'currencyCode').toUpperCase();
  const lines = sent
    .flatMap((one, place) => lineFrom(one, place, wordOf(fields, 'billingCycle')) ?? [])
    .map((line) => ({ ...line, currencyCode }));
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
  const partners = judged.flatMap(({ line }) => line.partnerIdOnRecord ?? []);
  return (
    checkPartners(call, partners) ??
    mayBuy(call.world, buyer, partners) ??
    judged.flatMap(({ line, meaning }): Sold[] => (meaning === undefined ? [] : [{ line, meaning }]))
  );
}

/** A provider puts one of his resellers on record, never himself. */
function checkPartners({ account }: Call, partners: readonly string[]): Refusal | undefined {
  if (partners.some((id) => !/^\d{1,10}$/.test(id))) return refuseWith(400, 2071, "PartnerID isn't a valid Advisor");
  const isOwn = account.partnerType === 'indirectProvider' && partners.includes(account.mpnId);
  return isOwn ? refuseWith(404, 2072, "PartnerID of Indirect Provider isn't valid as Partner On Record") : undefined;
}
