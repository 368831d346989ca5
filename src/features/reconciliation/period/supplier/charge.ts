import type { Decimal } from '../../../../lib/decimal.ts';
import type { CauseCode, Certainty } from '../../../../model/cause.ts';
import type { DifferenceKind } from '../../../../model/difference-kind.ts';
import type { Day } from '../../files/days.ts';
import type { Item } from './item.ts';
import type { ListPrice } from './list-price.ts';
import { during, type Timeline } from './timeline.ts';

/** As a row of the table has it; `unit_cost` for one billing period (distributors reference 8.3). */
export type SupplyState = {
  readonly seats: number;
  readonly status: string;
  readonly term: string;
  readonly frequency: string;
  readonly unit_cost: string | null;
  readonly currency: string | null;
  readonly ends_on: string | null;
};

/** A subscription as the distributor has it, with what it was before. */
export type Supply = {
  readonly connectionId: string;
  readonly remoteId: string;
  readonly companyId: string;
  readonly microsoftId: string;
  readonly name: string;
  readonly startsOn: Day | undefined;
  /** When it was no longer listed. */
  readonly retiredMs: number | undefined;
  /** When somebody here looked first. What it was before that is not known. */
  readonly seenMs: number;
  readonly timeline: Timeline<SupplyState>;
  /** What the distributor asks for the product, with when it was read. */
  readonly prices: readonly ListPrice[];
  /** The comparison of the books has its cost as another than the PSA notes: the same money, told there. */
  readonly isNotedOtherwise: boolean;
};

export type BoughtState = { readonly seats: number; readonly status: string; readonly ends_on: string | null };

/** The same at Microsoft. */
export type Bought = {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly timeline: Timeline<BoughtState>;
  readonly seenMs: number;
  /** Seats before and after each change that Partner Center's activity log has of the month; undefined: it was not read. */
  readonly told: readonly number[] | undefined;
};

/** What an invoice charges for one period of one subscription, and what both systems knew of it meanwhile. */
export type Charge = {
  readonly start: Day;
  /** At least one. */
  readonly items: readonly Item[];
  /** Other items of the subscription in the month: changes inside a period, credits. */
  readonly besides: readonly Item[];
  readonly supply: Supply | undefined;
  readonly bought: Bought | undefined;
  /** Everything that the distributor lists was read: what is not there is not there. */
  readonly isSupplyComplete: boolean;
  readonly toMs: number;
};

/** What is wrong on an invoice, before it has names and sides. */
export type Fault = {
  readonly kind: DifferenceKind;
  readonly cause: CauseCode;
  readonly certainty: Certainty;
  /** Names no amount: those are evidence. */
  readonly sentence: string;
  /** What the partner loses on this invoice; negative: it will be charged later. */
  readonly impact: Decimal;
  readonly expected: string;
  readonly actual: string;
  /** Expected and actual are amounts of money. */
  readonly isMoney: boolean;
};
export type ChargeRule = (charge: Charge) => Fault | undefined;

const dayMs = 86_400_000;
const over: ReadonlySet<string> = new Set(['cancelled', 'expired']);

/** What it was at some moment of the charged period: an item is right when it was right at any of them (distributors reference 8.6). */
export const statesIn = <Was>(timeline: Timeline<Was> | undefined, { start, toMs }: Pick<Charge, 'start' | 'toMs'>): readonly Was[] =>
  timeline === undefined ? [] : during(timeline, start * dayMs, Math.max(toMs, start * dayMs)).map(({ was }) => was);

/** Whether what it was in the charged period was seen here, not only what it is since. */
export const isSeen = (thing: { readonly seenMs: number } | undefined, { start }: Pick<Charge, 'start'>): boolean =>
  thing !== undefined && thing.seenMs <= start * dayMs;

type Ending = { readonly status: string; readonly ends_on: string | null };

/** Over before the period began, and known to be: seen ending, or with an end that lies before. */
export function hadEnded(timeline: Timeline<Ending>, start: Day): boolean {
  const fromMs = start * dayMs;
  const [first] = during(timeline, fromMs, fromMs);
  if (first === undefined || !over.has(first.was.status)) return false;
  return Number.isFinite(first.sinceMs) || (first.was.ends_on !== null && Date.parse(first.was.ends_on) < fromMs);
}

/** The distributor has it alive today: what is wrong with that is found in the books, not on the invoice. */
export const isAliveThere = ({ timeline, retiredMs }: Supply): boolean =>
  retiredMs === undefined && !over.has(timeline.at(-1)?.was.status ?? '');

export const wasGoneThere = ({ timeline, retiredMs }: Supply, start: Day): boolean =>
  (retiredMs !== undefined && retiredMs < start * dayMs) || hadEnded(timeline, start);
