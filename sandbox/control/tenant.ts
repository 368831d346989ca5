import { put, type World } from '../world/world.ts';
import { byControl } from './call.ts';

export const tenantActions = ['removeRelationship', 'restoreRelationship', 'removeDelegatedAccess'] as const;
export type TenantAction = (typeof tenantActions)[number];

/** The customer ends the reseller relationship or takes it up again, with one partner account or with all. Answers how many changed. */
export function changeTenantOf(world: World, customerId: string, accountId: string | undefined, action: TenantAction): number {
  const rows = world.tables.relationships
    .by('customerId', customerId)
    .filter((row) => accountId === undefined || row.accountId === accountId);
  for (const row of rows) {
    const { removedAt: _removed, ...open } = row;
    const next = {
      removeRelationship: { ...open, relationshipToPartner: 'none', allowDelegatedAccess: false, removedAt: world.now() } as const,
      restoreRelationship: { ...open, relationshipToPartner: 'reseller', allowDelegatedAccess: true } as const,
      removeDelegatedAccess: { ...row, allowDelegatedAccess: false },
    }[action];
    world.apply({
      kind: `customer.${action}`,
      actor: byControl,
      cause: 'control',
      about: { accountId: row.accountId, customerId: row.customerId },
      changes: [put('relationships', next)],
    });
  }
  return rows.length;
}
