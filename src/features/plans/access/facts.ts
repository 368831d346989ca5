import { AccessGroup } from '../../../model/access.ts';
import { isInvitation } from '../../../model/invitation.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { AccessFacts } from './wish.ts';

/** Customers with the relationship that counts, in the order in which they were named; who is not known is left away. `connectionId`: through that account. */
export async function accessFacts(tx: Tx, customerIds: readonly string[], connectionId: string | undefined): Promise<AccessFacts[]> {
  const rows = await tx
    .selectFrom('customer')
    .innerJoin('customer_connection as sold', 'sold.customer_id', 'customer.customer_id')
    .innerJoin('connection', 'connection.connection_id', 'sold.connection_id')
    .select(['customer.customer_id', 'customer.name', 'domain', 'tenant_id', 'customer.reseller_id', 'access_state', 'consent_state'])
    .select('sold.connection_id')
    .where('customer.customer_id', 'in', [...customerIds])
    .where('customer.retired_at', 'is', null)
    .where('sold.retired_at', 'is', null)
    .where('connection.state', '!=', 'off')
    .$if(connectionId !== undefined, (query) => query.where('sold.connection_id', '=', connectionId ?? ''))
    .orderBy('sold.connection_id')
    .execute();
  const relationships = Map.groupBy(await heldOf(tx, customerIds), (row) => row.customer_id);
  return customerIds.flatMap((id) => {
    const all = relationships.get(id) ?? [];
    const open = all.find((row) => /^active$/i.test(row.remote_status));
    const held = open ?? all[0];
    // The account that holds the access speaks for it; else the first that sells to the customer.
    const row =
      rows.find((each) => each.customer_id === id && each.connection_id === held?.connection_id) ??
      rows.find((each) => each.customer_id === id);
    if (row === undefined) return [];
    return {
      customerId: id,
      name: row.name,
      domain: row.domain,
      tenantId: row.tenant_id,
      resellerId: row.reseller_id,
      connectionId: row.connection_id,
      isActive: row.access_state === 'active',
      isInvited: all.some((each) => isInvitation(each.remote_status)),
      consent: row.consent_state,
      held:
        held === undefined
          ? undefined
          : {
              remoteId: held.remote_id,
              connectionId: held.connection_id,
              name: held.name,
              roleIds: held.role_ids,
              groups: AccessGroup.array()
                .parse(held.groups)
                .filter(({ status }) => !status.startsWith('delet')),
              autoExtends: held.auto_extends,
              isOpen: open !== undefined,
              duration: held.duration ?? undefined,
            },
    };
  });
}

const heldOf = (tx: Tx, customerIds: readonly string[]) =>
  tx
    .selectFrom('access_relationship')
    .selectAll()
    .where('customer_id', 'in', [...customerIds])
    .where('retired_at', 'is', null)
    .orderBy('ends_at', (order) => order.desc().nullsLast())
    .orderBy('remote_id')
    .execute();
