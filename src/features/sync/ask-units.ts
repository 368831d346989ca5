import type { Page, Remote } from '../../connectors/ports.ts';
import { atMost } from '../../lib/at-most.ts';
import type { Side } from '../../model/connection.ts';
import { limits } from '../../platform/http/limits.ts';
import type { Closed, Unit, UnitSyncer } from '../reading.ts';
import { waitAsTold } from './patience.ts';
import { isRetryable, meaningOf } from './trouble.ts';
import type { Walk } from './walk.ts';

/** Reads at one remote at the same time; its own pace slows it further (B10). Connectors of a side that are still to come are as careful as these. */
const mostAtOnce = {
  microsoft: limits['partner-center'].parallel,
  distributor: limits.pax8.parallel,
  psa: limits.connectwise.parallel,
} as const satisfies Record<Side, number>;
/** After so many failures in a row that could pass, the remote is down and the rest is left to the next run. */
const mostFailuresInARow = 10;

/** What a unit answered, and when it was asked. */
export type Answer<Item> = { readonly askedAt: Temporal.Instant; readonly page: Page<Item> | Closed };

type Asking<Item> = {
  /** Undefined: the unit waited for its turn, and meanwhile the remote went down or something ended the reading. */
  readonly ask: (unit: Unit) => Promise<Answer<Item> | undefined>;
  readonly isDown: () => boolean;
  /** How many are asked at the same time. */
  readonly atOnce: number;
};

/** Asks the remote for units, a few at the same time, for as long as it answers. */
export function askUnits<From extends Pick<Remote, 'side'>, Item>(walk: Walk, syncer: UnitSyncer<From, Item>, remote: From): Asking<Item> {
  const within = atMost(mostAtOnce[remote.side]);
  let failuresInARow = 0;
  let isOver = false;
  const isDown = (): boolean => failuresInARow >= mostFailuresInARow;
  const ask = (unit: Unit): Promise<Answer<Item> | undefined> =>
    within(async () => {
      if (isDown() || isOver) return undefined;
      try {
        const answer = await askPatiently(walk, syncer, remote, unit);
        failuresInARow = 0;
        return answer;
      } catch (error) {
        failuresInARow = isRetryable(error) ? failuresInARow + 1 : 0;
        isOver ||= meaningOf(error, walk.signal) !== 'skip';
        throw error;
      }
    });
  return { ask, isDown, atOnce: mostAtOnce[remote.side] };
}

async function askPatiently<From, Item>(walk: Walk, syncer: UnitSyncer<From, Item>, remote: From, unit: Unit): Promise<Answer<Item>> {
  for (;;) {
    try {
      const askedAt = walk.context.clock.now();
      return { askedAt, page: await syncer.read(remote, unit, walk.signal) };
    } catch (error) {
      if (meaningOf(error, walk.signal) !== 'wait') throw error;
      await waitAsTold(walk, error);
    }
  }
}
