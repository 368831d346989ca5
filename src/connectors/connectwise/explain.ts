import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireError } from './schema.ts';

const hints: Readonly<Record<number, string>> = {
  401: 'Check login company, public key, private key and client id of the connection.',
  403: 'Give the API member\u2019s role the rights: agreements (inquire, add, edit), companies and product catalogue (inquire).',
};

/** `{code, message, errors}`: the first inner code says more than the outer one; all inner messages are shown. */
export function explainRefusal(answer: Answer): Explained | undefined {
  const refusal = readRefusal(answer, WireError);
  if (refusal?.code === undefined) return undefined;
  const reasons = (refusal.errors ?? []).map((error) => error.message).filter((message) => message !== undefined);
  const hint = hints[answer.status] ?? (reasons.length === 0 ? undefined : `ConnectWise says: ${reasons.join(' ').slice(0, 500)}`);
  return { remoteCode: refusal.code, ...(hint === undefined ? {} : { hint }) };
}
