import { ConnectionSettings, type WriteKind } from '../../../model/connection.ts';
import { type WritePermission, writePermissionsMissing } from '../../../model/consent.ts';
import { type ConnectionId, publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { changeRow, lockConnection } from '../store.ts';
import { listConsentRows } from './store.ts';

/** Why kinds of action cannot be switched on yet: nobody consented to writing, or not to what one of them needs. */
export type WriteRefusal =
  | { readonly because: 'writeConsentMissing' }
  | { readonly because: 'writePermissionMissing'; readonly missing: readonly WritePermission[] };

/** Only Partner Center accounts are consented to; at a PSA the rights of the API member decide, and the switch alone is asked for. */
export async function writeRefusal(
  tx: Tx,
  row: { readonly connection_id: string; readonly settings: unknown; readonly write_consent_at: Temporal.Instant | null },
  kinds: readonly WriteKind[],
): Promise<WriteRefusal | undefined> {
  const settings = ConnectionSettings.parse(row.settings);
  if (settings.kind !== 'partnerCenter' || kinds.length === 0) return undefined;
  if (row.write_consent_at === null) return { because: 'writeConsentMissing' };
  const [current] = await listConsentRows(tx, row.connection_id);
  const missing = writePermissionsMissing(settings.cloud, current?.permissions ?? []).filter((each) =>
    each.kinds.some((kind) => kinds.includes(kind)),
  );
  return missing.length === 0 ? undefined : { because: 'writePermissionMissing', missing };
}

/**
 * Takes the consent to write back here: everything is switched off with it, and nothing is written until somebody consents anew. What was
 * granted at Microsoft stays there until an administrator removes it; reading goes on. False when there is no such connection.
 */
export function withdrawWriteConsent(context: Context, connectionId: ConnectionId): Promise<boolean> {
  return inScope(context.db, everything, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    if (row === undefined) return false;
    await changeRow(tx, connectionId, { write_consent_at: null, write_consent_by: null, write_kinds: [] }, context.clock.now());
    await record(tx, context, {
      action: 'writeConsent.withdrawn',
      object: publicId('connection', connectionId),
      before: { writeKinds: row.write_kinds, at: row.write_consent_at?.toString(), by: row.write_consent_by },
    });
    return true;
  });
}
