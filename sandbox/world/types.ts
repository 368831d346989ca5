/**
 * The truth of the sandbox as plain rows. Every remote is only a view of these.
 * Instants are RFC 3339 text in UTC (`2026-11-21T10:02:04Z`), days `2026-11-21`, amounts exact decimal text, currencies ISO 4217.
 * Rows are never changed in place: an event puts a whole new row (world.ts).
 */

export type * from './types/catalogue.ts';
export type * from './types/common.ts';
export type * from './types/customers.ts';
export type * from './types/distributors.ts';
export type * from './types/distributors2.ts';
export type * from './types/health.ts';
export type * from './types/identity.ts';
export type * from './types/money.ts';
export type * from './types/orders.ts';
export type * from './types/people.ts';
export type * from './types/psa.ts';
export type * from './types/psa2.ts';
export type * from './types/scenarios.ts';
export type * from './types/subscriptions.ts';
export type * from './types/usage.ts';
