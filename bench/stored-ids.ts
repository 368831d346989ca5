const made = (kind: string, n: number): string => `01990000-0000-7000-8${kind}00-${n.toString(16).padStart(12, '0')}`;

/** Ids in the store of `api-list-store.ts`, counted from 1. */
export const storedCustomerId = (n: number): string => made('0', n);
export const storedSubscriptionId = (n: number): string => made('1', n);
