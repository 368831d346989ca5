import type { DistributorSubscription } from '../../world/types.ts';

/** What a subscription is on a day: seats and amounts for one unit and one billing term. */
export type Stand = { readonly quantity: number; readonly price: string; readonly cost: string; readonly billingTerm: string };

/** A subscription over time, from its history alone: what was, is never changed by what comes. Days are text. */
export type Timeline = {
  /** From this day it is charged. */
  readonly from: string;
  /** The day from which charge cycles of more than a month are counted. */
  readonly anchor: string;
  readonly terms: ReadonlySet<string>;
  /** Days on which something changes, ascending, the first and the last included. */
  readonly turns: readonly string[];
  /** undefined before it began and from the day of its end. */
  at(day: string): Stand | undefined;
};

export function timelineOf(row: DistributorSubscription): Timeline {
  const states = [...row.history, row];
  const from = row.createdAt.slice(0, 10);
  const spans = states.map((state, index) => ({
    from: index === 0 ? from : state.updatedAt.slice(0, 10),
    stand: {
      quantity: state.quantity,
      price: state.price,
      cost: state.partnerCost ?? row.partnerCost,
      billingTerm: state.billingTerm,
    },
  }));
  const isEnding = row.status === 'Cancelled' || row.status === 'PendingCancel';
  const end = isEnding ? row.endDate?.slice(0, 10) : undefined;
  const turns = [...new Set([...spans.map((span) => span.from), ...(end === undefined ? [] : [end])])].sort();
  return {
    from,
    anchor: states[0]?.startDate.slice(0, 10) ?? from,
    terms: new Set(states.map((state) => state.billingTerm)),
    turns,
    at: (day) => {
      if (day < from || (end !== undefined && day >= end)) return undefined;
      return spans.findLast((span) => span.from <= day)?.stand;
    },
  };
}
