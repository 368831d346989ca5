import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { withdrawOpenLinks } from './consent/store.ts';

/**
 * Makes a connection one of the past, in the caller's transaction: its secrets are gone for good, links to sign in end, and whoever is reading it
 * loses the lease, so that nothing comes in after. Its row stays for history, and for the same account to come back to.
 */
export async function takeAway(tx: Tx, connectionId: string, now: Temporal.Instant): Promise<void> {
  await withdrawOpenLinks(tx, connectionId, now);
  await tx
    .updateTable('connection')
    .set({
      removed_at: now,
      state: 'off',
      reason: null,
      secrets: null,
      secrets_set: [],
      write_kinds: [],
      write_consent_at: null,
      write_consent_by: null,
      consent_ends_at: null,
      changed_at: now,
    })
    .where('connection_id', '=', connectionId)
    .execute();
  await sql`update lease set lease_until = 'epoch' where name like ${`%${connectionId}%`}`.execute(tx);
}
