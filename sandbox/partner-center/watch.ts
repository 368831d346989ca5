import { dispatch } from '../webhooks/dispatch.ts';
import { reportChanges } from '../webhooks/report.ts';
import type { World } from '../world/world.ts';
import { settle } from './settle.ts';

const beatMs = 500;

/** What Microsoft does without being asked: steps that time brings, the activity log, notifications. Answers a function that stops it. */
export function watch(world: World): () => Promise<void> {
  const silence = reportChanges(world);
  const stopSending = dispatch(world);
  const beat = setInterval(() => {
    settle(world);
  }, beatMs);
  beat.unref();
  return async () => {
    clearInterval(beat);
    silence();
    await stopSending();
  };
}
