import { azureEntitlementsOf } from '../partner-center/subscriptions/azure-entitlements.ts';
import { dayMs } from '../world/estate/times.ts';
import { everOf, historyOf } from '../world/history.ts';
import type { AzureEntitlement, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** The product of every Azure plan. */
export const azurePlanProduct = 'DZH318Z0BPS6';

/** Ids of the Azure plans that an account has or had, in an order that only grows at its end; behind one that is named, if it is. */
export function* plansOf(world: World, accountId: string, after?: string): Generator<string> {
  let isFound = after === undefined;
  for (const id of everOf(world, accountId)) {
    if (isFound && world.tables.subscriptions.get(id)?.productId === azurePlanProduct) yield id;
    isFound ||= id === after;
  }
}

/** A plan as it stood at the end of a day, if it ran then and was the account's. */
export function planOn(world: World, planId: string, accountId: string): (dayStartMs: number) => Subscription | undefined {
  const moments = historyOf(world, planId);
  return (dayStartMs) => {
    const row = moments.findLast(({ atMs }) => atMs < dayStartMs + dayMs)?.row;
    return row?.status === 'active' && row.accountId === accountId ? row : undefined;
  };
}

type Changes = { readonly of: Map<string, { readonly atMs: number; readonly runs: boolean }[]>; seen: number };
const changes = new WeakMap<World, Changes>();

function changesOf(world: World, entitlementId: string): readonly { readonly atMs: number; readonly runs: boolean }[] {
  const index: Changes = changes.get(world) ?? { of: new Map(), seen: 0 };
  changes.set(world, index);
  for (; index.seen < world.events.length; index.seen += 1) {
    const event = world.events[index.seen];
    for (const { table, key, row } of event?.changes ?? []) {
      if (table !== 'azureEntitlements' || row === null || event === undefined) continue;
      const { status } = row as AzureEntitlement;
      const runs = status === 'active' || status === 'reactivating';
      index.of.set(key, [...(index.of.get(key) ?? []), { atMs: Date.parse(event.at), runs }]);
    }
  }
  return index.of.get(entitlementId) ?? [];
}

export type RunningEntitlement = AzureEntitlement & {
  /** Whether it ran on a day that begins then. */
  readonly runsOn: (dayStartMs: number) => boolean;
};

/** The Azure subscriptions below a plan, and when they ran: a cancelled one uses nothing from the next day on. */
export const entitlementsOf = (world: World, plan: Subscription): RunningEntitlement[] =>
  azureEntitlementsOf(world, plan).map((row) => {
    const moments = changesOf(world, row.id);
    return { ...row, runsOn: (dayStartMs) => moments.findLast(({ atMs }) => atMs < dayStartMs)?.runs ?? true };
  });

/** The days on which a partner has access to a customer's tenant, by which credit is earned. */
export function accessOf(world: World, accountId: string, customerId: string): (dayStartMs: number) => boolean {
  if (world.tables.relationships.get(`${accountId}:${customerId}`)?.allowDelegatedAccess === true) return () => true;
  const spans = world.tables.gdap
    .by('customerId', customerId)
    .filter((row) => row.accountId === accountId && row.activatedAt !== undefined)
    .map((row) => ({
      fromMs: Date.parse(row.activatedAt ?? ''),
      toMs: row.status === 'active' ? Number.POSITIVE_INFINITY : Date.parse(row.modifiedAt),
    }));
  return (dayStartMs) => spans.some(({ fromMs, toMs }) => fromMs < dayStartMs + dayMs && toMs > dayStartMs);
}
