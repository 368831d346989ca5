import { sql } from 'kysely';
import type { NoticeEvent } from '../../model/notice.ts';
import { type CountedPage, keysetPage, type ListRequest } from '../../platform/db/keyset.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { covers, type Mute, type NoticeObject, namesOf, objectOf, readMutes } from './mutes.ts';

export type Notice = {
  readonly noticeId: string;
  readonly event: string;
  readonly title: string;
  readonly detail: string;
  readonly link: string;
  readonly at: Temporal.Instant;
  readonly object: NoticeObject | undefined;
  /** Undefined: it is gone. */
  readonly objectName: string | undefined;
  /** It was told nowhere but here. */
  readonly muted: boolean;
  /** What mutes the like of it now. */
  readonly mute: Mute | undefined;
  /** When the viewer read it. */
  readonly readAt: Temporal.Instant | undefined;
};

export type NoticeFilter = {
  readonly event?: readonly NoticeEvent[] | undefined;
  /** In title or detail. */
  readonly q?: string | undefined;
  /** True: only what the viewer has not read. */
  readonly unread?: boolean | undefined;
  /** True: only what was told nowhere else because it was muted. */
  readonly muted?: boolean | undefined;
};

/** Notices, newest first unless asked otherwise. What is read is each person's own; the product itself has read nothing. */
export const listNotices = (context: Context, request: Omit<ListRequest<NoticeFilter>, 'sort'>): Promise<CountedPage<Notice>> =>
  inScope(context.db, everything, async (tx) => {
    const matching = () => {
      const { event, q, unread, muted } = request.filter;
      let rows = tx
        .selectFrom('notice')
        .leftJoin('notice_read', (join) =>
          join.onRef('notice_read.notice_id', '=', 'notice.notice_id').on('notice_read.person_id', '=', context.actor.personId ?? nobody),
        );
      if (event !== undefined) rows = rows.where('notice.event', 'in', [...event]);
      if (unread === true) rows = rows.where('notice_read.at', 'is', null);
      if (unread === false) rows = rows.where('notice_read.at', 'is not', null);
      if (muted !== undefined) rows = rows.where('notice.mute_id', muted ? 'is not' : 'is', null);
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
          .select(['object_kind', 'object_id', 'notice.mute_id'])
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
    const mutes = page.rows.length === 0 ? [] : await readMutes(tx, context.clock.now());
    const names = await namesOf(tx, page.rows.map(objectOf));
    return {
      ...page,
      rows: page.rows.map(({ notice_id: noticeId, event, title, detail, link, at, read_at: readAt, ...row }) => ({
        noticeId,
        event,
        title,
        detail,
        link,
        at,
        readAt: readAt ?? undefined,
        object: objectOf(row),
        objectName: names.get(row.object_id ?? ''),
        muted: row.mute_id !== null,
        mute: mutes.find((mute) => covers(mute, { event, object_id: row.object_id }, undefined)),
      })),
      total: counted === undefined ? undefined : { rows: Number(counted.rows), exact: true },
    };
  });

/** The id of no person. */
const nobody = '00000000-0000-0000-0000-000000000000';
