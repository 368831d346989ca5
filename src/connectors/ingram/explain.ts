import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireError } from './schema.ts';

export function explainRefusal(answer: Answer): Explained | undefined {
  const refusal = readRefusal(answer, WireError);
  const remoteCode = refusal?.code ?? refusal?.error;
  if (remoteCode === undefined) return undefined;
  const reasons = (refusal?.details ?? []).flatMap(({ message }) => message ?? []);
  return { remoteCode, ...(reasons.length === 0 ? {} : { hint: `The marketplace says: ${reasons.join('; ').slice(0, 500)}` }) };
}

/** User, password, subscription key or marketplace are wrong: a person must look. Other statuses stay what they are. */
export function explainTokenRefusal(answer: Answer): Explained | undefined {
  if (answer.status !== 400 && answer.status !== 401) return undefined;
  const refusal = readRefusal(answer, WireError);
  return {
    remoteCode: refusal?.code ?? refusal?.error ?? String(answer.status),
    hint: 'Check user, password, subscription key and the marketplace in the address. There is one API user for each region.',
    code: 'remote_signed_out',
    kind: 'needs_operator',
  };
}
