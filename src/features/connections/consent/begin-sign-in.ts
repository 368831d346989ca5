import { attemptMinutes, callbackPath, isOpenLink } from '../../../model/consent.ts';
import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { hashToken, makeToken } from '../../people/index.ts';
import { unsealSecrets } from '../secrets.ts';
import { currentLink, deltaOf, isSameBrowser, partnerSettings } from './look-at-link.ts';
import { sealProof } from './proof.ts';
import { changeLink, insertAttempt, type LinkRow } from './store.ts';

export type BeginSignIn = {
  readonly token: string;
  /** What this browser was given when it began before. */
  readonly browserKey: string | undefined;
  readonly purpose: 'signIn' | 'adminConsent';
  readonly baseUrl: string;
};

export type BeginOutcome =
  | { readonly status: 'begun'; readonly address: string; readonly browserKey: string }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'over' | 'used' | 'otherBrowser' | 'notReady' };

/**
 * Sends a browser to Microsoft. The first browser that begins has the link from then on: every other one is refused, and each use is in the
 * audit trail. State and nonce are random and single use, and the proof key (PKCE) never leaves the server (SEC-31).
 */
export function beginSignIn(context: Context, wanted: BeginSignIn): Promise<BeginOutcome> {
  return inScope(context.db, everything, async (tx): Promise<BeginOutcome> => {
    const now = context.clock.now();
    const link = await currentLink(tx, wanted.token, now);
    if (link === undefined) return { status: 'refused', because: 'unknown' };
    const because = whyNot(link, wanted.browserKey);
    if (because !== undefined) return refused(tx, context, link, because);
    const app = await partnerSettings(tx, link.connectionId);
    const { clientSecret } = unsealSecrets(context, link.connectionId, app?.secrets ?? null);
    if (app === undefined || clientSecret === undefined) return refused(tx, context, link, 'notReady');

    const [attemptId, state, browserKey] = [context.ids(), makeToken(), wanted.browserKey ?? makeToken()];
    const proof = { nonce: makeToken(), verifier: makeToken() };
    const redirectUri = `${wanted.baseUrl}${callbackPath(app.cloud)}`;
    const attempt = { attemptId, linkId: link.linkId, stateHash: hashToken(state), purpose: wanted.purpose, redirectUri };
    await insertAttempt(tx, { ...attempt, proof: sealProof(context, attemptId, proof), endsAt: now.add({ minutes: attemptMinutes }) }, now);
    await changeLink(tx, link.linkId, { state: 'opened', browserHash: hashToken(browserKey), refusal: null }, now);
    await record(tx, context, {
      action: 'consentLink.used',
      object: publicId('connection', link.connectionId),
      after: { linkId: link.linkId, purpose: wanted.purpose },
    });
    const desk = context.consentDesk;
    const asks = await deltaOf(tx, link, app.cloud);
    const of = { ...app, clientSecret, connectionId: link.connectionId };
    const address =
      wanted.purpose === 'signIn'
        ? desk.signInAddress(of, { ...proof, redirectUri, state, asks })
        : desk.adminAddress(of, { redirectUri, state });
    return { status: 'begun', address, browserKey };
  });
}

function whyNot(link: LinkRow, browserKey: string | undefined): 'over' | 'used' | 'otherBrowser' | undefined {
  if (link.state === 'received') return 'used';
  if (!isOpenLink(link.state)) return 'over';
  return link.browserHash === undefined || isSameBrowser(link, browserKey) ? undefined : 'otherBrowser';
}

async function refused(
  tx: Tx,
  context: Context,
  link: LinkRow,
  because: 'over' | 'used' | 'otherBrowser' | 'notReady',
): Promise<BeginOutcome> {
  await record(tx, context, {
    action: 'consentLink.used',
    object: publicId('connection', link.connectionId),
    after: { linkId: link.linkId, because },
    result: 'refused',
  });
  return { status: 'refused', because };
}
