import type { LookUp } from '../../connectors/ports.ts';
import { isLookingOver, isQuietOver, nextLookAt } from './schedule.ts';

/** A write is sent at most so often: once, and once more when a look-up after the quiet time says that nothing arrived. */
export const mostAttempts = 2;

export type Decision =
  | { readonly next: 'confirmed'; readonly remoteIds: readonly string[] }
  | { readonly next: 'sendAgain' }
  | { readonly next: 'not_placed' }
  | { readonly next: 'needs_operator'; readonly candidates: readonly string[] }
  | { readonly next: 'wait'; readonly until: Temporal.Instant };

export type Standing = {
  readonly attempts: number;
  readonly looks: number;
  readonly firstTriedAt: Temporal.Instant;
  readonly lastTriedAt: Temporal.Instant;
};

/** What a look-up means. `found` undefined: the remote could not be asked. Never a guess: two candidates go to a person (section 3 rule 6). */
export function decide(found: LookUp | undefined, standing: Standing, now: Temporal.Instant): Decision {
  if (found?.found === 'applied') return { next: 'confirmed', remoteIds: found.remoteIds };
  const candidates = found?.found === 'undecidable' ? found.candidates : [];
  if (candidates.length > 1) return { next: 'needs_operator', candidates };
  if (found?.found === 'notApplied' && isQuietOver(standing.lastTriedAt, now)) return afterQuiet(standing);
  if (isLookingOver(standing.firstTriedAt, now)) return { next: 'needs_operator', candidates };
  return { next: 'wait', until: nextLookAt(now, standing.looks + 1) };
}

const afterQuiet = ({ attempts }: Standing): Decision => ({ next: attempts < mostAttempts ? 'sendAgain' : 'not_placed' });
