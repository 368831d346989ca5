import { z } from 'zod';
import { publicId } from '../../model/ids.ts';
import { DismissReason } from '../../model/worklist.ts';
import { defineJob } from '../jobs/index.ts';
import { decideDifferences, type Outcome } from '../reconciliation/index.ts';
import { mostWhileWaiting } from './decide-many.ts';

const reasoned = { because: DismissReason.optional(), reason: z.string() };
const decision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('accept'), scope: z.enum(['thisRun', 'always']).optional(), ...reasoned }),
  z.object({ decision: z.literal('mute'), until: z.string(), ...reasoned }),
  z.object({ decision: z.literal('reopen') }),
]);

const why: Readonly<Record<Exclude<Outcome, 'decided'>, string>> = {
  absent: 'It is not there any more.',
  changedSince: 'Somebody changed it since it was chosen.',
  notNow: 'It cannot be decided that way in its state.',
  periodClosed: 'Its month is signed off.',
};

/** Each batch is one transaction. A killed run goes on: what it had decided has moved on from the version that was seen, and is left alone. */
export const decideDifferencesJob = defineJob({
  kind: 'decideDifferences',
  input: z.object({ seen: z.array(z.object({ differenceId: z.uuid(), version: z.number().int() })), decision }),
  run: async (context, input, job) => {
    await job.progress({ done: 0, total: input.seen.length, step: 'Deciding' });
    const counts = new Map<Outcome, number>();
    for (let done = 0; done < input.seen.length; ) {
      const batch = input.seen.slice(done, done + mostWhileWaiting);
      job.signal.throwIfAborted();
      for (const { differenceId, outcome } of await decideDifferences(context, batch, input.decision)) {
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
        if (outcome !== 'decided')
          await job.item({ subject: publicId('difference', differenceId), outcome: 'skipped', code: outcome, reason: why[outcome] });
      }
      done += batch.length;
      await job.progress({ done });
    }
    return { result: Object.fromEntries(counts) };
  },
});
