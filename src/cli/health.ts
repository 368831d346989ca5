import type { Health } from '../api/health.ts';
import { hasFirstPicture } from '../features/installation/index.ts';
import { isWorkerAlive } from '../worker/heartbeat.ts';
import type { Parts, Process } from './system.ts';

type Check = Awaited<ReturnType<Health['ready']>>[number];

/** What /readyz looks at (product.md 4.3). */
export const healthOf = (running: Process, parts: Pick<Parts, 'metrics'>, needsFirstPicture: boolean): Health => ({
  metrics: () => parts.metrics(running.requests),
  ready: async () => {
    const database = await check('database', running.isReachable, 'The database does not answer.');
    if (!database.ok) return [database];
    return [
      database,
      await check('migrations', running.isMigrated, 'The schema is not the one of this version.'),
      await check('worker', () => isWorkerAlive(running.requests.db), 'No worker has been seen for half a minute.'),
      ...(needsFirstPicture
        ? [await check('first picture', () => hasFirstPicture(running.requests), 'The sample estate is still being read and compared.')]
        : []),
    ];
  },
});

async function check(name: string, test: () => Promise<boolean>, otherwise: string): Promise<Check> {
  const ok = await test().catch(() => false);
  return { name, ok, detail: ok ? 'ok' : otherwise };
}
