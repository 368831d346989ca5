import type { SignedIn } from '../../../connectors/ports.ts';
import type { ConnectionState } from '../../../model/connection.ts';
import type { ConsentPurpose } from '../../../model/consent.ts';
import { publicId } from '../../../model/ids.ts';
import { everything, inScope, withoutTimeLimit } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { mergeSecrets, sealSecrets, secretNames, unsealSecrets } from '../secrets.ts';
import { mayBecome } from '../state.ts';
import { changeRow, consentEnd, lockConnection } from '../store.ts';
import { changeLink, insertConsent, lockLink } from './store.ts';

type Place = { readonly linkId: string; readonly connectionId: string; readonly consentFor: ConsentPurpose };
type Kept = { readonly signedIn: SignedIn; readonly refreshToken: string };

/**
 * Stores a sign-in that was found right: the refresh token over the old one, who consented, and the connection is connected. Everything else of
 * the connection stays as it is, so that mappings, cursors and schedules go on (capabilities S42). One for writing switches nothing on yet. False when the link is over meanwhile.
 */
export function keepConsent(
  context: Context,
  { linkId, connectionId, consentFor }: Place,
  { signedIn, refreshToken }: Kept,
): Promise<boolean> {
  return inScope(context.db, everything, async (tx) => {
    await withoutTimeLimit(tx); // the code of a sign-in is spent: it would have to be made again
    const [link, row] = [await lockLink(tx, linkId), await lockConnection(tx, connectionId)];
    if (link?.state !== 'opened' || row === undefined) return false;
    const now = context.clock.now();
    const secrets = mergeSecrets(unsealSecrets(context, connectionId, row.secrets), { refreshToken });
    const before = row.state as ConnectionState; // checked by the database
    // One that is switched off stays off; its sign-in is new all the same.
    const standing = before !== 'off' && mayBecome(before, 'connected') ? { state: 'connected', reason: null } : undefined;
    await changeRow(
      tx,
      connectionId,
      {
        ...standing,
        secrets: sealSecrets(context, connectionId, secrets),
        secrets_set: secretNames(secrets),
        consent_ends_at: consentEnd(row.kind, secrets, now),
        ...(consentFor === 'writing' ? { write_consent_at: now, write_consent_by: signedIn.userPrincipalName ?? 'not told' } : {}),
      },
      now,
    );
    const { tenantId = '', refreshToken: _held, isOurs: _checked, ...who } = signedIn;
    await insertConsent(tx, {
      consentId: context.ids(),
      connectionId,
      linkId,
      consent: { ...who, purpose: consentFor, tenantId, at: now },
    });
    await changeLink(tx, linkId, { state: 'received', refusal: null }, now);
    await record(tx, context, {
      action: 'consent.received',
      object: publicId('connection', connectionId),
      before: { state: before, reason: row.reason },
      after: { linkId, purpose: consentFor, tenantId, ...who, secrets: 'changed', state: standing?.state ?? before },
    });
    return true;
  });
}
