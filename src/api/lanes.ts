import * as contract from '../contract/lanes.ts';
import { queueHealth } from '../features/jobs/index.ts';
import { estimateSync, listLanes, readProblemAgain } from '../features/sync/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { syncStarted } from './sync.ts';

export const laneRoutes: readonly Mounted[] = [
  handle(contract.listLanes, async ({ context }) => {
    const { oldestAt, workers, ...counts } = await queueHealth(context);
    return good({
      data: (await listLanes(context)).map(({ connectionId, running, paces, ...lane }) => ({
        ...lane,
        connectionId: publicId('connection', connectionId),
        running: running.map(({ jobId, title }) => ({ jobId: publicId('job', jobId), title })),
        paces: paces.map(({ heldUntil, ...pace }) => ({ ...pace, heldUntil: heldUntil?.toString() ?? null })),
      })),
      queue: {
        ...counts,
        oldestAt: oldestAt?.toString() ?? null,
        workers: workers.map(({ name, aliveUntil }) => ({ name, aliveUntil: aliveUntil.toString() })),
      },
    });
  }),
  handle(contract.estimateSync, async ({ context, query }) =>
    good({
      data: (await estimateSync(context, query)).map(({ connectionId, seconds, fullBecause, kinds, ...estimate }) => ({
        ...estimate,
        kinds: [...kinds],
        connectionId: publicId('connection', connectionId),
        seconds: seconds ?? null,
        fullBecause: fullBecause ?? null,
      })),
    }),
  ),
  handle(contract.readProblemAgain, async ({ context, params }) => {
    const outcome = await readProblemAgain(context, params.id);
    return outcome === undefined ? refuse('not_found', 'There is no such problem, or it has solved itself.') : syncStarted(outcome);
  }),
];
