import { sql } from 'kysely';
import type { AccessState } from '../../model/access.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readSettings } from '../settings/index.ts';
import { accessConditions, endsWithinDays } from './list.ts';
import { readyRows } from './ready-rows.ts';
import { silentWitnesses, witnessDisagrees } from './witness.ts';

export type AccessCounts = Readonly<Record<AccessState, number>> & {
  readonly ready: number;
  /** Active, and the app is not consented to. */
  readonly needsConsent: number;
  readonly endsWithin30: number;
  readonly rolesMissing: number;
  readonly noGroup: number;
  readonly noAutoExtend: number;
  /** A distributor tells something else than Microsoft. */
  readonly disagrees: number;
  /** Names of distributors that are, by choice, no witness of access. */
  readonly noWitness: readonly string[];
  /** Lists that could not be read, so that what is shown may be old. */
  readonly unread: readonly {
    readonly connectionId: string;
    readonly name: string;
    readonly since: Temporal.Instant;
    readonly reason: string;
  }[];
};

/** Customers by the state of their access. Those that are gone do not count. */
export function countAccess(context: Context, connectionId?: string): Promise<AccessCounts> {
  return inScope(context.db, context.scope, async (tx) => {
    const now = context.clock.now();
    const { readyReadHours } = await readSettings(tx);
    const of = (condition: unknown) => sql<number>`count(*) filter (where ${condition})::int`;
    const is = (state: AccessState) => of(sql`access_state = ${state}`);
    const has = (flag: string) => of(sql`${flag} = any(access_flags)`);
    const row = await tx
      .selectFrom('customer')
      .select([is('active').as('active'), is('missing').as('missing'), is('pending').as('pending'), is('expired').as('expired')])
      .select([is('error').as('error'), of(readyRows(now, readyReadHours)).as('ready')])
      .select(of(sql`access_state = 'active' and consent_state <> 'granted'`).as('needsConsent'))
      .select(of(endsWithinDays(now, 30)).as('endsWithin30'))
      .select(of(witnessDisagrees).as('disagrees'))
      .select([has('rolesMissing').as('rolesMissing'), has('noGroup').as('noGroup'), has('noAutoExtend').as('noAutoExtend')])
      .where('retired_at', 'is', null)
      .where(accessConditions({ connectionId }, now, readyReadHours))
      .executeTakeFirstOrThrow();
    const unread = await tx
      .selectFrom('sync_problem as problem')
      .innerJoin('connection', 'connection.connection_id', 'problem.connection_id')
      .select(['connection.connection_id', 'connection.name', 'problem.at', 'problem.reason'])
      .where('problem.kind', '=', 'access')
      .where('problem.subject', '=', 'All access')
      .where('problem.solved_at', 'is', null)
      .$if(connectionId !== undefined, (query) => query.where('problem.connection_id', '=', connectionId ?? ''))
      .orderBy('connection.name')
      .execute();
    return {
      ...row,
      noWitness: await silentWitnesses(tx),
      unread: unread.map((each) => ({ connectionId: each.connection_id, name: each.name, since: each.at, reason: each.reason })),
    };
  });
}
