import type { GdapRelationship, PartnerAccount } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { keep } from './life.ts';

/** What an indirect provider asks a customer for on behalf of his reseller. */
export type Offer = {
  readonly provider: PartnerAccount;
  readonly reseller: PartnerAccount;
  readonly customerId: string;
  readonly displayName: string;
  readonly duration: string;
  readonly roleDefinitionIds: readonly string[];
};

/**
 * In the partner portal an indirect provider makes a relationship between a customer and one of his resellers. It belongs to the reseller,
 * goes to the customer at once, and waits for both.
 */
export function offerThroughReseller(world: World, { provider, reseller, ...wanted }: Offer): GdapRelationship {
  const now = world.now();
  const by = { actor: { kind: 'user', name: provider.users[0]?.userPrincipalName ?? provider.name }, cause: 'portal' } as const;
  return keep(
    world,
    {
      id: `${world.newId()}-${world.newId()}`,
      accountId: reseller.id,
      ...wanted,
      autoExtendDuration: 'PT0S',
      status: 'approvalPending',
      createdAt: now,
      modifiedAt: now,
      assignments: [],
      requests: [{ id: world.newId(), action: 'lockForApproval', status: 'succeeded', createdAt: now, modifiedAt: now }],
      operations: [],
      reseller: { providerTenantId: provider.tenantId, consent: 'pending' },
      version: 0,
    },
    'gdap.offeredByProvider',
    by,
  );
}
