import type { Remote } from './remote.ts';

/**
 * Every remote that the server shows, asked in this order. Each lives in its folder and exports its Remote from `routes.ts`:
 * `partnerCenter`, `graph`, `pax8`, `connectwise` (and `certificates` of webhooks).
 */
export const remotes: readonly Remote[] = [];
