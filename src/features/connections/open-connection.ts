import type { Remote } from '../../connectors/ports.ts';
import { Fault } from '../../lib/errors.ts';
import { ConnectionSecrets, ConnectionSettings } from '../../model/connection.ts';
import { everything, inScope, withoutTimeLimit } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { mergeSecrets, sealSecrets, secretNames, unsealSecrets } from './secrets.ts';
import { changeRow, consentEnd, lockConnection, readConnection } from './store.ts';

/** Opens the remote of a connection. Its secrets are decrypted here and go to the connector only. Throws `connection_gone`. */
export async function openConnection(context: Context, connectionId: string): Promise<Remote> {
  const row = await inScope(context.db, everything, (tx) => readConnection(tx, connectionId));
  if (row === undefined)
    throw new Fault('connection_gone', 'permanent', 'This connection does not exist any more', { hint: 'Add it again if it is needed.' });
  const secrets = unsealSecrets(context, connectionId, row.secrets);
  return context.openRemote({
    connectionId,
    settings: ConnectionSettings.parse(row.settings),
    secrets,
    keepSecrets: keeper(context, connectionId, secrets),
  });
}

/**
 * Stores a rotated refresh token before it is used (F40). Two workers may refresh at once, both from the same old token: the row lock lets
 * one of them store first, and the other, whose token comes from what is no longer stored, leaves it. So an older never overwrites a newer.
 */
function keeper(
  context: Context,
  connectionId: string,
  opened: ConnectionSecrets,
): (changed: ConnectionSecrets, replaces?: string) => Promise<void> {
  let from = opened.refreshToken;
  return async (changed, replaces = from) => {
    const kept = await inScope(context.db, everything, async (tx) => {
      await withoutTimeLimit(tx); // a token that is not stored may be the only one that still holds
      const row = await lockConnection(tx, connectionId);
      if (row === undefined) return false;
      const stored = unsealSecrets(context, connectionId, row.secrets);
      if (stored.refreshToken !== replaces) return false;
      const merged = ConnectionSecrets.parse(mergeSecrets(stored, changed));
      const now = context.clock.now();
      await changeRow(
        tx,
        connectionId,
        {
          secrets: sealSecrets(context, connectionId, merged),
          secrets_set: secretNames(merged),
          consent_ends_at: consentEnd(row.kind, merged, now),
        },
        now,
      );
      return true;
    });
    if (kept) from = changed.refreshToken ?? from;
    else context.log.info({ connectionId }, 'Another worker has stored a newer token; this one is not kept');
  };
}
