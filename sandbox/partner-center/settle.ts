import { settleGdap } from '../graph/life.ts';
import type { World } from '../world/world.ts';

/** Everything at Microsoft that happens by itself when its time comes. Called before each answer and by the watch. */
export function settle(world: World): void {
  settleGdap(world);
}
