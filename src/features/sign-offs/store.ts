import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { must } from '../../lib/must.ts';
import { ownReseller } from '../../model/ids.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

/** A month as somebody closed it. */
export type Frozen = {
  readonly signOffId: string;
  readonly month: string;
  readonly hash: string;
  readonly reason: string | undefined;
  readonly by: string;
  readonly at: Temporal.Instant;
  readonly reopened: { readonly by: string; readonly at: Temporal.Instant; readonly reason: string } | undefined;
};

const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Keeps the content of a month as it is now. Two that close one month at once: the database lets one. */
export async function freeze(
  tx: Tx,
  given: {
    readonly signOffId: string;
    readonly month: string;
    readonly content: string;
    readonly reason: string | undefined;
    readonly by: string;
    readonly at: Temporal.Instant;
  },
): Promise<boolean> {
  const kept = await tx
    .insertInto('period_sign_off')
    .values({
      sign_off_id: given.signOffId,
      reseller_id: ownReseller,
      month: given.month,
      hash: hashOf(given.content),
      content_gz: gzipSync(given.content),
      reason: given.reason ?? null,
      signed_by: given.by,
      signed_at: given.at,
      reopened_by: null,
      reopen_reason: null,
    })
    .onConflict((conflict) => conflict.columns(['reseller_id', 'month']).where('reopened_at', 'is', null).doNothing())
    .executeTakeFirst();
  return (kept.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** All sign-offs of a month, newest first; the one that holds is not reopened. */
export async function signOffsOf(db: Db, month: string): Promise<Frozen[]> {
  const rows = await db
    .selectFrom('period_sign_off')
    .select([...columns])
    .where('month', '=', month)
    .orderBy('signed_at', 'desc')
    .execute();
  return rows.map(toFrozen);
}

/** The months that are closed now, with who closed them. */
export async function signOffStates(db: Db): Promise<ReadonlyMap<string, Frozen>> {
  const rows = await db
    .selectFrom('period_sign_off')
    .select([...columns])
    .where('reopened_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.month, toFrozen(row)]));
}

/** The frozen content, byte for byte; a content that is not what its hash says is a fault of the store. */
export async function readContent(db: Db, signOffId: string): Promise<string> {
  const row = await db.selectFrom('period_sign_off').select(['content_gz', 'hash']).where('sign_off_id', '=', signOffId).executeTakeFirst();
  const { content_gz, hash } = must(row, 'a sign-off');
  const content = gunzipSync(content_gz).toString('utf8');
  if (hashOf(content) !== hash) throw new Error(`The frozen content of sign-off ${signOffId} is not what its hash says`);
  return content;
}

export async function markReopened(
  tx: Tx,
  signOffId: string,
  reopened: { readonly by: string; readonly at: Temporal.Instant; readonly reason: string },
): Promise<boolean> {
  const changed = await tx
    .updateTable('period_sign_off')
    .set({ reopened_by: reopened.by, reopened_at: reopened.at, reopen_reason: reopened.reason })
    .where('sign_off_id', '=', signOffId)
    .where('reopened_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

const columns = [
  'sign_off_id',
  'month',
  'hash',
  'reason',
  'signed_by',
  'signed_at',
  'reopened_by',
  'reopened_at',
  'reopen_reason',
] as const;

type Row = {
  sign_off_id: string;
  month: string;
  hash: string;
  reason: string | null;
  signed_by: string;
  signed_at: Temporal.Instant;
  reopened_by: string | null;
  reopened_at: Temporal.Instant | null;
  reopen_reason: string | null;
};

const toFrozen = (row: Row): Frozen => ({
  signOffId: row.sign_off_id,
  month: row.month,
  hash: row.hash,
  reason: row.reason ?? undefined,
  by: row.signed_by,
  at: row.signed_at,
  reopened: row.reopened_at === null ? undefined : { by: row.reopened_by ?? '', at: row.reopened_at, reason: row.reopen_reason ?? '' },
});
