import { sql } from 'kysely';
import type { NoticeEvent } from '../../model/notice.ts';
import { type CountedPage, keysetPage, type ListRequest } from '../../platform/db/keyset.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

export type Notice = {
  readonly noticeId: string;
  readonly event: string;
  readonly title: string;
  readonly detail: string;
  readonly link: string;
  readonly at: Temporal.Instant;
  /** When the viewer read it. */
  readonly readAt: Temporal.Instant | undefined;
};

export type NoticeFilter = {
  readonly event?: readonly NoticeEvent[] | undefined;
  /** In title or detail. */
  readonly q?: string | undefined;
  /** True: only what the viewer has not read. */
  readonly unread?: boolean | undefined;
};

/** Notices, newest first unless asked otherwise. What is read is each person's own; the product itself has read nothing. */
export const listNotices = (context: Context, request: Omit<ListRequest<NoticeFilter>, 'sort'>): Promise<CountedPage<Notice>> =>
  inScope(context.db, everything, async (tx) => {
    const matching = () => {
      const { event, q, unread } = request.filter;
      let rows = tx
        .selectFrom('notice')
        .leftJoin('notice_read', (join) =>
          join.onRef('notice_read.notice_id', '=', 'notice.notice_id').on('notice_read.person_id', '=', context.actor.personId ?? nobody),
        );
      if (event !== undefined) rows = rows.where('notice.event', 'in', [...event]);
      if (unread === true) rows = rows.where('notice_read.at', 'is', null);
      if (unread === false) rows = rows.where('notice_read.at', 'is not', null);
      const like = `%${(q ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`;
      return q === undefined ? rows : rows.where((where) => where.or([where('title', 'ilike', like), where('detail', 'ilike', like)]));
    };
    const page = await keysetPage(
      { ...request, sort: 'at' },
      { expression: sql.ref('notice.at'), type: 'timestamptz' },
      sql.ref('notice.notice_id'),
      ({ where, orderBy, limit, pageKey }) =>
        matching()
          .select(['notice.notice_id', 'event', 'title', 'detail', 'link', 'notice.at', 'notice_read.at as read_at'])
          .select(pageKey.as('page_key'))
          .select('notice.notice_id as page_id')
          .where(where)
          .orderBy(orderBy)
          .limit(limit)
          .execute(),
    );
    const counted = request.count
      ? await matching()
          .select((count) => count.fn.countAll<string>().as('rows'))
          .executeTakeFirstOrThrow()
      : undefined;
    return {
      ...page,
      rows: page.rows.map(({ notice_id: noticeId, event, title, detail, link, at, read_at: readAt }) => ({
        noticeId,
        event,
        title,
        detail,
        link,
        at,
        readAt: readAt ?? undefined,
      })),
      total: counted === undefined ? undefined : { rows: Number(counted.rows), exact: true },
    };
  });

/** The id of no person. */
const nobody = '00000000-0000-0000-0000-000000000000';
