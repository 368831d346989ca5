import type { CauseRule } from '../cause-rule.ts';
import { cancelledAtMicrosoft } from './cancelled-at-microsoft.ts';
import { expiredAtMicrosoft } from './expired-at-microsoft.ts';
import type { EndedFacts, UnbilledFacts } from './facts.ts';
import { lineEndedEarly } from './line-ended-early.ts';
import { neverBilled } from './never-billed.ts';

/** Why nothing bills a subscription. */
export const unbilledCauses: readonly CauseRule<UnbilledFacts>[] = [lineEndedEarly, neverBilled];

/** Why a line bills what ended. */
export const endedCauses: readonly CauseRule<EndedFacts>[] = [cancelledAtMicrosoft, expiredAtMicrosoft];
