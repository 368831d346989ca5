import type { Answer } from '../../platform/http/call.ts';
import type { Explained } from '../../platform/http/fault.ts';
import { readRefusal } from '../refusal.ts';
import { WireError } from './schema.ts';

/** The reason code of a detail counts before the general word; one published code has a blank behind it (distributors reference 3.2). */
export function explainRefusal(answer: Answer): Explained | undefined {
  const refusal = readRefusal(answer, WireError);
  if (refusal === undefined) return undefined;
  const reason = refusal.details?.find(({ code }) => code !== undefined);
  const remoteCode = reason?.code?.trim() ?? refusal.error;
  if (remoteCode === undefined) return undefined;
  const hint = answer.status === 403 ? wrongAccount : hintOf(reason?.detail ?? refusal.message);
  return hint === undefined ? { remoteCode } : { remoteCode, hint };
}

const wrongAccount = 'Check the account id: this sign-in may not see that account.';

const hintOf = (told: string | undefined): string | undefined => (told === undefined ? undefined : `TD SYNNEX says: ${told.slice(0, 300)}`);

/** Spent, expired or unknown: `cannot validate token: redis: nil`. Nothing but a new token of a person helps, so it is never tried again. */
export function explainTokenRefusal(answer: Answer): Explained | undefined {
  if (answer.status !== 400 && answer.status !== 401) return undefined;
  return {
    remoteCode: 'token_spent',
    hint: 'Let an administrator make a new refresh token in the StreamOne Ion portal and put it into the connection. Each works once and lives 32 days.',
    code: 'remote_signed_out',
    kind: 'needs_operator',
  };
}
