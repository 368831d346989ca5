import { isAppError } from '../../lib/errors.ts';
import { openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { readFeeds } from './queries.ts';

export type TestOutcome =
  | { readonly status: 'sent'; readonly correlationId: string }
  | { readonly status: 'refused'; readonly because: 'unknownConnection' | 'notOurs' | 'tooMany' };

/** Asks Microsoft for a notification of kind `test-created`; it comes like any other and changes nothing. Two a minute are allowed. */
export async function sendTestEvent(context: Context, connectionId: string, baseUrl: string): Promise<TestOutcome> {
  const feeds = await readFeeds(context, connectionId, baseUrl);
  if (feeds === undefined) return { status: 'refused', because: 'unknownConnection' };
  const remote = await openConnection(context, connectionId);
  if (feeds.holder !== 'ours' || remote.side !== 'microsoft' || remote.webhookSlot === undefined)
    return { status: 'refused', because: 'notOurs' };
  try {
    return { status: 'sent', correlationId: await remote.webhookSlot.sendTest() };
  } catch (error) {
    if (isAppError(error) && error.code === 'remote_throttled') return { status: 'refused', because: 'tooMany' };
    throw error;
  }
}
