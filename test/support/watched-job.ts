import type { JobHandle } from '../../src/features/jobs/index.ts';
import { idOf } from '../../src/model/ids.ts';

export type WatchedJob = JobHandle & {
  readonly items: Parameters<JobHandle['item']>[0][];
  readonly told: Parameters<JobHandle['progress']>[0][];
  readonly stop: () => void;
};

/** A job's handle that remembers what it was told. */
export function aJob(jobId = '00000000-0000-7000-8000-0000000000f1'): WatchedJob {
  const abort = new AbortController();
  const items: WatchedJob['items'] = [];
  const told: WatchedJob['told'] = [];
  return {
    jobId: idOf('job', jobId),
    signal: abort.signal,
    items,
    told,
    progress: (change) => {
      told.push(change);
      return Promise.resolve();
    },
    item: (item) => {
      items.push(item);
      return Promise.resolve();
    },
    stop: () => {
      abort.abort(new Error('The process stops'));
    },
  };
}
