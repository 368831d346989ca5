import type { Priority } from '../../platform/http/priority.ts';
import type { SyncInput } from './sync-input.ts';

/**
 * Whose calls come first at a remote. One customer that a person waits for goes before everything; a larger reading that a person asked for goes
 * before those of the schedule, but behind notifications, because it takes minutes and they are what keeps the picture fresh meanwhile.
 */
export function priorityOf({ reach, by }: SyncInput): Priority {
  if (reach === 'customer') return by === 'person' ? 'person' : 'event';
  return by === 'person' || reach === 'incremental' ? 'change' : 'sweep';
}
