import { type JobId, publicId } from '../../model/ids.ts';
import type { JobEnd, JobError } from '../jobs/index.ts';
import type { KindProgress } from './progress.ts';

export type KindOutcome = { readonly progress: KindProgress; readonly error: unknown };
export type RunEnd = 'completed' | 'partial' | 'failed';

/** A run in which nothing came to its end has failed; one in which everything did is completed. */
export function endOf(outcomes: readonly KindOutcome[]): RunEnd {
  if (outcomes.length > 0 && outcomes.every(({ progress }) => !progress.ended)) return 'failed';
  const isWhole = ({ progress }: KindOutcome): boolean => progress.verdict === 'complete' && progress.quarantined === 0;
  return outcomes.every(isWhole) ? 'completed' : 'partial';
}

export type RunOutcome = { readonly runId: string; readonly state: RunEnd; readonly outcomes: readonly KindOutcome[] };

/** What the job says at its end: counts by kind, what went wrong in sentences, and the job that compares the books with what was read. */
export function jobEndOf({ runId, state, outcomes }: RunOutcome, comparedBy: JobId | undefined): JobEnd {
  const errors = outcomes.flatMap(({ progress }) => errorsOf(progress));
  const kinds = outcomes.map(({ progress }) => ({
    kind: progress.kind,
    received: progress.received,
    created: progress.created,
    updated: progress.updated,
    retired: progress.retired,
    quarantined: progress.quarantined,
    failed: progress.failed,
    verdict: progress.verdict,
  }));
  return {
    result: { runId, state, kinds, ...(comparedBy && { comparedBy: publicId('job', comparedBy) }) },
    ...(errors.length === 0 ? {} : { errors }),
  };
}

function errorsOf({ kind, failed, quarantined, verdict, reason }: KindProgress): JobError[] {
  const errors: JobError[] = [];
  if (reason === 'brokenOff')
    errors.push({ code: 'reading_broken_off', sentence: `The list of ${kind} broke off before its end.`, count: 1 });
  else if (verdict === 'suspicious')
    errors.push({ code: 'reading_suspicious', sentence: `The ${kind} came suspiciously short.`, count: 1 });
  if (failed > 0) errors.push({ code: 'units_failed', sentence: `${failed} could not be read for their ${kind}.`, count: failed });
  if (quarantined > 0)
    errors.push({ code: 'records_set_apart', sentence: `${quarantined} of the ${kind} could not be read or kept.`, count: quarantined });
  return errors;
}
