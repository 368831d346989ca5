import type { CauseRule } from '../cause-rule.ts';
import { asTheDistributor } from './as-the-distributor.ts';
import { countChanged } from './count-changed.ts';
import type { QuantityFacts } from './facts.ts';
import { followedWrongly } from './followed-wrongly.ts';
import { movedAlone } from './moved-alone.ts';
import { seatsChanged } from './seats-changed.ts';
import { wrongFromTheStart } from './wrong-from-the-start.ts';

/** Why two books count different seats. Of equally sure causes the one that stands first is told first. */
export const quantityCauses: readonly CauseRule<QuantityFacts>[] = [
  seatsChanged,
  countChanged,
  followedWrongly,
  wrongFromTheStart,
  movedAlone,
  asTheDistributor,
];
