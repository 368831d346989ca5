import { isAppError } from '../../lib/errors.ts';

/** What a fault means for the rest of a run. */
export type Meaning =
  | 'stop' // not about the remote at all: the lease, our database, a stop that was asked for
  | 'signedOut' // nothing of this connection can be read until a person acts (F37)
  | 'wait' // the remote named a time to go on (F01)
  | 'skip'; // only this list or this customer

export function meaningOf(error: unknown, signal: AbortSignal): Meaning {
  if (signal.aborted) return 'stop';
  if (!isAppError(error)) return 'skip';
  if (error.code === 'remote_throttled' && error.facts.nextAttemptAt !== undefined) return 'wait';
  if (error.code === 'remote_signed_out') return 'signedOut';
  return error.code === 'lease_lost' || error.code.startsWith('database_') || error.code === 'disk_full' ? 'stop' : 'skip';
}

/** Code and sentence of a fault, for problems and job items. A fault without a code is ours; its text stays in the log. */
export const toldOf = (error: unknown): { readonly code: string; readonly reason: string } =>
  isAppError(error)
    ? { code: error.code, reason: [error.message, error.facts.hint].filter((part) => part !== undefined).join('. ') }
    : { code: 'internal', reason: 'Something went wrong on our side while this was read.' };

export const isRetryable = (error: unknown): boolean => isAppError(error) && error.kind === 'retryable';
