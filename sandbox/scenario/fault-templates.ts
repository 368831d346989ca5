import { accessFaults } from './fault-access.ts';
import { distributorFaults } from './fault-distributor.ts';
import { lineFaults } from './fault-lines.ts';
import { seatFaults } from './fault-seats.ts';
import type { FaultTemplate } from './fault-template.ts';
import { termFaults } from './fault-terms.ts';

/** How long the story runs on after the last fault, so that terms end in it. */
export const storyDays = 9;

/** Every template once; the generator takes them in turn. */
export const faultTemplates: readonly FaultTemplate[] = [
  ...seatFaults,
  ...lineFaults,
  ...distributorFaults,
  ...accessFaults,
  ...termFaults,
];
