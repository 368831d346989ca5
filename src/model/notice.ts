import { z } from 'zod';

/** What people can be told of: events of the reference's first list (ux reference 12), with the one that takes an alarm back. */
export const NoticeEvent = z.enum([
  'connection.needs_attention',
  'connection.recovered',
  'connection.schema_changed',
  'customer.access_expiring',
  'request.asked',
  'channel.switched_off',
]);
export type NoticeEvent = z.infer<typeof NoticeEvent>;

/** Where notices go besides the browser: a mailbox, a program, or a channel of a chat (ux reference 15.2). */
export const ChannelKind = z.enum(['email', 'teams', 'slack', 'webhook']);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** As it happens, or once a day what happened since; programs get each notice by itself. */
export const ChannelCadence = z.enum(['instant', 'daily']);
export type ChannelCadence = z.infer<typeof ChannelCadence>;

/**
 * `off`: Concord switched it off, because the receiver said that it is gone or took nothing for days. `unsubscribed`: its reader wants no more, by
 * the link in a mail.
 */
export const ChannelState = z.enum(['on', 'paused', 'off', 'unsubscribed']);
export type ChannelState = z.infer<typeof ChannelState>;

/** `muted`: not told, because somebody muted it. */
export const NoticeDeliveryState = z.enum(['waiting', 'delivered', 'dead', 'muted']);
export type NoticeDeliveryState = z.infer<typeof NoticeDeliveryState>;

/** What a notice can be about. */
export const NoticeObjectKind = z.enum(['customer', 'connection']);
export type NoticeObjectKind = z.infer<typeof NoticeObjectKind>;

/** What the link in a mail stops for its mailbox: everything, or of its notice the event or the object. */
export const UnsubscribeWhat = z.enum(['everything', 'event', 'object']);
export type UnsubscribeWhat = z.infer<typeof UnsubscribeWhat>;

/** How long something is muted. */
export const MuteLength = z.enum(['day', 'week', 'untilUnmuted']);
export type MuteLength = z.infer<typeof MuteLength>;

/** How the connection to the mail server is kept secret: from its start, by an upgrade that must succeed, or not at all. */
export const MailSecurity = z.enum(['tls', 'startTls', 'none']);
export type MailSecurity = z.infer<typeof MailSecurity>;
