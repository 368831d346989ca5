import type { CauseRule } from '../cause-rule.ts';
import { enteredAsAnother } from './entered-as-another.ts';
import type { TermFacts } from './facts.ts';
import { termChanged } from './term-changed.ts';

/** Why another book has another term. */
export const termCauses: readonly CauseRule<TermFacts>[] = [termChanged, enteredAsAnother];
