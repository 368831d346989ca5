import type { SignedIn } from '../../../connectors/ports.ts';
import { isAppError } from '../../../lib/errors.ts';
import type { ConsentRefusal } from '../../../model/consent.ts';
import { explainCode, type MicrosoftError, microsoftErrors } from '../../../model/microsoft-error.ts';
import { type TroubleName, troubles } from '../../../model/microsoft-trouble.ts';

export type Expected = { readonly tenantId: string; readonly user: string | undefined };

/** Whether a sign-in may be kept for a connection; the reason why not, else nothing. Pure: called before anything is stored (SEC-33). */
export function judgeSignIn({ tenantId, user }: Expected, signedIn: SignedIn): ConsentRefusal | undefined {
  const who = whoOf(signedIn);
  if (signedIn.tenantId !== undefined && signedIn.tenantId !== tenantId.toLowerCase())
    return {
      code: 'wrongTenant',
      cause: `${signedIn.userPrincipalName ?? 'The account'} belongs to the tenant ${signedIn.tenantId}, and this connection to ${tenantId}.`,
      fix: 'Start again and choose an account of the connection\u2019s own tenant. The tenant of a connection never changes.',
      reconsent: 'helps',
      ...who,
    };
  if (!signedIn.isOurs || signedIn.refreshToken === undefined) return notOurAnswer(who);
  if (user !== undefined && signedIn.userPrincipalName?.toLowerCase() !== user.toLowerCase())
    return {
      code: 'wrongIdentity',
      cause: `${signedIn.userPrincipalName ?? 'Somebody'} signed in, and this connection is for ${user}.`,
      fix: `Start again, choose "Use another account" and sign in as ${user}. A private window is not needed.`,
      reconsent: 'helps',
      ...who,
    };
  if (!signedIn.secondFactor.includes('mfa')) return { ...ofTrouble('mfaMissing', 'mfaMissing'), ...who };
  return undefined;
}

const whoOf = ({ userPrincipalName, tenantId }: SignedIn): Pick<ConsentRefusal, 'signedInAs' | 'tenantId'> => ({
  ...(userPrincipalName === undefined ? {} : { signedInAs: userPrincipalName }),
  ...(tenantId === undefined ? {} : { tenantId }),
});

const notOurAnswer = (who: Pick<ConsentRefusal, 'signedInAs' | 'tenantId'>): ConsentRefusal => ({
  code: 'notOurAnswer',
  cause: 'The answer of Microsoft does not belong to this sign-in.',
  fix: 'Start the sign-in again from the link.',
  reconsent: 'helps',
  ...who,
});

const ofTrouble = (code: ConsentRefusal['code'], name: TroubleName): ConsentRefusal => {
  const { cause, fix, reconsent } = troubles[name];
  return { code, cause, fix, reconsent };
};

/** Troubles that have a word of their own on the page of a link. */
const codeOf: Partial<Readonly<Record<TroubleName, ConsentRefusal['code']>>> = {
  declined: 'declined',
  approvalNeeded: 'approvalNeeded',
  otherAccount: 'wrongTenant',
  mfaMissing: 'mfaMissing',
  mfaDeclined: 'mfaMissing',
};

/** A refusal that Microsoft sent the browser back with: `error` and `error_description` of the authorization answer. */
export function refusalOfAnswer(answer: { readonly error: string; readonly description: string | undefined }): ConsentRefusal {
  const number = /AADSTS(\d+)/.exec(answer.description ?? '')?.[1];
  const correlationId = /Correlation ID: ([0-9a-f-]{36})/i.exec(answer.description ?? '')?.[1];
  const remoteCode = number === undefined ? answer.error : `AADSTS${number}`;
  return { ...refusalOfCode(remoteCode, answer.error), ...(correlationId === undefined ? {} : { correlationId }) };
}

/** A fault while the code was given for tokens. */
export function refusalOfFault(error: unknown): ConsentRefusal | undefined {
  if (!isAppError(error)) return undefined;
  const { remoteCode, correlationId } = error.facts;
  const known =
    error.code === 'remote_signed_out' && remoteCode !== undefined
      ? refusalOfCode(remoteCode)
      : ({
          code: 'microsoftSilent',
          cause: 'Microsoft did not answer as it should.',
          fix: 'Start the sign-in again in a while. Nothing was stored.',
          reconsent: 'helps',
        } as const);
  return { ...known, ...(correlationId === undefined ? {} : { correlationId }) };
}

const ofError = (code: string): MicrosoftError | undefined => microsoftErrors.find((error) => error.code === code);

/** Known codes in our words; others as they came. `access_denied` without a number is somebody who said no (RFC 6749 4.1.2.1). */
function refusalOfCode(remoteCode: string, error?: string): ConsentRefusal {
  const known = explainCode(remoteCode);
  const trouble = ofError(remoteCode)?.trouble;
  if (known !== undefined && trouble !== undefined) {
    const { cause, fix, reconsent } = known;
    return { code: codeOf[trouble] ?? 'microsoftRefused', cause, fix, reconsent, remoteCode };
  }
  if (error === 'access_denied') return { ...ofTrouble('declined', 'declined'), remoteCode };
  return {
    code: 'microsoftRefused',
    cause: `Microsoft refused with a code that is not known here: ${remoteCode}.`,
    fix: 'Look the code up at Microsoft, or send it with the correlation id to Microsoft\u2019s support.',
    reconsent: 'afterFix',
    remoteCode,
  };
}
