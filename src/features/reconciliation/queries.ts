import { sql } from 'kysely';
import { CauseCode, Certainty, DifferenceKind, DifferenceState, Finding } from '../../model/difference.ts';
import { type Money, money } from '../../model/money.ts';
import { DismissReason, DismissScope } from '../../model/worklist.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { type KeysetPage, keysetPage, type SortKey } from '../../platform/db/keyset.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { type Actor, type Context, seesCosts } from '../context.ts';
import { type DifferenceFilter, filtered } from './filter.ts';

export type DifferenceView = {
  readonly differenceId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly kind: DifferenceKind;
  readonly state: DifferenceState;
  readonly cameBack: boolean;
  readonly productName: string;
  readonly cause: CauseCode;
  readonly certainty: Certainty;
  readonly impact: Money;
  readonly finding: Finding;
  readonly firstSeenAt: Temporal.Instant;
  readonly lastSeenAt: Temporal.Instant;
  readonly version: number;
  readonly owner: { readonly personId: string; readonly name: string } | undefined;
  readonly dueOn: string | undefined;
  readonly tags: readonly string[];
  readonly notes: number;
  readonly causeKey: string | undefined;
  readonly decidedBy: string | undefined;
  readonly because: DismissReason | undefined;
  readonly reason: string | undefined;
  readonly scope: DismissScope | undefined;
  readonly mutedUntil: string | undefined;
  readonly ruleId: string | undefined;
};

export type DifferenceList = {
  readonly filter: DifferenceFilter;
  /** Field name of the contract, `-` first for descending; the money first if left out. */
  readonly sort: string | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly count: boolean;
};

/** One index for each (0005, 0020, 0040): the cost of a page does not grow with its number. */
const sorts: Readonly<Record<string, SortKey>> = {
  impact: { expression: sql`abs(impact)`, type: 'numeric' },
  seenImpact: { expression: sql.ref('seen_impact'), type: 'numeric' },
  customerName: { expression: sql.ref('name_key'), type: 'text' },
  kind: { expression: sql.ref('kind'), type: 'text' },
  lastSeenAt: { expression: sql.ref('last_seen_at'), type: 'timestamptz' },
};

const mostCounted = 10_000; // beyond it, "at least": nobody reads the exact number and everybody waits for it

const byMoney: SortKey = { expression: sql`abs(impact)`, type: 'numeric' };

export type CountedPage<Row> = KeysetPage<Row> & { readonly totals?: { readonly rows: number; readonly exact: boolean } };

export function listDifferences(context: Context, list: DifferenceList): Promise<CountedPage<DifferenceView>> {
  const sort = list.sort ?? '-impact';
  const asked = sort.replace(/^-/, '');
  // Who may not see costs sees no order by them either; the cursor names the other order, so it fits no list of somebody else.
  const name = asked === 'impact' && !seesCosts(context.actor) ? 'seenImpact' : asked;
  return inScope(context.db, context.scope, async (tx) => {
    const page = await keysetPage(
      { sort: name, descending: sort.startsWith('-'), limit: list.limit, cursor: list.cursor, filter: list.filter },
      sorts[name] ?? byMoney,
      sql.ref('difference_id'),
      ({ where, orderBy, limit, pageKey }) =>
        filtered(tx, list.filter, context.actor)
          .selectAll()
          .select(pageKey.as('page_key'))
          .select('difference_id as page_id')
          .where(where)
          .orderBy(orderBy)
          .limit(limit)
          .execute(),
    );
    const rows = page.rows.map(toView);
    return list.count ? { ...page, rows, totals: await counted(tx, list.filter, context.actor) } : { ...page, rows };
  });
}

async function counted(tx: Tx, filter: DifferenceFilter, actor: Actor): Promise<{ rows: number; exact: boolean }> {
  const row = await tx
    .selectFrom(filtered(tx, filter, actor).select(sql`1`.as('one')).limit(mostCounted).as('some'))
    .select(sql<number>`count(*)::int`.as('rows'))
    .executeTakeFirstOrThrow();
  return { rows: row.rows, exact: row.rows < mostCounted };
}

type Row = Awaited<ReturnType<typeof readRow>>;

const readRow = (db: Db, differenceId: string) =>
  db.selectFrom('difference').selectAll().where('difference_id', '=', differenceId).executeTakeFirst();

/** A row of the table as the rest of the product knows it. */
export const toView = (row: NonNullable<Row>): DifferenceView => ({
  differenceId: row.difference_id,
  customerId: row.customer_id,
  customerName: row.customer_name,
  kind: DifferenceKind.parse(row.kind),
  state: DifferenceState.parse(row.state),
  cameBack: row.came_back,
  productName: row.product_name,
  cause: CauseCode.parse(row.cause),
  certainty: Certainty.parse(row.certainty),
  impact: money(row.impact, row.currency),
  finding: Finding.parse(row.finding),
  firstSeenAt: row.first_seen_at,
  lastSeenAt: row.last_seen_at,
  version: row.version,
  owner: row.owner_id === null ? undefined : { personId: row.owner_id, name: row.owner_name ?? '' },
  dueOn: row.due_on ?? undefined,
  tags: row.tags,
  notes: row.notes,
  causeKey: row.cause_key ?? undefined,
  decidedBy: row.decided_by ?? undefined,
  because: row.because === null ? undefined : DismissReason.parse(row.because),
  reason: row.reason ?? undefined,
  scope: row.scope === null ? undefined : DismissScope.parse(row.scope),
  mutedUntil: row.muted_until ?? undefined,
  ruleId: row.rule_id ?? undefined,
});

export type DifferenceDetail = DifferenceView & {
  /** The rule that accepted it by itself. */
  readonly rule: { readonly ruleId: string; readonly name: string } | undefined;
  readonly plans: readonly {
    readonly planId: string;
    readonly state: string;
    readonly createdAt: Temporal.Instant;
    readonly createdBy: string;
  }[];
};

export const findDifference = (context: Context, differenceId: string): Promise<DifferenceDetail | undefined> =>
  inScope(context.db, context.scope, (tx) => readDetail(tx, differenceId));

export async function readDetail(db: Db, differenceId: string): Promise<DifferenceDetail | undefined> {
  const row = await readRow(db, differenceId);
  if (row === undefined) return undefined;
  const plans = await db
    .selectFrom('plan_step')
    .innerJoin('plan', 'plan.plan_id', 'plan_step.plan_id')
    .select(['plan.plan_id', 'plan.state', 'plan.created_at', 'plan.created_by'])
    .where('plan_step.difference_id', '=', differenceId)
    .orderBy('plan.created_at', 'desc')
    .limit(20)
    .execute();
  const rule =
    row.rule_id === null
      ? undefined
      : await db.selectFrom('acceptance_rule').select(['rule_id', 'name']).where('rule_id', '=', row.rule_id).executeTakeFirst();
  return {
    ...toView(row),
    rule: rule && { ruleId: rule.rule_id, name: rule.name },
    plans: plans.map((plan) => ({ planId: plan.plan_id, state: plan.state, createdAt: plan.created_at, createdBy: plan.created_by })),
  };
}
