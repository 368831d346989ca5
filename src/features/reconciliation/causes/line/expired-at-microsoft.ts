import { because, type CauseRule } from '../cause-rule.ts';
import type { EndedFacts } from './facts.ts';

/** Its term ended and did not renew: that is what `expired` and `disabled` mean (partner-center-api reference 8.4, state machine). */
export const expiredAtMicrosoft: CauseRule<EndedFacts> = {
  name: 'its term ended, billed on',
  source: 'partner-center-api.md 8.4: auto-renew off leads to expired at the term end',
  explain: ({ name, status, billed, isNamed }) =>
    status === 'expired'
      ? because(
          'expired_at_microsoft',
          isNamed ? 'certain' : 'likely',
          `The term of ${name} ended at Microsoft without renewal, and ${billed} are still billed.`,
        )
      : undefined,
};
