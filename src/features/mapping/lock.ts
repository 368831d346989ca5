import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';

/** Matching is done by one at a time in the whole installation: both sides of a pair are looked at together. */
export const lockMapping = (tx: Tx): Promise<unknown> => sql`select pg_advisory_xact_lock(hashtext('concord mapping'))`.execute(tx);
