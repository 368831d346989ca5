import { z } from 'zod';
import { NoticeEvent, UnsubscribeWhat } from '../model/notice.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const params = z.object({ token: z.string().regex(/^[\w-]{86}$/, 'is the last part of a link in a mail') });

export const Unsubscribing = z
  .object({
    to: z.string(),
    addedBy: z.string(),
    addedAt: instant,
    /** It is told nothing any more, by such a link. */
    stopped: z.boolean(),
    /** It is told nothing for another reason. */
    silent: z.boolean(),
    /** Of the notice that the link stands under; null: the link is for all of them. */
    event: z.object({ name: NoticeEvent, stopped: z.boolean() }).nullable(),
    object: z.object({ name: z.string(), stopped: z.boolean() }).nullable(),
  })
  .meta({ id: 'Unsubscribing' });

export const lookAtUnsubscribing = route({
  id: 'lookAtUnsubscribing',
  method: 'GET',
  path: '/unsubscriptions/{token}',
  summary: 'What the link in a mail would stop, and why the mail came; needs no account and changes nothing',
  tag: 'Notices',
  may: 'anyone',
  tenantScope: 'none',
  callsAMinute: 60,
  params,
  status: 200,
  reply: Unsubscribing,
});

export const unsubscribe = route({
  id: 'unsubscribe',
  method: 'POST',
  path: '/unsubscriptions/{token}',
  summary: 'Stop mails to the mailbox of a link, all or those like one, or take that back; needs no account',
  tag: 'Notices',
  may: 'anyone',
  tenantScope: 'none',
  callsAMinute: 30,
  params,
  body: z.strictObject({ what: UnsubscribeWhat, /** False: take it back. */ stop: z.boolean() }),
  status: 200,
  reply: Unsubscribing,
});
