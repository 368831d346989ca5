import type { Db } from '../../src/platform/db/connect.ts';
import { guid } from './records.ts';

/** The second consent of a Partner Center account, as if an administrator had signed in by a link for writing. */
export async function consentToWriting(owner: Db, connectionId: string, at = Temporal.Instant.from('2026-11-21T09:00:00Z')): Promise<void> {
  const by = 'integration@partner.example';
  await owner
    .insertInto('connection_consent')
    .values({
      consent_id: guid(90_001),
      connection_id: connectionId,
      purpose: 'writing',
      tenant_id: guid(1),
      user_principal_name: by,
      second_factor: ['pwd', 'mfa'],
      permissions: ['user_impersonation', 'DelegatedAdminRelationship.ReadWrite.All'],
      at,
    })
    .execute();
  await owner
    .updateTable('connection')
    .set({ write_consent_at: at, write_consent_by: by })
    .where('connection_id', '=', connectionId)
    .execute();
}
