import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireError, WireTokenError } from './schema.ts';

/** The code is the `type`; reasons of a 422 (at times of a 500) stand in `details`, and all of them are shown. */
export function explainRefusal(answer: Answer): Explained | undefined {
  const refusal = readRefusal(answer, WireError);
  if (refusal === undefined || (refusal.type === undefined && refusal.message === undefined)) return undefined;
  const reasons = (refusal.details ?? []).map((detail) => detail.message).filter((message) => message !== undefined);
  return {
    ...(refusal.type === undefined ? {} : { remoteCode: refusal.type }),
    ...(reasons.length === 0 ? {} : { hint: `Pax8 says: ${reasons.join('; ').slice(0, 500)}` }),
  };
}

const wrongKey = 'Check client id and secret. A primary partner admin makes them in the Integrations Hub of Pax8.';

export function explainTokenRefusal(answer: Answer): Explained | undefined {
  const refusal = readRefusal(answer, WireTokenError);
  return refusal === undefined
    ? undefined
    : { remoteCode: refusal.error, hint: wrongKey, code: 'remote_signed_out', kind: 'needs_operator' };
}
