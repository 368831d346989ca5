import { z } from 'zod';
import { Blackout, TimeOfDay } from '../model/cadence.ts';
import { ChannelCadence, ChannelKind, ChannelState, MailSecurity, NoticeDeliveryState, NoticeEvent } from '../model/notice.ts';
import { QuietHours } from '../model/quiet-hours.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const tag = 'Notices';
const params = z.object({ id: z.uuid() });

export const NoticeChannel = z
  .object({
    id: z.uuid(),
    kind: ChannelKind,
    name: z.string(),
    /** The mailbox; of all others only the host. */
    shown: z.string(),
    /** None: all. */
    events: z.array(NoticeEvent),
    cadence: ChannelCadence,
    /** When only what is urgent is told; null: never. */
    quiet: z.object({ timeZone: z.string(), windows: z.array(Blackout) }).nullable(),
    /** The end of the quiet hours that it is in. */
    quietUntil: instant.nullable(),
    state: ChannelState,
    /** Why Concord switched it off. */
    reason: z.string().nullable(),
    waiting: z.number().int(),
    delivered: z.number().int(),
    dead: z.number().int(),
    trouble: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'NoticeChannel' });

export const listNoticeChannels = route({
  id: 'listNoticeChannels',
  method: 'GET',
  path: '/notice-channels',
  summary: 'Mailboxes, programs and chats that notices go to',
  tag,
  may: 'connections:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({
    data: z.array(NoticeChannel),
    /** When the daily digest goes out. */
    digest: z.object({ at: TimeOfDay, timeZone: z.string() }),
  }),
});

/** What a channel needs; shared with the command line's file. */
export const NoticeChannelInput = z.strictObject({
  kind: ChannelKind,
  name: z.string().trim().min(1).max(100),
  /** A mailbox, or an https address: of Teams a Workflows webhook, of Slack an incoming webhook. */
  address: z.string().trim().min(1).max(2_000),
  /** Left out: all events. */
  events: z.array(NoticeEvent).max(20).default([]),
  /** `daily`: one digest a day, none when nothing happened; not for a webhook. */
  cadence: ChannelCadence.default('instant'),
  /** Left out: none. Urgent notices go through; the others come as one when the quiet hours end. Not for a webhook. */
  quiet: QuietHours.optional(),
});

export const addNoticeChannel = route({
  id: 'addNoticeChannel',
  method: 'POST',
  path: '/notice-channels',
  summary: 'Send notices to a mailbox, Teams, Slack, or a webhook, signed as Standard Webhooks say',
  tag,
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  body: NoticeChannelInput,
  status: 201,
  reply: z.object({
    id: z.uuid(),
    /** Of a webhook: what to check its signature with. Shown once. */
    secret: z.string().nullable(),
  }),
  problems: ['duplicate'],
});

export const changeNoticeChannel = route({
  id: 'changeNoticeChannel',
  method: 'PATCH',
  path: '/notice-channels/{id}',
  summary: 'Which events a channel is told, as they happen or once a day, its quiet hours, and whether it is paused',
  tag,
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  body: z.strictObject({
    events: z.array(NoticeEvent).max(20).optional(),
    cadence: ChannelCadence.optional(),
    paused: z.boolean().optional(),
    /** Null: none any more. */
    quiet: QuietHours.nullable().optional(),
  }),
  status: 200,
  reply: NoticeChannel,
});

export const removeNoticeChannel = route({
  id: 'removeNoticeChannel',
  method: 'DELETE',
  path: '/notice-channels/{id}',
  summary: 'Send no more notices there; what waits goes with it',
  tag,
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  status: 204,
});

export const renewNoticeSecret = route({
  id: 'renewNoticeSecret',
  method: 'POST',
  path: '/notice-channels/{id}/secrets',
  summary: 'A new signing secret for a webhook; the one before signs too for 24 hours',
  tag,
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  status: 201,
  reply: z.object({ /** Shown once. */ secret: z.string() }),
});

export const testNoticeChannel = route({
  id: 'testNoticeChannel',
  method: 'POST',
  path: '/notice-channels/{id}/tests',
  summary: 'Send a test now, and say what the receiver answered',
  tag,
  may: 'connections:test',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: z.object({ taken: z.boolean(), detail: z.string() }),
});

export const NoticeDelivery = z
  .object({
    id: z.uuid(),
    /** Null: a test. */
    title: z.string().nullable(),
    state: NoticeDeliveryState,
    attempts: z.number().int(),
    detail: z.string().nullable(),
    at: instant,
    nextAt: instant.nullable(),
  })
  .meta({ id: 'NoticeDelivery' });

export const listNoticeDeliveries = route({
  id: 'listNoticeDeliveries',
  method: 'GET',
  path: '/notice-channels/{id}/deliveries',
  summary: 'What was sent to a channel and what became of it: the last hundred of 30 days, newest first',
  tag,
  may: 'connections:read',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: z.object({ data: z.array(NoticeDelivery) }),
});

export const retryNoticeDeliveries = route({
  id: 'retryNoticeDeliveries',
  method: 'POST',
  path: '/notice-channels/{id}/retries',
  summary: 'Send again what was given up',
  tag,
  may: 'connections:test',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: z.object({ retried: z.number().int() }),
});

export const MailServer = z
  .object({
    host: z.string(),
    port: z.number().int(),
    security: MailSecurity,
    userName: z.string().nullable(),
    passwordSet: z.boolean(),
    sender: z.string(),
    changedBy: z.string(),
    changedAt: instant,
  })
  .meta({ id: 'MailServer' });

export const getMailServer = route({
  id: 'getMailServer',
  method: 'GET',
  path: '/mail-server',
  summary: 'The mail server that notices and consent links are sent by',
  tag,
  may: 'connections:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({
    server: MailServer.nullable(),
    /** Every mail of the trial goes to the mailbox of the sandbox. */ toSandbox: z.boolean(),
  }),
});

/** What a mail server needs; shared with the command line's file. */
export const MailServerInput = z.strictObject({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, 'is the name of a host'),
  port: z.number().int().min(1).max(65_535),
  security: MailSecurity,
  /** Left out: the server asks for none. */
  userName: z.string().trim().min(1).max(320).optional(),
  /** Left out: the password of before stays, if host and user name do. */
  password: z.string().min(1).max(1_000).optional(),
  /** `Concord <concord@example.com>`, or a bare address. */
  sender: z
    .string()
    .trim()
    .max(320)
    .regex(/^([^<>\p{Cc}]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/u, 'is an e-mail address'),
});

export const setMailServer = route({
  id: 'setMailServer',
  method: 'PATCH',
  path: '/mail-server',
  summary: 'Set the mail server',
  tag,
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  body: MailServerInput,
  status: 200,
  reply: MailServer,
});

export const removeMailServer = route({
  id: 'removeMailServer',
  method: 'DELETE',
  path: '/mail-server',
  summary: 'Mail nothing any more',
  tag,
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  status: 204,
});
