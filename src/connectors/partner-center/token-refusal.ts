import { explainCode } from '../../model/microsoft-error.ts';
import { troubles } from '../../model/microsoft-trouble.ts';
import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireTokenError } from './schema.ts';

/** The fault behind a refused token call: a person must act, and the AADSTS code says what. 5xx and 429 stay what their status says. */
export function explainTokenRefusal(answer: Answer): Explained | undefined {
  if (answer.status !== 400 && answer.status !== 401) return undefined;
  const refusal = readRefusal(answer, WireTokenError);
  if (refusal === undefined) return undefined;
  const number = numberOf(refusal);
  const remoteCode = number === undefined ? refusal.error : `AADSTS${number}`;
  const otherwise = refusal.error === 'invalid_client' ? troubles.wrongSecret : troubles.signInEnded;
  const { cause, fix } = explainCode(remoteCode) ?? otherwise;
  return {
    remoteCode,
    hint: `${cause} ${fix}`,
    code: 'remote_signed_out',
    kind: 'needs_operator',
  };
}

/** `error_codes` says it plainly; older answers only have it in their text. */
const numberOf = (refusal: WireTokenError): string | undefined =>
  refusal.error_codes?.[0] ?? /AADSTS(\d+)/.exec(refusal.error_description ?? '')?.[1];
