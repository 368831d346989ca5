import { because, type CauseRule } from '../cause-rule.ts';
import type { UnbilledFacts } from './facts.ts';

/** It was billed: a line with its id stands there, ended, or stood there until somebody deleted it. Certain, for the id says what it billed. */
export const lineEndedEarly: CauseRule<UnbilledFacts> = {
  name: 'its line was ended while the subscription runs',
  source: 'psa reference 3.4: a line is live until cancelledDate; ux reference 5.11 "Not billed at all"',
  explain: ({ name, seats, former }) => {
    const last = [...former].sort((a, b) => (a.endedOn < b.endedOn ? 1 : -1))[0];
    if (last === undefined) return undefined;
    const sentence =
      last.how === 'ended'
        ? `${seats} x ${name} bought; the line that billed it ended on ${last.endedOn}, the subscription runs on.`
        : `${seats} x ${name} bought; the line that billed it was deleted at the PSA (no longer there on ${last.endedOn}), the subscription runs on.`;
    return because('line_ended_early', 'certain', sentence, [
      {
        label: last.how === 'ended' ? 'Line that ended' : 'Line that was deleted',
        value: last.endedOn,
        source: 'psa',
        remoteId: last.remoteId,
      },
    ]);
  },
};
