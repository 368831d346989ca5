import { Seeded } from '../../src/lib/seeded.ts';
import type { CustomerRelationship, PartnerAccount } from '../world/types.ts';
import { put, type World } from '../world/world.ts';

/** A customer accepts a partner's invitation. Answers why not, or nothing when it is done. */
export function acceptRelationship(world: World, account: PartnerAccount, customerId: string, resellerMpnId?: string): string | undefined {
  const customer = world.tables.customers.get(customerId);
  if (customer === undefined) return 'There is no such customer.';
  if (customer.cloud !== account.cloud) return 'Partner and customer are in different clouds.';
  const id = `${account.id}:${customerId}`;
  const before = world.tables.relationships.get(id);
  if (before !== undefined && before.removedAt === undefined) return `${account.name} is a reseller of ${customer.name} already.`;
  const random = new Seeded(`relationship/${id}/${world.now()}`);
  const row: CustomerRelationship = {
    id,
    accountId: account.id,
    customerId,
    billingProfileId: before?.billingProfileId ?? random.uuid(),
    billingProfileVersion: before?.billingProfileVersion ?? 1,
    relationshipToPartner: 'reseller',
    allowDelegatedAccess: false,
    commerceId: before?.commerceId ?? random.uuid(),
    acceptedAt: world.now(),
    ...(resellerMpnId === undefined ? {} : { resellerMpnId }),
  };
  world.apply({
    kind: 'customer.acceptedRelationship',
    actor: { kind: 'user', name: `admin@${customer.defaultDomain}` },
    cause: 'invitation',
    about: { accountId: account.id, customerId },
    changes: [put('relationships', row)],
  });
  return undefined;
}
