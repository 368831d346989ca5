import type { Cloud } from '../../../model/cloud.ts';
import type { ConnectionSecrets, ConnectionState } from '../../../model/connection.ts';
import { type ConsentPurpose, linkMinutes } from '../../../model/consent.ts';
import { type ConnectionId, publicId } from '../../../model/ids.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { hashToken, makeToken } from '../../people/index.ts';
import { unsealSecrets } from '../secrets.ts';
import { mayBecome } from '../state.ts';
import { changeRow, lockConnection } from '../store.ts';
import { partnerSettings } from './look-at-link.ts';
import { insertLink, withdrawOpenLinks } from './store.ts';

export type MakeLink = {
  /** Reading unless given. */
  readonly purpose?: ConsentPurpose | undefined;
  /** How long it may be used; 60 minutes unless given. */
  readonly minutes?: number | undefined;
  /** Whom the sign-in must be of; the user of the connection's settings unless given. Empty: anybody of the tenant. */
  readonly expectedUser?: string | undefined;
};

export type MakeLinkOutcome =
  | {
      readonly status: 'made';
      readonly linkId: string;
      /** Shown once; the database keeps its hash. */
      readonly token: string;
      readonly endsAt: Temporal.Instant;
      readonly expectedUser: string | undefined;
    }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'notMicrosoft' | 'cloudClosed' | 'secretMissing' | 'readFirst' };

/**
 * A link by which somebody signs in at Microsoft for a connection, also without an account here (capabilities S38): one at a time, for one
 * browser, for an hour. One for writing is refused until there is a sign-in to read. A draft begins to wait for consent; any other connection stays what it is until the sign-in is kept.
 */
export function makeConsentLink(context: Context, connectionId: ConnectionId, wanted: MakeLink = {}): Promise<MakeLinkOutcome> {
  return inScope(context.db, everything, async (tx): Promise<MakeLinkOutcome> => {
    const row = await lockConnection(tx, connectionId);
    if (row === undefined) return { status: 'refused', because: 'unknown' };
    const settings = await partnerSettings(tx, connectionId);
    if (settings === undefined) return { status: 'refused', because: 'notMicrosoft' };
    const purpose = wanted.purpose ?? 'reading';
    const because = whyNot(settings.cloud, unsealSecrets(context, connectionId, row.secrets), purpose);
    if (because !== undefined) return { status: 'refused', because };

    const now = context.clock.now();
    const [linkId, token] = [context.ids(), makeToken()];
    const user = wanted.expectedUser ?? settings.userPrincipalName ?? '';
    const expectedUser = user === '' ? undefined : user;
    const endsAt = now.add({ minutes: wanted.minutes ?? linkMinutes.usual });
    await withdrawOpenLinks(tx, connectionId, now);
    await insertLink(
      tx,
      { linkId, connectionId, purpose, tokenHash: hashToken(token), expectedUser, madeBy: context.actor.name, endsAt },
      now,
    );
    const state = row.state as ConnectionState; // checked by the database
    const waits = ['draft', 'disconnected'].includes(state) && mayBecome(state, 'awaitingConsent');
    if (waits) await changeRow(tx, connectionId, { state: 'awaitingConsent', reason: null }, now);
    await record(tx, context, {
      action: 'consentLink.made',
      object: publicId('connection', connectionId),
      before: { state },
      after: { linkId, purpose, endsAt: endsAt.toString(), expectedUser, state: waits ? 'awaitingConsent' : state },
    });
    return { status: 'made', linkId, token, endsAt, expectedUser };
  });
}

function whyNot(cloud: Cloud, { clientSecret, refreshToken }: ConnectionSecrets, purpose: ConsentPurpose) {
  if (cloud === 'germany') return 'cloudClosed';
  if (clientSecret === undefined) return 'secretMissing';
  return purpose === 'writing' && refreshToken === undefined ? 'readFirst' : undefined;
}
