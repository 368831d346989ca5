import { type NoticeMatter, noticeMatters } from '../../model/notice-matter.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import type { NoticeObject } from './mutes.ts';

type NewNotice = {
  /** What it is about and which step of it: the same key is told once. */
  readonly key: string;
  readonly matter: NoticeMatter;
  /** Whose it is; what is about nobody cannot be muted. */
  readonly about?: NoticeObject;
  readonly title: string;
  /** What happened and what to do; no secrets. */
  readonly detail: string;
  /** Path in the browser app. */
  readonly link: string;
};

/** Tells people something, in the transaction of what it tells; channels outside are told soon after (`deliverNotices`). False when it was told before. */
export async function raise(tx: Tx, context: Pick<Context, 'clock' | 'ids'>, { matter, about, ...notice }: NewNotice): Promise<boolean> {
  const { event, urgent } = noticeMatters[matter];
  const done = await tx
    .insertInto('notice')
    .values({
      notice_id: context.ids(),
      ...notice,
      event,
      urgent,
      object_kind: about?.kind ?? null,
      object_id: about?.id ?? null,
      at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
