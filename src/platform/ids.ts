import { randomBytes } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import { type IdMaker, uuidV7 } from '../lib/ids.ts';

/** Makes UUIDs of version 7 by the given clock and random bytes (the system's unless given). */
export const createIds =
  (clock: Clock, random: (length: number) => Uint8Array = randomBytes): IdMaker =>
  () =>
    uuidV7(clock.now().epochMilliseconds, random(16));
