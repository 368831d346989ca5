import { everOf, historyOf } from '../world/history.ts';
import type { ChargeLine, Period } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { adjustmentLines } from './adjustments.ts';
import { chargesOf } from './charges.ts';
import { oneTimeLines } from './one-time.ts';
import { periodAt, spanOf } from './periods.ts';
import { lineOf } from './price.ts';
import type { Rules } from './rules.ts';

/** What a source of lines is asked for. `untilMs`: nothing that happens later (the open month). */
export type Wanted = {
  readonly accountId: string;
  readonly period: Period;
  readonly untilMs: number;
  readonly rules: Rules;
  /** Id of the last line that was read: what comes after it. */
  readonly after?: string;
};

/** A part of the ledger: seats, credits, metered usage. Lines come one after the other, always in the same order. */
export type LineSource = { readonly name: string; linesOf(world: World, wanted: Wanted): Iterable<ChargeLine> };

/** Everything that is charged, in the order in which it is written. Metered usage and one-time purchases are added here. */
export const lineSources: LineSource[] = [
  { name: 'seats', linesOf: seatLines },
  { name: 'oneTime', linesOf: oneTimeLines },
  { name: 'adjustments', linesOf: adjustmentLines },
];

/**
 * All lines of an account and a whole month, with the rules of the day (of a closed month: those kept with it).
 * Lazy and in constant memory; an account that Microsoft does not bill (an indirect reseller) has none.
 */
export function linesOf(world: World, accountId: string, period: Period, rules: Rules = world.switch('billing')): Iterable<ChargeLine> {
  return allLines(world, { accountId, period, untilMs: Math.min(spanOf(period).toMs, world.clock.nowMs() + 1), rules });
}

/** Lines of the month that runs at an instant, up to that instant. */
export function unbilledOf(world: World, accountId: string, atMs: number = world.clock.nowMs()): Iterable<ChargeLine> {
  return allLines(world, { accountId, period: periodAt(atMs), untilMs: atMs + 1, rules: world.switch('billing') });
}

/** Lines of all sources one after the other; a reader who stopped goes on behind the line that he names, without what came before. */
export function* allLines(world: World, wanted: Wanted): Generator<ChargeLine> {
  if (!isBilledByMicrosoft(world, wanted.accountId)) return;
  const [name, after] = cursorOf(wanted.after);
  let isFound = name === undefined;
  for (const source of lineSources) {
    const isHere = source.name === name;
    isFound ||= isHere;
    if (!isFound) continue;
    const { after: _place, ...whole } = wanted;
    yield* source.linesOf(world, isHere && after !== undefined ? { ...whole, after } : whole);
  }
}

/** Where a reader stopped: `${source}|${line id}`. */
export const cursorAt = (line: ChargeLine): string => `${sourceOf(line)}|${line.id}`;

function sourceOf(line: ChargeLine): string {
  if (line.category === 'credit') return 'adjustments';
  if (line.category === 'usage') return 'usage';
  return line.id.startsWith('order/') ? 'oneTime' : 'seats';
}

const cursorOf = (cursor: string | undefined): readonly [source: string | undefined, line: string | undefined] => {
  const cut = cursor?.indexOf('|') ?? -1;
  return cursor === undefined || cut < 0 ? [undefined, undefined] : [cursor.slice(0, cut), cursor.slice(cut + 1)];
};

/** For short sources: what comes after a line. */
export function* linesAfter(lines: Iterable<ChargeLine>, after: string | undefined): Generator<ChargeLine> {
  let isFound = after === undefined;
  for (const line of lines) {
    if (isFound) yield line;
    isFound ||= line.id === after;
  }
}

/** An indirect reseller is billed by his provider. */
export function isBilledByMicrosoft(world: World, accountId: string): boolean {
  const account = world.tables.partnerAccounts.get(accountId);
  return account !== undefined && account.partnerType !== 'indirectReseller';
}

function* seatLines(world: World, wanted: Wanted): Generator<ChargeLine> {
  const last = wanted.after?.slice(0, wanted.after.indexOf('/'));
  let isFound = last === undefined;
  for (const id of everOf(world, wanted.accountId)) {
    if (isFound) yield* subscriptionLines(world, id, wanted);
    else if (id === last) {
      isFound = true;
      yield* linesAfter(subscriptionLines(world, id, wanted), wanted.after);
    }
  }
}

/** The lines of one subscription. */
export function* subscriptionLines(world: World, id: string, { accountId, period, untilMs, rules }: Wanted): Generator<ChargeLine> {
  const { fromMs, toMs } = spanOf(period);
  let place = 0;
  let last = 0;
  for (const charge of chargesOf(historyOf(world, id), Math.min(untilMs, toMs), rules, fromMs)) {
    place = charge.orderedMs === last ? place + 1 : 0;
    last = charge.orderedMs;
    if (charge.bookedMs < fromMs || charge.bookedMs >= toMs || charge.row.accountId !== accountId) continue;
    yield lineOf(world, charge, period, rules, place);
  }
}
