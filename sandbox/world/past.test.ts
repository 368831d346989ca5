import { describe, expect, test } from 'vitest';
import { SandboxClock } from '../clock.ts';
import { aWorldSubscription } from './a-subscription.ts';
import { instantAt, monthsOf, spanEnd } from './estate/times.ts';
import { layEstate } from './estate.ts';
import { historyOf } from './history.ts';
import { pastOf } from './past.ts';
import type { Subscription, Term } from './types.ts';
import { World } from './world.ts';

const laid = (seed: number, startsAt: string): World => {
  const world = new World({ seed, scale: 20, startsAt }, SandboxClock.stoppedAt(startsAt));
  layEstate(world);
  return world;
};

/** Days on which the terms of a past began, oldest first. */
const beganOn = (world: World, row: Subscription): string[] => [
  ...new Set(pastOf(world, row).map((moment) => moment.row.effectiveStartAt.slice(0, 10))),
];

describe('the past of a subscription agrees with how its terms go on', () => {
  test.each<[string, Term, string, readonly string[]]>([
    ['2026-10-28', 'P1M', '2026-08-29', ['2026-08-28', '2026-09-28', '2026-10-28']],
    ['2026-10-30', 'P1M', '2026-08-31', ['2026-08-30', '2026-09-30', '2026-10-30']],
    // No month before leads to the 31st, so it was bought on it.
    ['2026-10-31', 'P1M', '2026-09-01', ['2026-10-31']],
    ['2026-08-31', 'P1M', '2026-06-02', ['2026-07-31', '2026-08-31']],
    ['2026-03-28', 'P1M', '2026-01-27', ['2026-01-28', '2026-02-28', '2026-03-28']],
    ['2024-02-29', 'P1Y', '2022-02-28', ['2024-02-29']],
    ['2025-02-28', 'P1Y', '2024-03-05', ['2024-02-28', '2025-02-28']],
  ])('a term from %s of %s, made on %s: terms began %s', (start, term, createdOn, expected) => {
    const effectiveStartAt = `${start}T09:30:00Z`;
    const row = aWorldSubscription({
      term,
      effectiveStartAt,
      createdAt: `${createdOn}T09:30:00Z`,
      commitmentEndAt: spanEnd(Date.parse(effectiveStartAt), monthsOf(term)),
      seatBatches: [],
    });

    expect(beganOn(laid(1, '2026-11-21T10:00:00Z'), row)).toEqual(expected);
  });

  test.each(['2026-11-21T10:00:00Z', '2027-03-02T10:00:00Z', '2026-09-01T10:00:00Z'])(
    'in an estate laid %s each term ends where the next begins',
    (at) => {
      for (const seed of [1, 2, 3]) {
        const world = laid(seed, at);
        for (const [id, row] of world.tables.subscriptions.entries()) {
          if (row.commitmentEndAt.startsWith('9999') || row.legacy !== undefined) continue;
          const starts = [...new Set(historyOf(world, id).map((moment) => moment.row.effectiveStartAt))].map((start) => Date.parse(start));
          for (const [place, startMs] of starts.entries()) {
            const next = starts[place + 1];
            if (next === undefined) continue;
            const end = Date.parse(spanEnd(startMs, monthsOf(row.term))) + 1000;
            expect(instantAt(end).slice(0, 10), `${id} from ${instantAt(startMs)}`).toBe(instantAt(next).slice(0, 10));
          }
        }
      }
    },
  );
});
