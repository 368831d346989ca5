import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

export type Notice = {
  readonly noticeId: string;
  readonly event: string;
  readonly title: string;
  readonly detail: string;
  readonly link: string;
  readonly at: Temporal.Instant;
};

/** The newest notices first. */
export const listNotices = (context: Context, limit = 100): Promise<readonly Notice[]> =>
  inScope(context.db, everything, async (tx) => {
    const rows = await tx.selectFrom('notice').selectAll().orderBy('at', 'desc').orderBy('notice_id', 'desc').limit(limit).execute();
    return rows.map(({ notice_id: noticeId, event, title, detail, link, at }) => ({ noticeId, event, title, detail, link, at }));
  });
