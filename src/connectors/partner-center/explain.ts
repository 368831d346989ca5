import { explainCode } from '../../model/microsoft-error.ts';
import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireError } from './schema.ts';

/** Reads Partner Center's code out of any of its three error forms. A gateway's 429 counts for the account. */
export function explainRefusal(answer: Answer): Explained | undefined {
  const refusal = readRefusal(answer, WireError);
  const remoteCode = refusal?.code ?? refusal?.errorName;
  if (remoteCode === undefined) return undefined;
  const known = explainCode(remoteCode);
  if (known === undefined) return { remoteCode };
  return { remoteCode, hint: `${known.cause} ${known.fix}`, kind: known.kind ?? 'needs_operator' };
}
