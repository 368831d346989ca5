import { sql } from 'kysely';
import { globalAdministrator } from '../../../model/access-roles.ts';
import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { claimLease, holdLease, type Lease, releaseLease } from '../../../platform/db/lease.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { raise } from '../../notices/index.ts';
import { readSettings } from '../../settings/index.ts';
import { applyPlan } from '../start-apply.ts';
import { createAccessPlan } from './create-access-plan.ts';

type Ending = {
  readonly customer_id: string;
  readonly connection_id: string;
  readonly remote_id: string;
  /** Made by a worker that was killed before it began; it is carried out, not made anew. */
  readonly open_plan_id: string | null;
};

/** Relationships that one turn asks for. */
const most = 25;
/** One turn asks a remote a few times for each; the claim ends soon after a worker that died. */
const leaseSeconds = 600;

/**
 * Asks for a replacement of access that ends within the days of the setting (0: never) and that Microsoft does not prolong by itself, which it
 * does not with the Global Administrator role (partner-center-api reference 16). The same roles for the same groups, as a plan of its own; once for
 * each relationship. What was refused or failed waits for a person. Told when it was asked for, or when that failed. Answers how many were begun.
 */
export async function replaceEnding(context: Context): Promise<number> {
  await inScope(context.db, everything, (tx) => tellOutcomes(tx, context));
  const { replaceAccessDays: days } = await inScope(context.db, everything, (tx) => readSettings(tx));
  if (days === 0) return 0;
  const lease = await claimLease(context.db, 'access replacements', context.ids(), leaseSeconds);
  if (lease === undefined) return 0;
  try {
    const ending = await inScope(context.db, everything, (tx) => findEnding(tx, context.clock.now(), days));
    let begun = 0;
    for (const one of ending) if (await replaceOne(context, lease, one)) begun += 1;
    return begun;
  } finally {
    await releaseLease(context.db, lease);
  }
}

/**
 * Active ones that end, of accounts that may write access and customers that are not left out, while no invitation is out and no other access goes on
 * longer; of two that end together one. A plan that was made and never carried out gives way to another one a day later.
 */
async function findEnding(tx: Tx, now: Temporal.Instant, days: number): Promise<readonly Ending[]> {
  const { rows } = await sql<Ending>`
    select held.customer_id, held.connection_id, held.remote_id,
      case when plan.state in ('previewed', 'approved') and plan.expires_at > ${now} then plan.plan_id end as open_plan_id
    from access_relationship held
    join customer on customer.customer_id = held.customer_id and customer.retired_at is null
    join connection on connection.connection_id = held.connection_id and connection.state in ('connected', 'degraded')
      and 'access' = any(connection.write_kinds)
    left join plan on plan.plan_id = held.replacement_plan_id
    where held.retired_at is null and held.state = 'active' and not held.auto_extends and ${globalAdministrator} = any(held.role_ids)
      and held.ends_at > ${now} and held.ends_at <= ${now.add({ hours: days * 24 })}
      and (held.replacement_plan_id is null or plan.state in ('previewed', 'approved', 'expired', 'stale')
        and (plan.expires_at > ${now} and plan.state in ('previewed', 'approved') or plan.created_at < ${now.subtract({ hours: 24 })}))
      and not exists (select from access_relationship other where other.customer_id = held.customer_id and other.retired_at is null
        and other.remote_id <> held.remote_id
        and (other.state = 'pending' or other.state = 'active' and (other.ends_at is null or other.ends_at > held.ends_at
            or other.ends_at = held.ends_at and other.remote_id < held.remote_id)))
      and not exists (select from write_exclusion kept where kept.customer_id = held.customer_id and kept.kind = 'access')
    order by held.ends_at, held.customer_id limit ${most}`.execute(tx);
  return rows;
}

async function replaceOne(context: Context, lease: Lease, one: Ending): Promise<boolean> {
  const planId = one.open_plan_id ?? (await makePlan(context, lease, one));
  if (planId === undefined) return false;
  const applied = await applyPlan(context, planId);
  if (applied.status === 'accepted') return true;
  context.log.warn({ customerId: one.customer_id, because: applied.because }, 'A replacement of access was not asked for');
  return false;
}

/** Which plan it is stands with the relationship before anything is sent: whoever goes on after a kill carries out the same one. */
async function makePlan(context: Context, lease: Lease, { customer_id, connection_id, remote_id }: Ending): Promise<string | undefined> {
  const created = await createAccessPlan(context, { customerIds: [customer_id], connectionId: connection_id, wish: { act: 'replace' } });
  if (created.status === 'refused') {
    context.log.warn({ customerId: customer_id, because: created.because }, 'A replacement of access was not asked for');
    return undefined;
  }
  await inScope(context.db, everything, async (tx) => {
    await holdLease(tx, lease);
    await tx
      .updateTable('access_relationship')
      .set({ replacement_plan_id: created.planId })
      .where('customer_id', '=', customer_id)
      .where('connection_id', '=', connection_id)
      .where('remote_id', '=', remote_id)
      .execute();
  });
  return created.planId;
}

/** What became of those that were asked for; each is told once, whenever it is found. */
async function tellOutcomes(tx: Tx, context: Context): Promise<void> {
  const rows = await tx
    .selectFrom('access_relationship as held')
    .innerJoin('plan', 'plan.plan_id', 'held.replacement_plan_id')
    .innerJoin('customer', 'customer.customer_id', 'held.customer_id')
    .select(['customer.customer_id', 'customer.name', 'held.ends_at', 'plan.plan_id', 'plan.state'])
    .where('held.retired_at', 'is', null)
    .where('plan.state', 'in', ['applied', 'appliedInPart', 'failed'])
    .where('plan.changed_at', '>', context.clock.now().subtract({ hours: 30 * 24 }))
    .execute();
  for (const { customer_id, name, ends_at, plan_id, state } of rows) {
    const isAsked = state === 'applied';
    const day = ends_at?.toZonedDateTimeISO('UTC').toPlainDate().toString();
    await raise(tx, context, {
      key: `access/replacement/${plan_id}/${isAsked ? 'asked' : 'failed'}`,
      matter: 'accessReplaced',
      about: { kind: 'customer', id: customer_id },
      title: isAsked ? `A replacement of the access to ${name} is asked for` : `No replacement of the access to ${name} was asked for`,
      detail: isAsked
        ? `The present one ends on ${day ?? 'an unknown day'}. Send the customer the link to approve the new one; the groups get its roles then.`
        : `The present one ends on ${day ?? 'an unknown day'}, and asking failed. Look at the plan, then ask for a replacement yourself.`,
      link: isAsked ? `/customers/${publicId('customer', customer_id)}?tab=access` : `/plans/${publicId('plan', plan_id)}`,
    });
  }
}
