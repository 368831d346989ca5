import type { PartnerAccount, Subscription, Transfer } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { wireInstant } from '../dates.ts';
import { link } from '../paging.ts';
import { catalogItemOf, etagOf } from '../subscriptions/kinds.ts';

export function transferAnswer(world: World, row: Transfer) {
  const source = world.tables.partnerAccounts.get(row.sourceAccountId);
  const target = world.tables.partnerAccounts.get(row.targetAccountId);
  const subscriptions = row.subscriptionIds.flatMap((id) => world.tables.subscriptions.get(id) ?? []);
  return {
    id: row.id,
    status: row.status,
    createdTime: wireInstant(row.createdAt),
    lastModifiedTime: wireInstant(row.modifiedAt),
    expirationTime: wireInstant(row.expiresAt),
    customerTenantId: row.customerId,
    // So spelt in the documented samples.
    partnertenantid: target?.tenantId ?? '',
    sourcePartnerName: source?.name ?? '',
    sourcePartnerTenantId: source?.tenantId ?? '',
    targetPartnerName: target?.name ?? '',
    targetPartnerTenantId: target?.tenantId ?? '',
    lastModifiedUser: userIdOf([source, target], row.modifiedBy),
    lineItems: subscriptions.map((one, id) => lineAnswer(one, id, source)),
    links: { self: link(`/customers/${row.customerId}/transfers/${row.id}`) },
    attributes: { objectType: 'TransferEntity' },
  };
}

/** People are told by their object id; programs and Microsoft have the name that they have. */
const userIdOf = (accounts: readonly (PartnerAccount | undefined)[], name: string): string =>
  accounts.flatMap((account) => account?.users ?? []).find((user) => user.userPrincipalName === name)?.objectId ?? name;

export const lineAnswer = (row: Subscription, id: number, partner: PartnerAccount | undefined) => ({
  id,
  subscriptionId: row.id.toUpperCase(),
  offerId: catalogItemOf(row),
  billingCycle: row.billingCycle,
  friendlyName: row.friendlyName,
  quantity: row.quantity,
  partnerIdOnRecord: partner?.mpnId ?? '',
  addonItems: [],
});

/** The order that a subscription came with to its new partner. */
export function orderAnswer(row: Subscription, partner: PartnerAccount) {
  const uri = `/customers/${row.customerId}/orders/${row.orderId}`;
  return {
    id: row.orderId,
    alternateId: row.orderId,
    referenceCustomerId: row.customerId,
    billingCycle: row.billingCycle,
    currencyCode: row.currency,
    lineItems: [
      {
        lineItemNumber: 0,
        offerId: catalogItemOf(row),
        subscriptionId: row.id,
        termDuration: row.term,
        transactionType: 'New',
        friendlyName: row.friendlyName,
        quantity: row.quantity,
        partnerIdOnRecord: partner.mpnId,
        links: {},
      },
    ],
    creationDate: wireInstant(row.modifiedAt),
    status: 'completed',
    transactionType: 'UserPurchase',
    links: { self: link(uri), patchOperation: link(uri, [], 'PATCH') },
    attributes: { etag: etagOf({ id: row.orderId, version: 1 }), objectType: 'Order' },
  };
}

/** What could not go, and why. */
export const transferError = (row: Subscription, id: number, partner: PartnerAccount | undefined, reason: string) => ({
  transferGroupId: String(id),
  lineItems: [
    {
      ...lineAnswer(row, id, partner),
      entitlementId: row.id.toUpperCase(),
      transferGroupId: String(id),
      sourceSubscriptionId: row.id.toUpperCase(),
    },
  ],
  code: 900103,
  description: reason,
  attributes: { objectType: 'TransferError' },
});
