import type { DifferenceKind } from '../../../../model/difference-kind.ts';
import type { ChargedMonth } from '../month.ts';
import type { Bought, Charge, Fault, Supply } from './charge.ts';
import { type Item, isRegular } from './item.ts';
import type { ReadItems } from './read-items.ts';
import { notCharged } from './rules/not-charged.ts';
import { exclusiveRules, lineRules } from './rules/table.ts';

/** What a distributor's invoices of a month are held against, each by connection and the distributor's id of the subscription. */
export type SupplyBooks = {
  readonly supplies: ReadonlyMap<string, Supply>;
  /** By Microsoft's id. */
  readonly bought: ReadonlyMap<string, Bought>;
  /** Connections whose subscriptions were read completely. */
  readonly complete: ReadonlySet<string>;
};

/** A fault with what it is about. `items` is empty where something is not charged. */
export type Found = {
  readonly fault: Fault;
  readonly connectionId: string;
  readonly subscriptionId: string;
  readonly items: readonly Item[];
  readonly companyId: string;
  readonly supply: Supply | undefined;
  readonly bought: Bought | undefined;
};

/** What invoices of distributors can show, in the names that the comparison of the books has for them too. */
export const supplierKinds = [
  'quantity_mismatch_distributor',
  'missing_in_distributor',
  'price_mismatch_distributor',
  'wrong_term_distributor',
  'cancelled_still_billed_distributor',
] as const satisfies readonly DifferenceKind[];

export const supplyKey = (connectionId: string, subscriptionId: string): string => `${connectionId} ${subscriptionId}`;

/** Holds the items of a month's invoices against what distributor and Microsoft knew in that month. Pure. */
export function judgeItems(read: readonly ReadItems[], books: SupplyBooks, month: ChargedMonth): Found[] {
  const known = byMicrosoftId(books);
  const items = read
    .flatMap((each) => each.items)
    .filter(({ subscriptionId }) => subscriptionId !== '')
    .map((item) => asListed(item, books, known));
  const groups = Map.groupBy(items, ({ connectionId, subscriptionId }) => supplyKey(connectionId, subscriptionId));
  const found = [...groups.values()].flatMap((group) => judgeGroup(group, books, month));
  return [...found, ...missing(read, new Set(groups.keys()), books, month)];
}

/** Subscriptions by Microsoft's id; one that two have says nothing. */
function byMicrosoftId({ supplies }: SupplyBooks): ReadonlyMap<string, string> {
  const named = [...supplies.values()].filter(({ microsoftId }) => microsoftId !== '');
  const groups = Map.groupBy(named, ({ connectionId, microsoftId }) => supplyKey(connectionId, microsoftId));
  return new Map([...groups].flatMap(([key, its]) => (its.length === 1 && its[0] !== undefined ? [[key, its[0].remoteId]] : [])));
}

/** Some invoices name a subscription as Microsoft does and not as the distributor's own list. */
function asListed(item: Item, { supplies }: SupplyBooks, known: ReadonlyMap<string, string>): Item {
  const { connectionId, subscriptionId } = item;
  if (supplies.has(supplyKey(connectionId, subscriptionId))) return item;
  return { ...item, subscriptionId: known.get(supplyKey(connectionId, subscriptionId.toLowerCase())) ?? subscriptionId };
}

function judgeGroup(group: readonly Item[], books: SupplyBooks, { asOf }: ChargedMonth): Found[] {
  const periods = Map.groupBy(group.filter(isRegular), ({ start }) => start);
  return [...periods].flatMap(([start, items]) => {
    const [first] = items;
    if (first === undefined) return [];
    const { connectionId, subscriptionId, companyId } = first;
    const supply = books.supplies.get(supplyKey(connectionId, subscriptionId));
    const bought = books.bought.get(supply?.microsoftId ?? '');
    const charge: Charge = {
      ...{ start, items, supply, bought },
      besides: group.filter((item) => !isRegular(item)),
      isSupplyComplete: books.complete.has(connectionId),
      toMs: asOf.epochMilliseconds,
    };
    return faultsOf(charge).map((fault) => ({ fault, connectionId, subscriptionId, companyId, items, supply, bought }));
  });
}

function faultsOf(charge: Charge): Fault[] {
  for (const rule of exclusiveRules) {
    const fault = rule(charge);
    if (fault !== undefined) return [fault];
  }
  return lineRules.map((rule) => rule(charge)).filter((fault) => fault !== undefined);
}

/** Only invoices that charge the month itself, and were read whole, can lack an item of it. */
function missing(read: readonly ReadItems[], charged: ReadonlySet<string>, books: SupplyBooks, { start, asOf }: ChargedMonth): Found[] {
  const byConnection = Map.groupBy(read, ({ file }) => file.connectionId);
  const judged = new Set(
    [...byConnection].flatMap(([connectionId, its]) =>
      its.every(isWhole) && its.some((one) => charges(one, start)) ? [connectionId] : [],
    ),
  );
  return [...books.supplies].flatMap(([key, supply]): Found[] => {
    const { connectionId, remoteId, companyId, microsoftId } = supply;
    if (!judged.has(connectionId) || charged.has(key)) return [];
    const bought = books.bought.get(microsoftId);
    const fault = notCharged({ supply, bought, start, toMs: asOf.epochMilliseconds });
    return fault === undefined ? [] : [{ fault, connectionId, subscriptionId: remoteId, companyId, items: [], supply, bought }];
  });
}

const isWhole = ({ isComplete }: ReadItems): boolean => isComplete;
const charges = ({ items }: ReadItems, start: number): boolean =>
  items.some((item) => isRegular(item) && item.frequency === 'monthly' && item.start === start);
