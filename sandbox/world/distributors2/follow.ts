import { dueRow } from '../due.ts';
import { ingramItem, ingramPlan, ingramState, ionAmounts, ionFacts } from '../estate/other-distributors.ts';
import { instantAt } from '../estate/times.ts';
import type { IngramItem, IonLog, IonSubscription, Subscription } from '../types.ts';
import { put, type World } from '../world.ts';
import { change } from './at-microsoft.ts';

const minuteMs = 60_000;

const ionTwins = (world: World, { id }: Subscription): readonly IonSubscription[] =>
  world.tables.ionSubscriptions.size === 0 ? [] : world.tables.ionSubscriptions.by('vendorSubscriptionId', id);

const ingramTwins = (world: World, { id }: Subscription): readonly IngramItem[] =>
  world.tables.ingramItems.size === 0 ? [] : world.tables.ingramItems.by('vendorSubscriptionId', id);

const unseen = (twins: readonly { readonly seenVersion: number }[], row: Subscription): boolean =>
  twins.some((twin) => twin.seenVersion < row.version);

/** Some time after a change at Microsoft, Ion shows it. */
export const ionFollows = dueRow('subscriptions', {
  at: (row, world) =>
    unseen(ionTwins(world, row), row)
      ? Date.parse(row.modifiedAt) + world.switch('ion').followMinutes * minuteMs
      : Number.POSITIVE_INFINITY,
  happen: (world, row, atMs) => {
    for (const twin of ionTwins(world, row)) ionTakes(world, twin, row, instantAt(atMs));
  },
});

/** Ion takes over what stands at Microsoft; with the switch, wrongly. */
export function ionTakes(world: World, twin: IonSubscription, row: Subscription, at: string): IonSubscription {
  if (twin.seenVersion >= row.version) return twin;
  const after = ionAfter(world, twin, row, at);
  world.apply({
    kind: 'distributor.followed',
    actor: { kind: 'system', name: 'Ion' },
    cause: 'microsoft',
    at,
    about: { distributor: 'ion', subscriptionId: twin.id },
    changes: [put('ionSubscriptions', after)],
  });
  return after;
}

function ionAfter(world: World, twin: IonSubscription, row: Subscription, at: string): IonSubscription {
  const { mistake } = world.switch('ion');
  const facts = ionFacts(row);
  const quantity = mistaken(mistake, twin.quantity, facts.quantity);
  const status = mistake === 'missesCancellation' && facts.status === 'cancelled' ? twin.status : facts.status;
  const isSameSale = facts.availabilityId === twin.availabilityId && facts.skuKey === twin.skuKey;
  const amounts = isSameSale ? {} : ionAmounts(world, row);
  const next: IonSubscription = { ...twin, ...facts, ...amounts, quantity, status };
  const action = actionOf(twin, next);
  return action === undefined ? next : { ...next, updatedAt: at, logs: [...next.logs, ionLog(next, action, at, 'Microsoft')] };
}

export const ionLog = (row: IonSubscription, action: IonLog['action'], at: string, by: string): IonLog => ({
  at,
  action,
  quantity: row.quantity,
  status: row.status,
  autoRenew: row.autoRenew,
  by,
});

const statusActions: Partial<Record<IonSubscription['status'], IonLog['action']>> = {
  cancelled: 'CANCEL',
  suspended: 'SUSPEND',
  active: 'RESUME',
};

function actionOf(before: IonSubscription, after: IonSubscription): IonLog['action'] | undefined {
  if (before.status !== after.status) return statusActions[after.status] ?? 'SYNC';
  if (before.quantity !== after.quantity || before.autoRenew !== after.autoRenew) return 'UPDATE';
  return before.endAt === after.endAt ? undefined : 'RENEW';
}

function mistaken(mistake: 'none' | 'keepsSeats' | 'oneSeatMore' | 'missesCancellation', before: number, now: number): number {
  if (before === now || mistake === 'none' || mistake === 'missesCancellation') return now;
  return mistake === 'keepsSeats' ? before : now + 1;
}

/** Some time after a change at Microsoft, the marketplace puts the seats back or takes the change over. */
export const ingramFollows = dueRow('subscriptions', {
  at: (row, world) =>
    unseen(ingramTwins(world, row), row)
      ? Date.parse(row.modifiedAt) + world.switch('ingram').followMinutes * minuteMs
      : Number.POSITIVE_INFINITY,
  happen: (world, row, atMs) => {
    for (const item of ingramTwins(world, row)) ingramTakes(world, item, overwritten(world, item, row), instantAt(atMs));
  },
});

/** A change made in Partner Center is overwritten by the marketplace, as far as Microsoft lets it. */
function overwritten(world: World, item: IngramItem, row: Subscription): Subscription {
  const isOurs = world.switch('ingram').portalSeats === 'overwrites' && row.status === 'active' && row.quantity !== item.quantity;
  if (!isOurs || item.endedAt !== undefined) return row;
  const outcome = change(world, row.id, 'portal.seats', { quantity: item.quantity });
  return 'done' in outcome ? outcome.done : row;
}

function ingramTakes(world: World, item: IngramItem, row: Subscription, at: string): void {
  const holder = world.tables.ingramSubscriptions.get(item.subscriptionId);
  if (holder === undefined) return;
  const { mistake } = world.switch('ingram');
  const quantity = mistaken(mistake, item.quantity, row.quantity);
  const isEnded = row.status === 'deleted' && mistake !== 'missesCancellation';
  const next = withQuantity({ ...item, ...saleOf(world, item, row), seenVersion: row.version }, quantity, at);
  const all = world.tables.ingramItems.by('subscriptionId', holder.id);
  const othersRun = all.some((one) => one.id !== item.id && one.endedAt === undefined);
  const plan = othersRun ? {} : ingramPlan(row);
  const status = row.status === 'deleted' ? (isEnded && !othersRun ? 'terminated' : holder.status) : ingramState(row);
  const after = { ...holder, ...plan, status, renewalStatus: row.autoRenew, startAt: row.effectiveStartAt, endAt: row.commitmentEndAt };
  const isSame = quantity === item.quantity && JSON.stringify(after) === JSON.stringify(holder);
  world.apply({
    kind: 'distributor.followed',
    actor: { kind: 'system', name: 'Ingram' },
    cause: 'microsoft',
    at,
    about: { distributor: 'ingram', subscriptionId: holder.id },
    changes: [
      put('ingramItems', isEnded && item.endedAt === undefined ? { ...next, endedAt: at } : next),
      ...(isSame ? [] : [put('ingramSubscriptions', { ...after, updatedAt: at })]),
    ],
  });
}

/** What is sold, when it is another SKU, term or billing period at Microsoft than it was. */
export function saleOf(world: World, item: IngramItem, row: Subscription): Partial<IngramItem> {
  const { id: _id, subscriptionId: _holder, earlier: _earlier, quantity: _quantity, ...sale } = ingramItem(world, row, item.subscriptionId);
  return sale.productId === item.productId ? {} : sale;
}

/** Another quantity, with the one before kept in the history. */
export const withQuantity = (item: IngramItem, quantity: number, at: string): IngramItem =>
  quantity === item.quantity ? item : { ...item, quantity, earlier: [...item.earlier, { quantity: item.quantity, until: at }] };
