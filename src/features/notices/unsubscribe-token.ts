import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link in a mail is for: the mailbox that it was sent to, and the one notice that it stands under. */
export type UnsubscribeAim = { readonly channelId: string; readonly noticeId: string | undefined };

const none = '00000000-0000-0000-0000-000000000000';
const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** For this one purpose: the secret of a channel signs nothing else with these words in front. */
const sign = (secret: string, aim: Buffer): Buffer =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update('concord unsubscribe 1')
    .update(aim)
    .digest();

/**
 * The secret part of a link: ids and their signature with the channel's own secret, 64 bytes as base64url. The same each time, so that a mail that
 * is sent again is the same. It does not end: a reader may find it in a mail of last year, and it is dead with the channel. Pure.
 */
export function unsubscribeToken(secret: string, { channelId, noticeId }: UnsubscribeAim): string {
  const aim = Buffer.concat([bytesOf(channelId), bytesOf(noticeId ?? none)]);
  return Buffer.concat([aim, sign(secret, aim)]).toString('base64url');
}

export const tokenForm = /^[\w-]{86}$/;

/** What it claims to be for; nothing holds before `isSigned`. Undefined: it is none. Pure. */
export function readUnsubscribeToken(token: string): UnsubscribeAim | undefined {
  if (!tokenForm.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const noticeId = uuidOf(bytes.subarray(16, 32));
  return { channelId: uuidOf(bytes.subarray(0, 16)), noticeId: noticeId === none ? undefined : noticeId };
}

/** Whether the channel's secret signed it. Pure. */
export function isSigned(token: string, secret: string): boolean {
  const bytes = Buffer.from(token, 'base64url');
  const proof = sign(secret, bytes.subarray(0, 32));
  return bytes.length === 64 && timingSafeEqual(bytes.subarray(32), proof);
}
