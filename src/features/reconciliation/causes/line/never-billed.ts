import { because, type CauseRule } from '../cause-rule.ts';
import { dayOf } from '../history.ts';
import type { UnbilledFacts } from './facts.ts';

/** Nothing ever billed it, as far as anybody can see. Never certain: a line under another account cannot be excluded. */
export const neverBilled: CauseRule<UnbilledFacts> = {
  name: 'bought, and nobody made a line',
  source: 'psa reference 8.1 "unbilled"; features.md N2',
  explain: ({ name, seats, former, createdAt, isSeenFromBirth }) => {
    if (former.length > 0) return undefined;
    const count = seats === 1 ? '1 seat' : `${seats} seats`;
    return because(
      'never_billed',
      'likely',
      isSeenFromBirth && createdAt !== undefined
        ? `${count} of ${name} bought on ${dayOf(createdAt)}, none billed since.`
        : `${count} of ${name} bought, none billed.`,
    );
  },
};
