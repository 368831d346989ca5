import { retryAfterMs } from '../../lib/retry-after.ts';
import { ChannelKind } from '../../model/notice.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { makeSecret, openAddress, openSecret, sealSecret, signingSecrets } from './channel-secrets.ts';
import { slackBodyOf, teamsBodyOf } from './chat.ts';
import { bodyOf, type Message, mailOf } from './compose.ts';
import { sendMail } from './mail-server.ts';
import { signatureOf } from './sign.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

/** A channel as it is stored. */
export type StoredChannel = {
  readonly channel_id: string;
  readonly kind: string;
  readonly address: string;
  readonly secret: string | null;
  readonly secret_before: string | null;
  readonly secret_before_until: Temporal.Instant | null;
  readonly created_by: string;
  readonly created_at: Temporal.Instant;
};

/** What became of one telling. `gone`: the receiver wants no more (HTTP 410). */
export type Telling =
  | { readonly is: 'taken'; readonly detail: string }
  | { readonly is: 'notTaken'; readonly detail: string; readonly forGood: boolean; readonly gone: boolean; readonly waitMs: number };

/** Webhooks get 20 s (ux reference 12). */
const withinMs = 20_000;

/** Tells a channel once, outside any transaction. */
export async function tell(
  context: Context,
  channel: StoredChannel,
  message: Message,
  baseUrl: string,
  signal?: AbortSignal,
): Promise<Telling> {
  const address = openAddress(context, channel.channel_id, channel.address);
  const kind = ChannelKind.parse(channel.kind);
  if (kind !== 'email') return post(context, { address, ...bodies[kind](context, channel, message, baseUrl) }, signal);
  const secret = await mailSecret(context, channel);
  const linkFor = (noticeId: string | undefined) =>
    `${baseUrl}/unsubscribe/${unsubscribeToken(secret, { channelId: channel.channel_id, noticeId })}`;
  const mailed = await sendMail(
    context,
    mailOf(message, { address, addedBy: channel.created_by, addedAt: channel.created_at, linkFor }, baseUrl),
  );
  return mailed.is === 'sent'
    ? { is: 'taken', detail: mailed.detail }
    : { is: 'notTaken', detail: mailed.detail, forGood: mailed.forGood, gone: false, waitMs: 0 };
}

/** What the links in mails to a mailbox are signed with; mailboxes of before there were links get it with their next mail. */
async function mailSecret(context: Context, { channel_id: id, secret }: StoredChannel): Promise<string> {
  if (secret !== null) return openSecret(context, id, secret);
  return inScope(context.db, everything, async (tx) => {
    await tx
      .updateTable('notice_channel')
      .set({ secret: sealSecret(context, id, makeSecret()) })
      .where('channel_id', '=', id)
      .where('secret', 'is', null)
      .execute();
    const row = await tx.selectFrom('notice_channel').select('secret').where('channel_id', '=', id).executeTakeFirst();
    // Removed in this moment: its links lead nowhere.
    return row?.secret == null ? makeSecret() : openSecret(context, id, row.secret);
  });
}

type Body = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

/** Programs get what they can check; a chat knows only the address, which is its key. */
const bodies = {
  webhook: (context: Context, channel: StoredChannel, message: Message, baseUrl: string): Body => {
    const body = bodyOf(message, baseUrl);
    const timestamp = Math.floor(context.clock.now().epochMilliseconds / 1_000);
    // The same id on each try, so that a receiver can drop a second one.
    const id = `msg_${message.id.replaceAll('-', '')}`;
    const signature = signatureOf(signingSecrets(context, channel), id, timestamp, body);
    return { body, headers: { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature } };
  },
  teams: (_context: Context, _channel: StoredChannel, message: Message, baseUrl: string): Body => ({
    body: teamsBodyOf(message, baseUrl),
    headers: {},
  }),
  slack: (_context: Context, _channel: StoredChannel, message: Message, baseUrl: string): Body => ({
    body: slackBodyOf(message, baseUrl),
    headers: {},
  }),
};

async function post(
  context: Context,
  { address, body, headers }: Body & { readonly address: string },
  signal: AbortSignal | undefined,
): Promise<Telling> {
  const now = context.clock.now();
  const posted = await context.outbox.post({
    address,
    body: Buffer.from(body),
    headers: { 'content-type': 'application/json', 'user-agent': 'Concord', ...headers },
    withinMs,
    signal,
  });
  if ('because' in posted) return { is: 'notTaken', detail: posted.because, forGood: false, gone: false, waitMs: 0 };
  const detail = `Answered ${posted.status}.`;
  if (posted.status >= 200 && posted.status < 300) return { is: 'taken', detail };
  const waitMs = [429, 503].includes(posted.status) ? (retryAfterMs(posted.retryAfter, now) ?? 0) : 0;
  return { is: 'notTaken', detail, forGood: posted.status === 410, gone: posted.status === 410, waitMs };
}
