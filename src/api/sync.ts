import type { z } from 'zod';
import * as contract from '../contract/jobs.ts';
import * as runs from '../contract/sync-runs.ts';
import { listMissed, listSyncProblems, listSyncRuns, type StartSyncOutcome, type SyncRunRow, startSync } from '../features/sync/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

const present = (run: SyncRunRow): z.input<typeof runs.SyncRun> => ({
  id: publicId('run', run.runId),
  connectionId: publicId('connection', run.connectionId),
  connectionName: run.connectionName,
  jobId: run.jobId === null ? null : publicId('job', run.jobId),
  reach: run.reach,
  state: run.state,
  startedAt: run.startedAt.toString(),
  endedAt: run.endedAt?.toString() ?? null,
  missed: run.missed,
  kinds: run.kinds.map(({ kind, received, created, updated, unchanged, quarantined, retired, verdict }) => ({
    kind,
    received,
    created,
    updated,
    unchanged,
    quarantined,
    retired,
    verdict,
  })),
});

const refusals: Readonly<Record<Extract<StartSyncOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknownConnection: refuse('not_found', 'There is no such connection.'),
  unknownCustomer: refuse('not_found', 'There is no such customer.'),
  nothingOfThatKind: refuse('conflict', 'None of these connections has records of that kind to read.', {
    hint: 'Leave the kinds out to read everything.',
  }),
  connectionOff: refuse('conflict', 'This connection is paused.', { hint: 'Switch it on again first.' }),
};

/** What a start of readings answers, or why it was refused. */
export const syncStarted = (outcome: StartSyncOutcome) =>
  outcome.status === 'refused'
    ? refusals[outcome.because]
    : good({
        jobIds: outcome.jobIds.map((id) => publicId('job', id)),
        jobs: outcome.jobs.map(({ jobId, connectionId, since, ...job }) => ({
          ...job,
          jobId: publicId('job', jobId),
          connectionId: publicId('connection', connectionId),
          since: since.toString(),
        })),
        joined: outcome.joined,
      });

export const syncRoutes: readonly Mounted[] = [
  handle(contract.startSync, async ({ context, body }) => syncStarted(await startSync(context, body))),
  handle(runs.listSyncRuns, async ({ context, query }) => good({ data: (await listSyncRuns(context, query.connectionId)).map(present) })),
  handle(runs.listMissed, async ({ context, params }) => {
    const missed = await listMissed(context, params.id);
    if (missed === undefined) return refuse('not_found', 'There is no reading with this id.');
    return good({
      data: missed.map(({ customerId, at, ...row }) => ({ ...row, customerId: publicId('customer', customerId), at: at.toString() })),
    });
  }),
  handle(runs.listSyncProblems, async ({ context, query }) =>
    good({
      data: (await listSyncProblems(context, query.connectionId)).map(({ problemId, connectionId, at, ...problem }) => ({
        ...problem,
        id: problemId,
        connectionId: publicId('connection', connectionId),
        at: at.toString(),
      })),
    }),
  ),
];
