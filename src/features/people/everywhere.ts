import type { Scope } from '../../platform/db/transaction.ts';

/** People and keys belong to the installation, not to a reseller: their tables have no scope column. */
export const everywhere: Scope = { reseller: '*' };
