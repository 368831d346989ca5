import type { ChargeLine, Period } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { periodAt, spanOf } from './periods.ts';
import type { Rules } from './rules.ts';
import { lineSources } from './sources.ts';
import { isBilledByMicrosoft, type LineSource, type Wanted } from './wanted.ts';

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
export function* allLines(world: World, wanted: Wanted, sources: readonly LineSource[] = lineSources): Generator<ChargeLine> {
  if (!isBilledByMicrosoft(world, wanted.accountId)) return;
  const [name, after] = cursorOf(wanted.after);
  let isFound = name === undefined;
  for (const source of sources) {
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
