import { everOf, historyOf } from '../world/history.ts';
import type { ChargeLine } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { chargesOf } from './charges.ts';
import { spanOf } from './periods.ts';
import { lineOf } from './price.ts';
import { sharesOf } from './shares.ts';
import { linesAfter, type Wanted } from './wanted.ts';

/** Lines of licences by term: what the history of each subscription comes to. */
export function* seatLines(world: World, wanted: Wanted): Generator<ChargeLine> {
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
  for (const charge of chargesOf(historyOf(world, id, fromMs), Math.min(untilMs, toMs), rules, fromMs)) {
    place = charge.orderedMs === last ? place + 1 : 0;
    last = charge.orderedMs;
    if (charge.bookedMs < fromMs || charge.bookedMs >= toMs || charge.row.accountId !== accountId) continue;
    for (const share of sharesOf(world, charge.row, rules)) yield lineOf(world, charge, period, rules, place, share);
  }
}
