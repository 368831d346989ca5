import { isFromTheBeginning } from '../world/people/derived.ts';
import type { PartnerAccount } from '../world/types.ts';
import { put, type World } from '../world/world.ts';

/** Delegated access to a customer's tenant: an active relationship with an active assignment. */
export const hasAccess = (world: World, accountId: string, customerId: string): boolean =>
  world.tables.gdap
    .by('customerId', customerId)
    .some((row) => row.accountId === accountId && row.status === 'active' && row.assignments.some(({ status }) => status === 'active'));

const consentId = (account: PartnerAccount, customerId: string): string => `${account.id}:${customerId}:${account.app.clientId}`;

/** Whether a partner's app may act in a customer's tenant: consented by API or page, or long ago. */
export function hasConsented(world: World, account: PartnerAccount, customerId: string): boolean {
  if (world.tables.applicationConsents.get(consentId(account, customerId)) !== undefined) return true;
  const rule = world.switch('identity').consentInTenants;
  if (rule !== 'fromTheBeginning') return rule === 'always';
  return isFromTheBeginning(world, world.tables.customers.get(customerId)?.createdAt ?? world.now());
}

/** An administrator of the customer consents for everybody there. */
export function consentFor(world: World, account: PartnerAccount, customerId: string): void {
  world.apply({
    kind: 'customer.applicationConsented',
    actor: { kind: 'user', name: `admin@${customerId}` },
    cause: 'adminconsent',
    about: { accountId: account.id, customerId },
    changes: [
      put('applicationConsents', {
        id: consentId(account, customerId),
        accountId: account.id,
        customerId,
        applicationId: account.app.clientId,
        displayName: account.app.displayName,
        grants: [],
        consentedAt: world.now(),
      }),
    ],
  });
}
