import { getRandomValues } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import { type IdMaker, uuidV7 } from '../lib/ids.ts';

/** Makes UUIDs of version 7 by the given clock and random bytes (the system's unless given). */
export const createIds = (clock: Clock, random: (bytes: Uint8Array) => Uint8Array = (bytes) => getRandomValues(bytes)): IdMaker => {
  return () => uuidV7(clock.now().epochMilliseconds, random(new Uint8Array(16)));
};
