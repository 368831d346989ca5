import { json, type RemoteAnswer } from '../../remote.ts';
import type { Order, Subscription } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Fields, listOf, readBody, textOf, toFields, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import type { Buyer } from '../carts/meaning.ts';
import { cycleWord } from '../carts/read-lines.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { orderAnswer } from './answers.ts';
import { fulfilled, makeOrder } from './make.ts';
import { lineFrom, soldOf } from './place.ts';

type Changed = { readonly order: Order; readonly subscriptions: readonly Subscription[]; readonly kind: string };

/** PATCH of an order: cancel it, add an add-on to an old one, or change an old one's billing cycle. */
export function changeOrder(call: Call, order: Order, buyer: Buyer): RemoteAnswer | Refusal {
  const fields = readBody(call.request.body);
  if (fields === undefined) return refuse(800002);
  const changed = changeOf(call, order, buyer, fields);
  if (isRefusal(changed)) return changed;
  call.world.apply({
    kind: changed.kind,
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: order.customerId, orderId: order.id, operationType: 'update_order' },
    changes: [put('orders', changed.order), ...changed.subscriptions.map((row) => put('subscriptions', row))],
  });
  // This one answer tells the word of the cycle as it was sent; reads tell it small.
  const sent = changed.kind === 'order.billingCycleChanged' ? { billingCycle: wordOf(fields, 'billingCycle') } : {};
  return json(200, { ...orderAnswer(call.world, changed.order), ...sent });
}

function changeOf(call: Call, order: Order, buyer: Buyer, fields: Fields): Changed | Refusal {
  if (textOf(fields, 'status')?.toLowerCase() === 'cancelled') return cancelled(call, order);
  if (order.alternateId !== undefined) return refuseWith(400, 800042, 'Not supported');
  const addons = (listOf(fields, 'lineItems') ?? []).filter((line) => isAddon(toFields(line)));
  if (addons.length > 0) return withAddons(call, order, buyer, addons);
  return withCycle(call, order, cycleWord(wordOf(fields, 'billingCycle')));
}

const isAddon = (line: Fields | undefined): boolean =>
  (textOf(line, 'parentSubscriptionId') ?? '') !== '' && (textOf(line, 'subscriptionId') ?? '') === '';

const rowsOf = (call: Call, order: Order): readonly Subscription[] =>
  order.lines.flatMap((line) => call.world.tables.subscriptions.get((line.subscriptionId ?? '').toLowerCase()) ?? []);

const moved = (call: Call, row: Subscription, change: Partial<Subscription>): Subscription => ({
  ...row,
  ...change,
  version: row.version + 1,
  modifiedAt: call.world.now(),
});

/** Software can be given back in its window by everybody; anything else only in an integration sandbox. */
function cancelled(call: Call, order: Order): Changed | Refusal {
  if (order.status === 'cancelled') return refuseWith(400, 800061, "Order can't be canceled");
  const isTest = call.world.switch('orders').testAccounts.includes(order.accountId);
  const kinds = order.lines.map((line) => kindOf(call, line));
  if (!isTest && kinds.includes('saas'))
    return refuseWith(403, 800077, "Cancelling of seat-based SaaS isn't supported via patch order. Use patch subscription instead.");
  if (!isTest && kinds.some((kind) => kind !== 'software' && kind !== 'perpetual'))
    return refuseWith(
      403,
      800019,
      "Non-Sandbox tenants aren't allowed to cancel purchases other than software subscriptions and perpetual software",
    );
  const days = kinds.every((kind) => kind === 'perpetual') ? 30 : 7;
  if (!isTest && call.world.clock.nowMs() > Date.parse(order.createdAt) + days * 86_400_000) return refuse(900117, String(days));
  const { provisionAt: _never, ...rest } = order;
  const subscriptions = rowsOf(call, order)
    .filter((row) => row.status !== 'deleted')
    .map((row) => moved(call, row, { status: 'deleted', autoRenew: false, cancelledAt: call.world.now() }));
  return { order: { ...rest, status: 'cancelled', version: order.version + 1 }, subscriptions, kind: 'order.cancelled' };
}

/** What a line is of; orders that were not made here name a catalogue item only. */
function kindOf({ world }: Call, { saleId, offerId }: Order['lines'][number]): string {
  const sale = world.tables.availabilities.get(saleId ?? '');
  const key = sale === undefined ? offerId.split(':').slice(0, 2).join(':') : `${sale.productId}:${sale.skuId}`;
  return world.tables.skus.get(key)?.kind ?? 'seats';
}

/** Add-ons come to life with the change. */
function withAddons(call: Call, order: Order, buyer: Buyer, addons: readonly unknown[]): Changed | Refusal {
  const cycle = order.billingCycle === 'none' ? '' : order.billingCycle;
  const lines = addons.flatMap((one, place) => lineFrom(one, order.lines.length + place, cycle) ?? []);
  const sold = soldOf(call, buyer, lines);
  if (isRefusal(sold)) return sold;
  const added = makeOrder(call.world, buyer, sold).order.lines.map(({ subscriptionId: _own, ...line }, place) => ({
    ...line,
    lineItemNumber: order.lines.length + place,
  }));
  const { order: after, subscriptions } = fulfilled(call.world, { ...order, lines: [...order.lines, ...added] }, call.world.clock.nowMs());
  return { order: after, subscriptions, kind: 'order.addonsBought' };
}

function withCycle(call: Call, order: Order, cycle: string): Changed | Refusal {
  if (cycle !== 'monthly' && cycle !== 'annual')
    return refuseWith(
      400,
      6001,
      "The billing cycle couldn't be changed because one of the order's Offer IDs doesn't support the billing term",
    );
  const rows = rowsOf(call, order);
  if (rows.some((row) => row.status !== 'active'))
    return refuseWith(
      400,
      6000,
      "The billing cycle couldn't be changed because the order contains one or more subscriptions that aren't active",
    );
  return {
    order: {
      ...order,
      billingCycle: cycle,
      lines: order.lines.map((line) => ({ ...line, billingCycle: cycle })),
      version: order.version + 1,
    },
    subscriptions: rows.map((row) => moved(call, row, { billingCycle: cycle })),
    kind: 'order.billingCycleChanged',
  };
}
