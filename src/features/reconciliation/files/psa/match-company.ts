import type { PsaLine, Subscription } from '../model.ts';
import type { Expected, ProductCodes, PsaCase } from './expected.ts';
import { pairCost, type Scale, surplusCost, unknownCost } from './likeness.ts';

export type CompanyPool = {
  readonly customerId: string;
  readonly lines: readonly PsaLine[];
  /** Paid subscriptions that no line names by id. */
  readonly expected: readonly Expected[];
  /** Ended subscriptions that no line names by id. */
  readonly ended: readonly Subscription[];
};

/**
 * Matches a company's PSA lines without vendor id to its subscriptions by product: sums first (several subscriptions rolled up into
 * one line, or one split into several), then equal ones, then the pairs that need the fewest faults to be explained.
 */
export function matchCompany(pool: CompanyPool, codes: ProductCodes, scale: Scale): PsaCase[] {
  const state: State = { lines: new Set(pool.lines), expected: new Set(pool.expected), ended: new Set(pool.ended), matched: [], cases: [] };
  matchSums(state);
  if (scale.datesAreReliable) matchEqual(state, (line, { subscription }) => line.startsOn === subscription.createdOn);
  matchEqual(state, () => true);
  matchLikely(state, codes, scale);
  for (const line of state.lines) explainSurplus(state, line, pool.customerId, codes, scale);
  for (const expected of state.expected) state.cases.push({ type: 'missing', expected });
  return state.cases;
}

type State = {
  readonly lines: Set<PsaLine>;
  readonly expected: Set<Expected>;
  readonly ended: Set<Subscription>;
  readonly matched: { readonly line: PsaLine; readonly expected: Expected }[];
  readonly cases: PsaCase[];
};

function settle(state: State, line: PsaLine, expected: Expected): void {
  state.lines.delete(line);
  state.expected.delete(expected);
  state.matched.push({ line, expected });
  state.cases.push({ type: 'pair', expected, lines: [line], how: 'company and product' });
}

const group = <T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(key(item));
    if (list === undefined) groups.set(key(item), [item]);
    else list.push(item);
  }
  return groups;
};

/** Same product, same price, and the quantities add up though the numbers of lines differ: that is how some partners write agreements. */
function matchSums(state: State): void {
  const priced = new Set<string>();
  for (const { code, price } of state.expected) if (code !== undefined && price !== undefined) priced.add(code);
  const keyOf = (code: string, price = -1) => `${code}|${priced.has(code) ? price : ''}`;
  const lines = group(state.lines, (line) => keyOf(line.code, line.unitPrice));
  for (const [key, expected] of group(state.expected, ({ code, price }) => keyOf(code ?? '\u0000', price))) {
    const of = lines.get(key) ?? [];
    // One for several or several for one; several for several are compared one by one.
    if (Math.min(of.length, expected.length) !== 1 || of.length === expected.length) continue;
    const billed = of.reduce((sum, line) => sum + line.quantity, 0);
    if (billed !== expected.reduce((sum, { subscription }) => sum + subscription.quantity, 0)) continue;
    for (const line of of) state.lines.delete(line);
    for (const one of expected) state.expected.delete(one);
  }
}

const equalKey = (code: string, quantity: number): string => `${code}|${quantity}`;

function matchEqual(state: State, alsoEqual: (line: PsaLine, expected: Expected) => boolean): void {
  const lines = group(state.lines, (line) => equalKey(line.code, line.quantity));
  for (const expected of [...state.expected]) {
    if (expected.code === undefined) continue;
    const candidates = lines.get(equalKey(expected.code, expected.subscription.quantity)) ?? [];
    const line = candidates.find(
      (one) => state.lines.has(one) && (expected.price === undefined || one.unitPrice === expected.price) && alsoEqual(one, expected),
    );
    if (line !== undefined) settle(state, line, expected);
  }
}

/** Takes pairs in the order of how much less they need to be explained than a surplus line and a missing one would. */
function matchLikely(state: State, codes: ProductCodes, scale: Scale): void {
  const pairs: { line: PsaLine; expected: Expected; gain: number }[] = [];
  for (const line of state.lines) {
    const apart = unknownCost + Math.min(unknownCost, bestSurplus(state, line, codes, scale));
    for (const expected of state.expected) {
      const gain = apart - pairCost(line, expected, codes, scale);
      if (gain > 0) pairs.push({ line, expected, gain });
    }
  }
  pairs.sort((a, b) => b.gain - a.gain);
  for (const { line, expected } of pairs) if (state.lines.has(line) && state.expected.has(expected)) settle(state, line, expected);
}

const repeats = (line: PsaLine, other: PsaLine): boolean =>
  line.code === other.code && line.quantity === other.quantity && line.unitPrice === other.unitPrice && line.startsOn === other.startsOn;

const repeatCost = 0.5;

function bestSurplus(state: State, line: PsaLine, codes: ProductCodes, scale: Scale): number {
  if (state.matched.some((match) => repeats(line, match.line))) return repeatCost;
  let best = unknownCost;
  for (const subscription of state.ended)
    if (codes.codeOf(subscription) === line.code) best = Math.min(best, surplusCost(line, subscription, scale));
  return best;
}

function explainSurplus(state: State, line: PsaLine, customerId: string, codes: ProductCodes, scale: Scale): void {
  const original = state.matched.find((match) => repeats(line, match.line));
  if (original !== undefined) {
    state.cases.push({ type: 'duplicate', expected: original.expected, lines: [original.line, line] });
    return;
  }
  let best: Subscription | undefined;
  let cost = unknownCost;
  for (const subscription of state.ended) {
    if (codes.codeOf(subscription) !== line.code) continue;
    const its = surplusCost(line, subscription, scale);
    if (its >= cost) continue;
    best = subscription;
    cost = its;
  }
  if (best === undefined) state.cases.push({ type: 'unknown', lines: [line], customerId });
  else {
    state.ended.delete(best);
    state.cases.push({ type: 'ended', subscription: best, lines: [line] });
  }
}
