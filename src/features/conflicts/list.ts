import { sql } from 'kysely';
import { ConflictKind, ConflictWinner } from '../../model/conflict.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { type CountedPage, keysetPage, type ListRequest } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

export type Conflict = {
  readonly conflictId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly kind: ConflictKind;
  readonly winner: ConflictWinner;
  /** The other system, where one had a part in it. */
  readonly system: string | null;
  readonly planId: string | null;
  readonly subject: string;
  readonly field: string;
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
  readonly at: Temporal.Instant;
};

export type ConflictFilter = {
  readonly customerId?: string | undefined;
  readonly kind?: readonly ConflictKind[] | undefined;
  readonly winner?: readonly ConflictWinner[] | undefined;
  readonly connectionId?: string | undefined;
  /** In the customer's name, what it is about, the field or a value. */
  readonly q?: string | undefined;
};

function matching(tx: Tx, { customerId, kind, winner, connectionId, q }: ConflictFilter) {
  let rows = tx
    .selectFrom('customer_conflict as conflict')
    .innerJoin('customer', 'customer.customer_id', 'conflict.customer_id')
    .leftJoin('connection', 'connection.connection_id', 'conflict.connection_id');
  if (customerId !== undefined) rows = rows.where('conflict.customer_id', '=', customerId);
  if (kind !== undefined) rows = rows.where('conflict.kind', 'in', [...kind]);
  if (winner !== undefined) rows = rows.where('conflict.winner', 'in', [...winner]);
  if (connectionId !== undefined) rows = rows.where('conflict.connection_id', '=', connectionId);
  if (q === undefined) return rows;
  const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return rows.where((where) =>
    where.or(
      (['customer.name', 'conflict.subject', 'conflict.field', 'conflict.our_value', 'conflict.their_value'] as const).map((column) =>
        where(column, 'ilike', like),
      ),
    ),
  );
}

const selected = (tx: Tx, filter: ConflictFilter) =>
  matching(tx, filter).selectAll('conflict').select(['customer.name as customer_name', 'connection.name as system']);

type Row = Awaited<ReturnType<ReturnType<typeof selected>['executeTakeFirstOrThrow']>>;

const toConflict = (row: Row): Conflict => ({
  conflictId: row.conflict_id,
  customerId: row.customer_id,
  customerName: row.customer_name,
  kind: ConflictKind.parse(row.kind),
  winner: ConflictWinner.parse(row.winner),
  system: row.system,
  planId: row.plan_id,
  subject: row.subject,
  field: row.field,
  base: row.base_value,
  ours: row.our_value,
  theirs: row.their_value,
  at: row.at,
});

/** Conflicts of the customers that the caller sees, newest first unless asked otherwise. */
export const listConflicts = (context: Context, request: Omit<ListRequest<ConflictFilter>, 'sort'>): Promise<CountedPage<Conflict>> =>
  inScope(context.db, context.scope, async (tx) => {
    const page = await keysetPage(
      { ...request, sort: 'at' },
      { expression: sql.ref('conflict.at'), type: 'timestamptz' },
      sql.ref('conflict.conflict_id'),
      ({ where, orderBy, limit, pageKey }) =>
        selected(tx, request.filter)
          .select(pageKey.as('page_key'))
          .select('conflict.conflict_id as page_id')
          .where(where)
          .orderBy(orderBy)
          .limit(limit)
          .execute(),
    );
    const counted = request.count
      ? await matching(tx, request.filter)
          .select((count) => count.fn.countAll<string>().as('rows'))
          .executeTakeFirstOrThrow()
      : undefined;
    return {
      ...page,
      rows: page.rows.map(toConflict),
      total: counted === undefined ? undefined : { rows: Number(counted.rows), exact: true },
    };
  });

/** More than a file for people holds; the newest are in it. */
const mostInFile = 100_000;

export const readConflicts = (context: Context, filter: ConflictFilter): Promise<Conflict[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await selected(tx, filter)
      .orderBy('conflict.at', 'desc')
      .orderBy('conflict.conflict_id', 'desc')
      .limit(mostInFile)
      .execute();
    return rows.map(toConflict);
  });
