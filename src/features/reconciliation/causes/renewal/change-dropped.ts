import { because, type CauseRule } from '../cause-rule.ts';
import { changesOf, dayOf } from '../history.ts';
import { lostPlanOf, type RenewalFacts } from './facts.ts';

/** Seats or term were changed at once: Microsoft deletes all scheduled changes then. Likely, for somebody may have withdrawn the plan himself. */
export const changeDropped: CauseRule<RenewalFacts> = {
  name: 'an immediate change deleted the scheduled one',
  source: 'partner-center-api.md 8.3: immediate mid-term changes delete all scheduled changes; features.md L4',
  explain: ({ name, history }) => {
    const lost = lostPlanOf(history);
    const change = [...changesOf(history, 'quantity'), ...changesOf(history, 'term')].findLast(
      ({ at }) => lost !== undefined && at <= lost.at,
    );
    if (lost === undefined || change === undefined) return undefined;
    return because(
      'change_dropped',
      'likely',
      `${String(lost.seats)} seats of ${name} were scheduled for the next term; when ${change.field === 'quantity' ? 'seats' : 'its term'} changed at once (${change.before ?? '?'} to ${change.after ?? '?'}, ${dayOf(change.at)}), Microsoft dropped the schedule.`,
      [
        {
          label: 'Scheduled change no longer there',
          value: `${String(lost.seats)} seats, on ${dayOf(lost.at)}`,
          source: 'microsoft',
          readAt: lost.at,
        },
      ],
    );
  },
};
