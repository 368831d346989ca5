import type { CauseRule } from '../cause-rule.ts';
import { changeDropped } from './change-dropped.ts';
import type { RenewalFacts } from './facts.ts';

/** Why something planned for the next term did not come. */
export const renewalCauses: readonly CauseRule<RenewalFacts>[] = [changeDropped];
