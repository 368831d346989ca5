import { sql } from 'kysely';
import { GroupRoles } from '../../../model/access-correction.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { applyPlan } from '../start-apply.ts';
import { createAccessPlan } from './create-access-plan.ts';

type Promised = { readonly customer_id: string; readonly connection_id: string; readonly groups: unknown };

/**
 * A request said which groups get the roles once the customer has approved; then they get them without anybody asking, as a plan of its own. Tried once for
 * each relationship: what fails waits for a person. Answers how many were begun.
 */
export async function keepPromises(context: Context): Promise<number> {
  const { rows } = await inScope(context.db, context.scope, (tx) =>
    sql<Promised>`
      select held.customer_id, held.connection_id, asked.correction -> 'groups' as groups
      from access_relationship held
      join plan_step asked on asked.customer_id = held.customer_id and asked.state = 'done'
        and asked.correction ->> 'action' = 'requestAccess' and asked.correction ->> 'name' = held.name
        and jsonb_array_length(asked.correction -> 'groups') > 0
      where held.retired_at is null and held.state = 'pending' and lower(held.remote_status) = 'active'
        and not exists (select from plan_step given where given.customer_id = held.customer_id
          and given.correction ->> 'action' = 'assignGroup' and given.correction ->> 'relationshipRemoteId' = held.remote_id)
      order by held.customer_id limit 25`.execute(tx),
  );
  let begun = 0;
  for (const { customer_id, connection_id, groups } of rows) {
    const wish = { act: 'assign', groups: GroupRoles.array().parse(groups) } as const;
    const created = await createAccessPlan(context, { customerIds: [customer_id], connectionId: connection_id, wish });
    const applied = created.status === 'created' ? await applyPlan(context, created.planId) : created;
    if (applied.status === 'accepted') begun += 1;
    else context.log.info({ customerId: customer_id, because: applied.because }, 'Groups did not get the roles that were promised');
  }
  return begun;
}
