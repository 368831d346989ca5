import { defaultSwitches, type Switches } from '../world/switches.ts';

/** The switches `billing`: how money is counted and written. A closed month keeps those of its day. */
export type Rules = Switches['billing'];

export const usualRules: Rules = defaultSwitches.billing;
