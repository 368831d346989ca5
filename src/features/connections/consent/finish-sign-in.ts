import type { ConsentApp, SignedIn } from '../../../connectors/ports.ts';
import type { Cloud } from '../../../model/cloud.ts';
import { type ConsentPurpose, type ConsentRefusal, callbackPath } from '../../../model/consent.ts';
import { publicId } from '../../../model/ids.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { hashToken } from '../../people/index.ts';
import { unsealSecrets } from '../secrets.ts';
import { keepConsent } from './keep-consent.ts';
import { endIfOver, isSameBrowser, partnerSettings } from './look-at-link.ts';
import { openProof } from './proof.ts';
import { judgeSignIn, refusalOfAnswer, refusalOfFault } from './refusal.ts';
import { changeLink, type LinkRow, lockAttempt, lockLink, spendAttempt } from './store.ts';

/** What Microsoft sent the browser back with; all of it is untrusted text. */
export type SignInAnswer = {
  readonly cloud: Cloud;
  readonly browserKey: string | undefined;
  readonly state: string | undefined;
  readonly code: string | undefined;
  readonly error: string | undefined;
  readonly errorDescription: string | undefined;
  readonly adminConsent: boolean;
};

export type FinishOutcome =
  /** Kept: the connection has a sign-in. `connectionId` as stored. */
  | { readonly status: 'received'; readonly connectionId: string }
  /** An administrator consented for everybody; the sign-in itself is still to be made. */
  | { readonly status: 'consented' }
  | { readonly status: 'refused'; readonly refusal: ConsentRefusal }
  /** No sign-in that this browser began waits for such an answer. Which reason, is in the audit trail only. */
  | { readonly status: 'notBegun' };

type Begun = {
  readonly linkId: string;
  readonly connectionId: string;
  readonly expectedUser: string | undefined;
  /** What for: a sign-in, or an administrator's consent for everybody. */
  readonly purpose: string;
  readonly consentFor: ConsentPurpose;
  readonly trip: { readonly redirectUri: string; readonly nonce: string; readonly verifier: string };
  readonly app: ConsentApp;
};

/** Takes Microsoft's answer: everything about it is checked before anything is stored (SEC-33). No transaction is open while Microsoft is asked. */
export async function finishSignIn(context: Context, answer: SignInAnswer): Promise<FinishOutcome> {
  const begun = await takeAttempt(context, answer);
  if (begun === undefined) return { status: 'notBegun' };
  if (answer.error !== undefined)
    return refuse(context, begun, refusalOfAnswer({ error: answer.error, description: answer.errorDescription }));
  if (begun.purpose === 'adminConsent') return answer.adminConsent ? consented(context, begun) : refuse(context, begun, noCode);
  if (answer.code === undefined) return refuse(context, begun, noCode);
  const signedIn = await redeem(context, begun, answer.code);
  if ('refusal' in signedIn) return refuse(context, begun, signedIn.refusal);
  const { refreshToken } = signedIn;
  const refusal = judgeSignIn({ tenantId: begun.app.tenantId, user: begun.expectedUser }, signedIn);
  if (refusal !== undefined || refreshToken === undefined) return refuse(context, begun, refusal ?? noCode);
  const graph = await graphOf(context, begun.app, refreshToken);
  const isKept = await keepConsent(context, begun, {
    signedIn: { ...signedIn, permissions: [...signedIn.permissions, ...graph.permissions] },
    refreshToken: graph.refreshToken,
  });
  return isKept ? { status: 'received', connectionId: begun.connectionId } : { status: 'notBegun' };
}

const noCode: ConsentRefusal = {
  code: 'notOurAnswer',
  cause: 'Microsoft\u2019s answer holds neither a sign-in nor a reason.',
  fix: 'Start the sign-in again from the link.',
  reconsent: 'helps',
};

/** The attempt that an answer belongs to, used up with it. Another browser\u2019s answer uses nothing up. */
function takeAttempt(context: Context, answer: SignInAnswer): Promise<Begun | undefined> {
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const attempt = answer.state === undefined ? undefined : await lockAttempt(tx, hashToken(answer.state));
    const found = attempt === undefined ? undefined : await lockLink(tx, attempt.link_id);
    if (attempt === undefined || found === undefined) return undefined;
    const link = await endIfOver(tx, found, now);
    const app = await partnerSettings(tx, link.connectionId);
    const { clientSecret } = unsealSecrets(context, link.connectionId, app?.secrets ?? null);
    const why = whyNotTaken({ attempt, link, answer, now });
    if (why !== undefined || app === undefined || attempt.proof === null || clientSecret === undefined) {
      await record(tx, context, {
        action: 'consentLink.answered',
        object: publicId('connection', link.connectionId),
        after: { linkId: link.linkId, because: why ?? 'notReady' },
        result: 'refused',
      });
      return undefined;
    }
    const proof = openProof(context, attempt.attempt_id, attempt.proof);
    await spendAttempt(tx, attempt.attempt_id, now);
    return {
      linkId: link.linkId,
      connectionId: link.connectionId,
      expectedUser: link.expectedUser,
      purpose: attempt.purpose,
      consentFor: link.purpose,
      trip: { ...proof, redirectUri: attempt.redirect_uri },
      app: { ...app, clientSecret, connectionId: link.connectionId },
    };
  });
}

type Waiting = {
  readonly attempt: { readonly used_at: Temporal.Instant | null; readonly ends_at: Temporal.Instant; readonly redirect_uri: string };
  readonly link: LinkRow;
  readonly answer: SignInAnswer;
  readonly now: Temporal.Instant;
};

/** Why an answer is not the one that a sign-in waits for; pure. */
function whyNotTaken({ attempt, link, answer, now }: Waiting): string | undefined {
  if (attempt.used_at !== null) return 'replayed';
  if (!isSameBrowser(link, answer.browserKey)) return 'otherBrowser';
  if (link.state !== 'opened') return link.state;
  if (Temporal.Instant.compare(now, attempt.ends_at) >= 0) return 'tooLate';
  return attempt.redirect_uri.endsWith(callbackPath(answer.cloud)) ? undefined : 'otherCloud';
}

async function redeem(context: Context, { app, trip }: Begun, code: string): Promise<SignedIn | { readonly refusal: ConsentRefusal }> {
  try {
    return await context.consentDesk.redeem(app, trip, code);
  } catch (error) {
    const refusal = refusalOfFault(error);
    if (refusal === undefined) throw error;
    context.log.info({ connectionId: app.connectionId, err: error }, 'Microsoft did not take the code of a sign-in');
    return { refusal };
  }
}

/** Graph may refuse while the consent is still spreading; then its permissions count as missing until they are looked at again. */
async function graphOf(context: Context, app: ConsentApp, refreshToken: string) {
  try {
    return await context.consentDesk.graphPermissions(app, refreshToken);
  } catch (error) {
    if (refusalOfFault(error) === undefined) throw error;
    context.log.info({ connectionId: app.connectionId, err: error }, 'Graph gives no token for this sign-in yet');
    return { permissions: [], refreshToken };
  }
}

function refuse(context: Context, { linkId, connectionId }: Begun, refusal: ConsentRefusal): Promise<FinishOutcome> {
  return inScope(context.db, everything, async (tx): Promise<FinishOutcome> => {
    const link = await lockLink(tx, linkId);
    if (link?.state !== 'opened') return { status: 'notBegun' };
    await changeLink(tx, linkId, { state: 'refused', refusal }, context.clock.now());
    await record(tx, context, {
      action: 'consentLink.answered',
      object: publicId('connection', connectionId),
      after: { linkId, refusal },
      result: 'refused',
      ...(refusal.correlationId === undefined ? {} : { correlationId: refusal.correlationId }),
    });
    return { status: 'refused', refusal };
  });
}

/** The link goes on waiting, for the sign-in of the integration user. */
function consented(context: Context, { linkId, connectionId }: Begun): Promise<FinishOutcome> {
  return inScope(context.db, everything, async (tx): Promise<FinishOutcome> => {
    await record(tx, context, { action: 'consent.givenByAdmin', object: publicId('connection', connectionId), after: { linkId } });
    return { status: 'consented' };
  });
}
