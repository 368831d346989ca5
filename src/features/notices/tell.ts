import { retryAfterMs } from '../../lib/retry-after.ts';
import { ChannelKind } from '../../model/notice.ts';
import type { Context } from '../context.ts';
import { openAddress, signingSecrets } from './channel-secrets.ts';
import { bodyOf, mailOf, type Told } from './compose.ts';
import { sendMail } from './mail-server.ts';
import { signatureOf } from './sign.ts';

/** A channel as it is stored. */
export type StoredChannel = {
  readonly channel_id: string;
  readonly kind: string;
  readonly address: string;
  readonly secret: string | null;
  readonly secret_before: string | null;
  readonly secret_before_until: Temporal.Instant | null;
};

/** What became of one telling. `gone`: the receiver wants no more (HTTP 410). */
export type Telling =
  | { readonly is: 'taken'; readonly detail: string }
  | { readonly is: 'notTaken'; readonly detail: string; readonly forGood: boolean; readonly gone: boolean; readonly waitMs: number };

/** Webhooks get 20 s (ux reference 12). */
const withinMs = 20_000;

/** Tells a channel once, outside any transaction. */
export async function tell(context: Context, channel: StoredChannel, told: Told, baseUrl: string, signal?: AbortSignal): Promise<Telling> {
  const address = openAddress(context, channel.channel_id, channel.address);
  if (ChannelKind.parse(channel.kind) === 'webhook') return post(context, channel, address, told, baseUrl, signal);
  const mailed = await sendMail(context, mailOf(told, address, baseUrl));
  return mailed.is === 'sent'
    ? { is: 'taken', detail: mailed.detail }
    : { is: 'notTaken', detail: mailed.detail, forGood: mailed.forGood, gone: false, waitMs: 0 };
}

async function post(
  context: Context,
  channel: StoredChannel,
  address: string,
  told: Told,
  baseUrl: string,
  signal: AbortSignal | undefined,
): Promise<Telling> {
  const body = bodyOf(told, baseUrl);
  const now = context.clock.now();
  const timestamp = Math.floor(now.epochMilliseconds / 1_000);
  // The same id on each try, so that a receiver can drop a second one.
  const id = `msg_${told.deliveryId.replaceAll('-', '')}`;
  const posted = await context.outbox.post({
    address,
    body: Buffer.from(body),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Concord',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(signingSecrets(context, channel), id, timestamp, body),
    },
    withinMs,
    signal,
  });
  if ('because' in posted) return { is: 'notTaken', detail: posted.because, forGood: false, gone: false, waitMs: 0 };
  const detail = `Answered ${posted.status}.`;
  if (posted.status >= 200 && posted.status < 300) return { is: 'taken', detail };
  const waitMs = [429, 503].includes(posted.status) ? (retryAfterMs(posted.retryAfter, now) ?? 0) : 0;
  return { is: 'notTaken', detail, forGood: posted.status === 410, gone: posted.status === 410, waitMs };
}
