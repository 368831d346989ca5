import { sql } from 'kysely';
import { GroupRoles } from '../../../model/access-correction.ts';
import { claimLease, releaseLease } from '../../../platform/db/lease.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { applyPlan } from '../start-apply.ts';
import { createAccessPlan } from './create-access-plan.ts';

type Promised = { readonly customer_id: string; readonly connection_id: string; readonly remote_id: string; readonly groups: unknown };

/** One turn asks a remote a few times for each of its customers. */
const leaseSeconds = 300;

/**
 * A request said which groups get the roles once the customer has approved; then they get them without anybody asking, as a plan of its own, whoever else
 * gave the roles to other groups meanwhile. Tried once for each relationship: what fails waits for a person. A plan that was never carried out, because its
 * worker was killed, is made again when it has expired. Answers how many were begun.
 */
export async function keepPromises(context: Context): Promise<number> {
  const lease = await claimLease(context.db, 'promised groups', context.ids(), leaseSeconds);
  if (lease === undefined) return 0;
  try {
    let begun = 0;
    for (const one of await findPromised(context)) if (await keepOne(context, one)) begun += 1;
    return begun;
  } finally {
    await releaseLease(context.db, lease);
  }
}

async function findPromised(context: Context): Promise<readonly Promised[]> {
  const { rows } = await inScope(context.db, context.scope, (tx) =>
    sql<Promised>`
      select held.customer_id, held.connection_id, held.remote_id, asked.correction -> 'groups' as groups
      from access_relationship held
      join plan_step asked on asked.customer_id = held.customer_id and asked.state = 'done'
        and asked.correction ->> 'action' = 'requestAccess' and asked.correction ->> 'name' = held.name
      where held.retired_at is null and held.state in ('pending', 'active') and lower(held.remote_status) = 'active'
        and exists (select from jsonb_array_elements(asked.correction -> 'groups') as promised
          where not exists (select from jsonb_array_elements(held.groups) as given where given ->> 'groupId' = promised ->> 'groupId'))
        and not exists (select from plan_step given join plan on plan.plan_id = given.plan_id
          where given.customer_id = held.customer_id and given.correction ->> 'action' = 'assignGroup'
            and given.correction ->> 'relationshipRemoteId' = held.remote_id
            and plan.state not in ('expired', 'stale') and (plan.state not in ('previewed', 'approved') or plan.expires_at > ${context.clock.now()}))
      order by held.customer_id limit 25`.execute(tx),
  );
  return rows;
}

async function keepOne(context: Context, { customer_id, connection_id, remote_id, groups }: Promised): Promise<boolean> {
  const wish = { act: 'assign', groups: GroupRoles.array().parse(groups), relationshipId: remote_id } as const;
  const created = await createAccessPlan(context, { customerIds: [customer_id], connectionId: connection_id, wish });
  const applied = created.status === 'created' ? await applyPlan(context, created.planId) : created;
  if (applied.status === 'accepted') return true;
  context.log.info({ customerId: customer_id, because: applied.because }, 'Groups did not get the roles that were promised');
  return false;
}
