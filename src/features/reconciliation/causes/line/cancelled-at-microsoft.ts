import { because, type CauseRule } from '../cause-rule.ts';
import { dayOf, lastOf } from '../history.ts';
import type { EndedFacts } from './facts.ts';

/** Somebody cancelled it: that is what the status `deleted` means (partner-center-api reference 8.4, state machine). */
export const cancelledAtMicrosoft: CauseRule<EndedFacts> = {
  name: 'cancelled at Microsoft, billed on',
  source: 'psa reference 8.1 "over-billed"; ux reference 5.11 "Billed but gone"',
  explain: ({ name, status, billed, isNamed, history }) => {
    if (status !== 'cancelled') return undefined;
    const change = lastOf(history, 'status');
    const since = change?.after === 'cancelled' ? ` (seen on ${dayOf(change.at)})` : '';
    return because(
      'cancelled_at_microsoft',
      isNamed ? 'certain' : 'likely',
      `${name} is cancelled at Microsoft${since}, and ${billed} are still billed.`,
    );
  },
};
