import { SyncKind } from '../../model/sync-kind.ts';
import { ledgerOf, type SyncInput } from './sync-input.ts';

/** A sync job that waits or runs. `begun`: kinds that its run has already asked the remote for. */
export type OpenSync = { readonly input: SyncInput; readonly isRunning: boolean; readonly begun: readonly string[] };

/**
 * Whether that job will read all that is wanted, so that a second one is not needed. What it has passed already does not count: who asks now
 * wants what the remote says from now on. One customer never waits for everybody. Pure.
 */
export function covers({ input, isRunning, begun }: OpenSync, wanted: SyncInput): boolean {
  if (input.connectionId !== wanted.connectionId) return false;
  if (wanted.customerId !== undefined || input.customerId !== undefined)
    return input.customerId === wanted.customerId && includes(input.kinds, wanted.kinds) && !isRunning;
  if (wanted.reach === 'incremental') return input.reach === 'full';
  if (wanted.kinds === undefined || ledgerOf(input) !== ledgerOf(wanted)) return false;
  if (input.reach === 'incremental' || !includes(input.kinds, wanted.kinds)) return false;
  return wanted.kinds.every((kind) => !begun.includes(stepOf(kind)));
}

/** Without kinds it is all of them. */
const includes = (held: SyncInput['kinds'], wanted: SyncInput['kinds']): boolean =>
  held === undefined || (wanted?.every((kind) => held.includes(kind)) ?? false);

/** The one kind that a run calls by another name than people do. */
const activity = { asked: 'activity', read: 'activity records' } as const;

/** What a run calls the kind in its progress. */
const stepOf = (kind: SyncKind): string => (kind === activity.asked ? activity.read : kind);

/** What people ask for to have a run's kind read again; undefined for what is read only as a part of something else. */
export const kindOfStep = (step: string): SyncKind | undefined => SyncKind.safeParse(step === activity.read ? activity.asked : step).data;
