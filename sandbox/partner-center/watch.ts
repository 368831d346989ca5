import { dispatch } from '../webhooks/dispatch.ts';
import { reportChanges } from '../webhooks/report.ts';
import type { World } from '../world/world.ts';

/** What Microsoft does without being asked: the activity log, notifications. Answers a function that stops it. */
export function watch(world: World): () => Promise<void> {
  const silence = reportChanges(world);
  const stopSending = dispatch(world);
  return async () => {
    silence();
    await stopSending();
  };
}
