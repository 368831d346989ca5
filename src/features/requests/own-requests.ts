import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type DecidedRequest, decideRequest } from './decide-request.ts';
import { readRequest } from './store.ts';

/** Takes back what a customer asked for itself. Its own scope says which requests those are, and only reads: the rest is done for it. */
export async function withdrawOwnRequest(context: Context, requestId: string, reason: string): Promise<DecidedRequest> {
  const own = await inScope(context.db, context.scope, (tx) => readRequest(tx, requestId));
  if (own === undefined) return { status: 'refused', because: 'not_found', detail: 'There is no such request.' };
  return decideRequest({ ...context, scope: everything }, requestId, { action: 'withdraw', reason });
}
