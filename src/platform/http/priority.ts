import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose turn comes first where a remote's rate is short: a person who waits, an event, changes, a reading of everything. */
export const priorities = ['person', 'event', 'change', 'sweep'] as const;
export type Priority = (typeof priorities)[number];

const current = new AsyncLocalStorage<Priority>();

/**
 * Every call that `work` makes has this priority, however deep it is made. It belongs to the work and not to the remote, which all work of a
 * connection shares; so it is told here and no connector hands it on.
 */
export const withPriority = <T>(priority: Priority, work: () => Promise<T>): Promise<T> => current.run(priority, work);

/** What nobody gave a priority to is usual work. */
export const currentPriority = (): Priority => current.getStore() ?? 'change';

export const isBefore = (one: Priority, other: Priority): boolean => priorities.indexOf(one) < priorities.indexOf(other);
