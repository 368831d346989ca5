import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { MuteLength, NoticeEvent, NoticeObjectKind } from '../model/notice.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const tag = 'Notices';

/** A customer or a connection. */
export const NoticeObject = z
  .object({ kind: NoticeObjectKind, id: z.string(), /** Null: it is gone. */ name: z.string().nullable() })
  .meta({ id: 'NoticeObject' });

export const NoticeMute = z
  .object({
    id: z.uuid(),
    /** Null: everything that the channel is told. */
    object: NoticeObject.nullable(),
    /** Null: every event. */
    event: NoticeEvent.nullable(),
    /** For one channel only, by a link in a mail to it; null: for all. */
    channel: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    /** Null: until somebody takes it away. */
    until: instant.nullable(),
    mutedBy: z.string(),
    at: instant,
  })
  .meta({ id: 'NoticeMute' });

export const listNoticeMutes = route({
  id: 'listNoticeMutes',
  method: 'GET',
  path: '/notice-mutes',
  summary: 'What is muted: told nowhere but in the list of notices',
  tag,
  may: 'connections:read',
  tenantScope: 'installation',
  status: 200,
  reply: z.object({ data: z.array(NoticeMute) }),
});

const objectGiven = z.union(
  [
    idSchema('customer').transform((id) => ({ kind: 'customer' as const, id })),
    idSchema('connection').transform((id) => ({ kind: 'connection' as const, id })),
  ],
  { error: 'is the id of a customer or a connection (cus_..., con_...)' },
);

export const addNoticeMute = route({
  id: 'addNoticeMute',
  method: 'POST',
  path: '/notice-mutes',
  summary: 'Mute a customer or connection, or one event at it; what was muted before gets another end',
  tag,
  may: 'connections:test',
  tenantScope: 'installation',
  body: z.strictObject({
    object: objectGiven,
    /** Left out: every event, urgent ones too. */
    event: NoticeEvent.optional(),
    lasts: MuteLength,
  }),
  status: 201,
  reply: NoticeMute,
});

export const removeNoticeMute = route({
  id: 'removeNoticeMute',
  method: 'DELETE',
  path: '/notice-mutes/{id}',
  summary: 'Tell of it again; what still waits for its digest or the end of quiet hours is told as well',
  tag,
  may: 'connections:test',
  tenantScope: 'installation',
  params: z.object({ id: z.uuid() }),
  status: 204,
});
