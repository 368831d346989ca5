import { z } from 'zod';
import type { DifferenceState } from './difference.ts';

/** How the workbench sorts differences into tabs (ux reference 5.11): what to do, what waits on somebody, what is settled, and how. */
export const DifferenceTab = z.enum(['todo', 'waiting', 'resolved', 'dismissed', 'all']);
export type DifferenceTab = z.infer<typeof DifferenceTab>;

export const statesOfTab = {
  todo: ['open', 'failed'],
  waiting: ['waitingForApproval', 'applying'],
  resolved: ['fixed', 'gone'],
  dismissed: ['accepted', 'muted'],
  all: ['open', 'failed', 'waitingForApproval', 'applying', 'fixed', 'gone', 'accepted', 'muted'],
} as const satisfies Record<DifferenceTab, readonly DifferenceState[]>;

/** Why a difference is left as it is (ux reference 5.11). `other` says it in words. */
export const DismissReason = z.enum(['intended', 'bundled', 'free', 'timing', 'belowTolerance', 'other']);
export type DismissReason = z.infer<typeof DismissReason>;

/**
 * How long a dismissal holds (ux reference 5.11). `thisRun`: while the numbers stay as they are, so that the same evidence is not asked
 * about twice. `until`: until a date, whatever the numbers do. `always`: for this customer and product for good.
 */
export const DismissScope = z.enum(['thisRun', 'until', 'always']);
export type DismissScope = z.infer<typeof DismissScope>;

/** Which way the money moves. `costOnly`: it is what the partner pays, or a price less that. */
export const Direction = z.enum(['underBilled', 'overBilled', 'costOnly']);
export type Direction = z.infer<typeof Direction>;

/** What differences can be gathered by. `causeKey`: those that one fix puts right. */
export const GroupBy = z.enum(['customer', 'cause', 'causeKey', 'product', 'kind', 'owner', 'action']);
export type GroupBy = z.infer<typeof GroupBy>;
