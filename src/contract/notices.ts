import { z } from 'zod';
import { NoticeEvent } from '../model/notice.ts';
import { NoticeObject } from './notice-mutes.ts';
import { anyOf, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

export const Notice = z
  .object({
    id: z.string(),
    /** Dotted, as in webhooks: `connection.needs_attention`. */
    event: z.string(),
    title: z.string(),
    detail: z.string(),
    /** Path in the browser app. */
    link: z.string(),
    at: instant,
    /** When the caller read it. */
    readAt: instant.nullable(),
    /** What it is about; null: nothing that can be muted. */
    object: NoticeObject.nullable(),
    /** It was told nowhere but here, because it was muted. */
    muted: z.boolean(),
    /** What mutes the like of it now. */
    mute: z.object({ id: z.uuid(), event: NoticeEvent.nullable(), until: instant.nullable() }).nullable(),
  })
  .meta({ id: 'Notice' });

export const listNotices = route({
  id: 'listNotices',
  method: 'GET',
  path: '/notices',
  summary: 'What people were told without asking, the newest first: sign-ins that end, checks that fail',
  tag: 'Notices',
  may: 'connections:read',
  tenantScope: 'installation',
  query: z.strictObject({
    ...listQuery(['at']),
    event: anyOf(NoticeEvent),
    q: z.string().trim().min(1).max(200).optional().meta({ description: 'In title or detail' }),
    unread: z.stringbool().optional().meta({ description: 'true: only what you have not read; false: only what you have' }),
    muted: z.stringbool().optional().meta({ description: 'true: only what was told nowhere else, because it was muted' }),
  }),
  status: 200,
  reply: pageOf('NoticePage', Notice),
});

export const readNotices = route({
  id: 'readNotices',
  method: 'POST',
  path: '/me/notice-reads',
  summary: 'Mark notices as read by you: those named, or all when none is',
  tag: 'Notices',
  may: 'signedIn',
  tenantScope: 'none',
  body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(500).optional() }),
  status: 200,
  reply: z.object({ read: z.number().int() }),
});
