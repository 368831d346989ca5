import { staleMinutesOf } from '../../model/distributor-file.ts';
import { type SignInAlarm, signInAlarm } from '../../model/sign-in-end.ts';
import type { Db } from '../../platform/db/connect.ts';

export type Freshness = {
  readonly connectionId: string;
  readonly name: string;
  readonly kind: string;
  readonly side: string;
  readonly state: string;
  readonly lastSuccessAt: Temporal.Instant | undefined;
  readonly isStale: boolean;
  /** Its stored sign-in comes to an end. */
  readonly signInAlarm: SignInAlarm | undefined;
};

/** How old each book is; stale beyond the setting: then nothing is corrected on it (M13). */
export async function readFreshness(db: Db, staleAfterMinutes: number, now: Temporal.Instant): Promise<Freshness[]> {
  const rows = await db
    .selectFrom('connection')
    .select(['connection_id', 'name', 'kind', 'side', 'state', 'last_success_at', 'consent_ends_at'])
    .where('state', '<>', 'draft')
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  const limitOf = (kind: string): Temporal.Instant => now.subtract({ minutes: staleMinutesOf(kind, staleAfterMinutes) });
  return rows.map((row) => ({
    connectionId: row.connection_id,
    name: row.name,
    kind: row.kind,
    side: row.side,
    state: row.state,
    lastSuccessAt: row.last_success_at ?? undefined,
    signInAlarm: signInAlarm(row.consent_ends_at, now),
    isStale: row.last_success_at === null || Temporal.Instant.compare(row.last_success_at, limitOf(row.kind)) < 0,
  }));
}
