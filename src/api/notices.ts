import * as contract from '../contract/notices.ts';
import { listNotices, markRead, type Notice } from '../features/notices/index.ts';
import { good, handle, type Mounted } from './handle.ts';
import { presentObject } from './notice-mutes.ts';
import { pageReply } from './page.ts';

export const noticeRoutes: readonly Mounted[] = [
  handle(contract.listNotices, async ({ context, query }) => {
    const { event, q, unread, muted, limit, cursor, sort, count } = query;
    const page = await listNotices(context, {
      filter: { event, q, unread, muted },
      limit: limit ?? 50,
      cursor,
      count: count ?? false,
      descending: sort === undefined || sort.startsWith('-'),
    });
    return good(pageReply(page, limit, present, page.total));
  }),
  handle(contract.readNotices, async ({ context, body }) => good({ read: await markRead(context, body.ids ?? 'all') })),
];

const present = ({ noticeId, at, readAt, object, objectName, mute, ...notice }: Notice) => ({
  id: noticeId,
  ...notice,
  at: at.toString(),
  readAt: readAt?.toString() ?? null,
  object: presentObject(object, objectName),
  mute: mute === undefined ? null : { id: mute.muteId, event: mute.event ?? null, until: mute.until?.toString() ?? null },
});
