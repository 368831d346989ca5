import { sql } from 'kysely';
import { z } from 'zod';
import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { rename } from '../keep.ts';
import { countSubscriptions } from '../retire.ts';
import {
  type CustomerPlan,
  changePlan,
  fingerprintOf,
  keepPlan,
  lockPlan,
  type PlanRefusal,
  refusal,
  whyNotApply,
  whyNotUndo,
} from './plan-store.ts';
import {
  changedLinks,
  JoinedLink,
  joinLinks,
  type MovedRow,
  makeRoom,
  moveBack,
  moveRows,
  putBack,
  type RemovedRow,
  readReferences,
} from './references.ts';

/** What merging two customers would move: the survivor keeps its own fields, Microsoft's are never mixed. */
const Wish = z.object({
  survivorId: z.string(),
  survivorName: z.string(),
  goneId: z.string(),
  goneName: z.string(),
  /** Rows of each table that move, and that stay because the survivor has its own. */
  tables: z.array(z.object({ table: z.string(), rows: z.number() })),
});
export type MergeWish = z.infer<typeof Wish>;

const Done = z.object({
  moved: z.array(z.object({ table: z.string(), key: z.record(z.string(), z.unknown()) })),
  removed: z.array(z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) })),
  /** Not written by merges of before it was looked at. */
  joined: z.array(JoinedLink).default([]),
});

export type Planned = { readonly status: 'planned'; readonly planId: string } | PlanRefusal;

/** Previews that `goneId` goes on as `survivorId`. Two tenants that both live at Microsoft are two customers and stay so (ruling 1). */
export function planMerge(context: Context, survivorId: string, goneId: string): Promise<Planned> {
  return inScope(context.db, context.scope, async (tx): Promise<Planned> => {
    const wish = await draft(tx, survivorId, goneId);
    if ('status' in wish) return wish;
    const planId = await keepPlan(tx, context, { kind: 'merge', title: `Merge ${wish.goneName} into ${wish.survivorName}`, wish });
    return { status: 'planned', planId };
  });
}

async function draft(tx: Tx, survivorId: string, goneId: string): Promise<MergeWish | PlanRefusal> {
  if (survivorId === goneId) return refusal('conflict', 'A customer cannot be merged with itself.');
  const rows = await tx
    .selectFrom('customer')
    .select(['customer_id', 'name', 'retired_at', 'merged_into', 'cloud'])
    .where('customer_id', 'in', [survivorId, goneId])
    .execute();
  const survivor = rows.find((row) => row.customer_id === survivorId);
  const gone = rows.find((row) => row.customer_id === goneId);
  if (survivor === undefined || gone === undefined) return refusal('not_found', 'One of the customers does not exist.');
  if (gone.merged_into !== null || survivor.merged_into !== null) return refusal('conflict', 'One of them was merged already.');
  if (gone.cloud !== survivor.cloud) return refusal('conflict', 'They are in different clouds of Microsoft.');
  if (gone.retired_at === null)
    return refusal(
      'conflict',
      `${gone.name} is a tenant that lives at Microsoft: a customer of its own. Merge it after its relationship has ended.`,
    );
  const tables = [];
  for (const { table } of await readReferences(tx)) {
    const { rows: counted } = await sql<{
      n: number;
    }>`select count(*)::int as n from ${sql.table(table)} where customer_id = ${goneId}::uuid`.execute(tx);
    const n = counted[0]?.n ?? 0;
    if (n > 0) tables.push({ table, rows: n });
  }
  return { survivorId, survivorName: survivor.name, goneId, goneName: gone.name, tables };
}

/** `customerIds`: whose books are others' now, to be compared again. */
export type Applied = { readonly status: 'applied'; readonly customerIds: readonly string[] } | PlanRefusal;

/** Carries a merge out as it was previewed; refused when the two changed since. */
export function applyMerge(context: Context, planId: string): Promise<Applied> {
  return inScope(context.db, context.scope, async (tx): Promise<Applied> => {
    await decidingCustomers(tx);
    const plan = await lockPlan(tx, planId);
    const not = whyNotApply(plan, context.clock.now());
    if (plan === undefined || not !== undefined) return not ?? refusal('not_found', 'There is no such plan.');
    const { survivorId, goneId } = Wish.parse(plan.wish);
    const now = await draft(tx, survivorId, goneId);
    if ('status' in now) return now;
    if (fingerprintOf(now) !== plan.fingerprint) return refusal('stale', 'They changed since the preview. Preview it again.');
    const done = await goOnAs(tx, goneId, survivorId);
    await changePlan(tx, context, plan, { state: 'applied', done, told: toldOf(now, done.moved.length) });
    return { status: 'applied', customerIds: [survivorId, goneId] };
  });
}

const toldOf = ({ survivorId, goneId }: MergeWish, rows: number) => ({
  survivor: publicId('customer', survivorId),
  gone: publicId('customer', goneId),
  rows,
});

type Went = { readonly moved: readonly MovedRow[]; readonly removed: readonly RemovedRow[]; readonly joined: readonly JoinedLink[] };

async function goOnAs(tx: Tx, goneId: string, survivorId: string): Promise<Went> {
  const references = await readReferences(tx);
  const room = await makeRoom(tx, goneId, survivorId);
  const { removed, joined } = await joinLinks(tx, goneId, survivorId);
  const moved: MovedRow[] = [];
  for (const reference of references) moved.push(...(await moveRows(tx, reference, goneId, survivorId)));
  await sql`update customer_identity set customer_id = ${survivorId}::uuid where customer_id = ${goneId}::uuid`.execute(tx);
  await sql`update customer set merged_into = ${survivorId}::uuid where customer_id = ${goneId}::uuid`.execute(tx);
  await lookAgain(tx, [goneId, survivorId]);
  return { moved, removed: [...room, ...removed], joined };
}

/** Names and counts beside them. What they were compared by is forgotten: should nobody compare them at once, the next comparison does. */
async function lookAgain(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await rename(tx, customerIds);
  await countSubscriptions(tx, customerIds);
  await sql`delete from compared_books where customer_id = any(${[...customerIds]}::uuid[])`.execute(tx);
}

/** Takes a merge back: every row that it moved and that is still there goes back, what it took away is put back. */
export function undoMerge(context: Context, planId: string): Promise<Applied> {
  return inScope(context.db, context.scope, async (tx): Promise<Applied> => {
    await decidingCustomers(tx);
    const plan = await lockPlan(tx, planId);
    const not = whyNotUndo(plan, context.clock.now());
    if (plan === undefined || not !== undefined) return not ?? refusal('not_found', 'There is no such plan.');
    const apart = await goApart(tx, plan);
    if ('status' in apart) return apart;
    const { rows, customerIds } = apart;
    await changePlan(tx, context, plan, { state: 'undone', told: { rows } });
    return { status: 'applied', customerIds };
  });
}

export type Apart = { readonly tables: MergeWish['tables']; readonly rows: number; readonly customerIds: readonly string[] };

/** The opposite of a merge that was applied; answers how many rows of each table came back, and whose they are. Refused where it would throw a person's decision away. */
export async function goApart(tx: Tx, plan: CustomerPlan): Promise<Apart | PlanRefusal> {
  const { survivorId, survivorName, goneId } = Wish.parse(plan.wish);
  const { moved, removed, joined } = Done.parse(plan.done);
  const further = await wentFurther(tx, survivorId, plan.appliedAt);
  if (further !== undefined)
    return refusal(
      'conflict',
      `${survivorName} went on as ${further} since, with all that came along. Take that merge back or split it first.`,
    );
  const changed = await changedLinks(tx, joined, survivorId);
  if (changed.length > 0)
    return refusal(
      'conflict',
      `What is billed in ${changed.join(', ')} was decided anew since the merge. Take it out of ${survivorName} under Mapping first; then it goes back as it was.`,
    );
  const references = await readReferences(tx);
  const byTable = Map.groupBy(moved, ({ table }) => table);
  const tables: { table: string; rows: number }[] = [];
  for (const reference of references) {
    const { table } = reference;
    const rows = await moveBack(tx, reference, byTable.get(table) ?? [], survivorId, goneId);
    if (rows > 0) tables.push({ table, rows });
  }
  await putBack(tx, references, removed, survivorId);
  await sql`update customer set merged_into = null where customer_id = ${goneId}::uuid`.execute(tx);
  // With the tenants that had gone on as this one before: they came along.
  await sql`with recursive ours as (
      select customer_id, cloud, tenant_id from customer where customer_id = ${goneId}::uuid
      union select earlier.customer_id, earlier.cloud, earlier.tenant_id from customer as earlier join ours on earlier.merged_into = ours.customer_id)
    update customer_identity as known set customer_id = ${goneId}::uuid from ours
    where known.cloud = ours.cloud and known.tenant_id = ours.tenant_id`.execute(tx);
  await lookAgain(tx, [survivorId, goneId]);
  return { tables, rows: tables.reduce((sum, { rows }) => sum + rows, 0), customerIds: [survivorId, goneId] };
}

/** As whom the one that went on has gone on itself since, by a merge that still holds: what this merge moved is there now. */
async function wentFurther(tx: Tx, survivorId: string, since: Temporal.Instant | null): Promise<string | undefined> {
  const row = await tx
    .selectFrom('customer_plan')
    .select(sql<string>`wish ->> 'survivorName'`.as('name'))
    .where('kind', '=', 'merge')
    .where('state', '=', 'applied')
    .where('applied_at', '>=', since)
    .where(sql`wish ->> 'goneId'`, '=', survivorId)
    .orderBy('applied_at', 'desc')
    .executeTakeFirst();
  return row?.name;
}
