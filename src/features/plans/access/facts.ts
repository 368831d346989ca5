import { AccessGroup, bestAccess } from '../../../model/access.ts';
import { renewalOf } from '../../../model/access-replacement.ts';
import { isInvitation } from '../../../model/invitation.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { AccessFacts, AccessWish, HeldRelationship } from './wish.ts';

/**
 * Customers with the relationship that the wish is about, in the order in which they were named; who is not known is left away. A relationship belongs to
 * one partner account: with `connectionId` only what that account holds is looked at, else the account that holds the access speaks for the customer, or
 * the first that sells to it.
 */
export async function accessFacts(
  tx: Tx,
  customerIds: readonly string[],
  { connectionId, wish, now }: { readonly connectionId: string | undefined; readonly wish: AccessWish; readonly now: Temporal.Instant },
): Promise<AccessFacts[]> {
  const rows = await soldTo(tx, customerIds, connectionId);
  const relationships = Map.groupBy(await heldOf(tx, customerIds), (row) => row.customer_id);
  return customerIds.flatMap((id) => {
    const all = (relationships.get(id) ?? []).filter((each) => connectionId === undefined || each.connection_id === connectionId);
    const first = all.find(isOpen) ?? all[0];
    const sold = rows.filter((each) => each.customer_id === id);
    const row = sold.find((each) => each.connection_id === first?.connection_id) ?? sold[0];
    if (row === undefined) return [];
    const own = all.filter((each) => each.connection_id === row.connection_id);
    const held = chosen(own, wish);
    const state = connectionId === undefined ? row.access_state : stateOf(own, now);
    return {
      customerId: id,
      name: row.name,
      domain: row.domain,
      tenantId: row.tenant_id,
      resellerId: row.reseller_id,
      connectionId: row.connection_id,
      isActive: state === 'active',
      isInvited: own.some((each) => isInvitation(each.remote_status)),
      consent: (connectionId === undefined ? row.consent_state : row.own_consent) ?? 'unknown',
      held: held && toHeld(held, own),
    };
  });
}

/** Accounts that sell to them. */
const soldTo = (tx: Tx, customerIds: readonly string[], connectionId: string | undefined) =>
  tx
    .selectFrom('customer')
    .innerJoin('customer_connection as sold', 'sold.customer_id', 'customer.customer_id')
    .innerJoin('connection', 'connection.connection_id', 'sold.connection_id')
    .leftJoin('access_consent as consent', (join) =>
      join.onRef('consent.customer_id', '=', 'sold.customer_id').onRef('consent.connection_id', '=', 'sold.connection_id'),
    )
    .select(['customer.customer_id', 'customer.name', 'domain', 'tenant_id', 'customer.reseller_id', 'access_state', 'consent_state'])
    .select(['sold.connection_id', 'consent.state as own_consent'])
    .where('customer.customer_id', 'in', [...customerIds])
    .where('customer.retired_at', 'is', null)
    .where('sold.retired_at', 'is', null)
    .where('connection.state', '!=', 'off')
    .$if(connectionId !== undefined, (query) => query.where('sold.connection_id', '=', connectionId ?? ''))
    .orderBy('sold.connection_id')
    .execute();

/** That exist, those that end last first. */
const heldOf = (tx: Tx, customerIds: readonly string[]) =>
  tx
    .selectFrom('access_relationship')
    .selectAll()
    .where('customer_id', 'in', [...customerIds])
    .where('retired_at', 'is', null)
    .orderBy('ends_at', (order) => order.desc().nullsLast())
    .orderBy('remote_id')
    .execute();

type HeldRow = Awaited<ReturnType<typeof heldOf>>[number];

const isOpen = (row: HeldRow): boolean => /^active$/i.test(row.remote_status);

const stateOf = (own: readonly HeldRow[], now: Temporal.Instant): string =>
  bestAccess(
    own.map((row) => ({ state: row.state as Parameters<typeof bestAccess>[0][number]['state'], endsAt: row.ends_at ?? undefined })), // written from the same schema
    now,
  );

/** The one that is named; a replacement is for the one that ends first and nothing takes the place of; else the one that counts. */
function chosen(own: readonly HeldRow[], wish: AccessWish): HeldRow | undefined {
  const named = 'relationshipId' in wish ? wish.relationshipId : undefined;
  if (named !== undefined) return own.find((row) => row.remote_id === named);
  const counts = own.find(isOpen) ?? own[0];
  if (wish.act !== 'replace') return counts;
  return own.findLast((row) => isOpen(row) && !row.auto_extends && renewal(row, own).word === 'needed') ?? counts;
}

const groupsOf = (row: HeldRow): AccessGroup[] =>
  AccessGroup.array()
    .parse(row.groups)
    .filter(({ status }) => !status.startsWith('delet'));

const renewal = (row: HeldRow, own: readonly HeldRow[]) =>
  renewalOf(
    { remoteId: row.remote_id, endsAt: row.ends_at ?? undefined, roleIds: row.role_ids, groups: groupsOf(row) },
    own.map((each) => ({
      remoteId: each.remote_id,
      remoteStatus: each.remote_status,
      endsAt: each.ends_at ?? undefined,
      roleIds: each.role_ids,
      groups: groupsOf(each),
    })),
  );

const toHeld = (row: HeldRow, own: readonly HeldRow[]): HeldRelationship => ({
  remoteId: row.remote_id,
  connectionId: row.connection_id,
  name: row.name,
  roleIds: row.role_ids,
  groups: groupsOf(row),
  autoExtends: row.auto_extends,
  isOpen: isOpen(row),
  duration: row.duration ?? undefined,
  renewal: renewal(row, own).word,
});
