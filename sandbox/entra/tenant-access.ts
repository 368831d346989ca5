import { isFromTheBeginning } from '../world/people/derived.ts';
import type { PartnerAccount } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import type { Person } from './people.ts';
import type { Tenant } from './tenants.ts';

/** Delegated access to a customer's tenant: an active relationship with an active assignment. */
const hasAccess = (world: World, accountId: string, customerId: string): boolean =>
  world.tables.gdap
    .by('customerId', customerId)
    .some((row) => row.accountId === accountId && row.status === 'active' && row.assignments.some(({ status }) => status === 'active'));

/** AADSTS number why somebody may not act in a tenant with an app, if so: he is nobody there, or the app is not consented to. */
export function refusedIn(world: World, owner: PartnerAccount, person: Person, tenant: Tenant): number | undefined {
  const isGuest = person.tenantId !== tenant.id;
  if (isGuest && (tenant.customerId === undefined || !hasAccess(world, person.accountId, tenant.customerId))) return 50020;
  return hasConsented(world, owner, tenant) ? undefined : 65001;
}

const consentId = (account: PartnerAccount, tenantId: string): string => `${account.id}:${tenantId}:${account.app.clientId}`;

/** Whether a partner's app may act in a tenant: in its own by its registration, elsewhere consented by API or page, or at customers long ago. */
export function hasConsented(world: World, owner: PartnerAccount, tenant: Tenant): boolean {
  if (tenant.id === owner.tenantId) return owner.app.consented;
  if (world.tables.applicationConsents.get(consentId(owner, tenant.id)) !== undefined) return true;
  if (tenant.customerId === undefined) return false;
  const rule = world.switch('identity').consentInTenants;
  if (rule !== 'fromTheBeginning') return rule === 'always';
  return isFromTheBeginning(world, world.tables.customers.get(tenant.customerId)?.createdAt ?? world.now());
}

/** Somebody consents, for everybody in his tenant. */
export function consent(world: World, owner: PartnerAccount, person: Person, cause: string): void {
  const isOwn = person.tenantId === owner.tenantId;
  const isCustomer = world.tables.customers.get(person.tenantId) !== undefined;
  world.apply({
    kind: isCustomer ? 'customer.applicationConsented' : 'app.consented',
    actor: { kind: 'user', name: person.userPrincipalName },
    cause,
    about: { accountId: owner.id, ...(isCustomer ? { customerId: person.tenantId } : { tenantId: person.tenantId }) },
    changes: [
      isOwn
        ? put('partnerAccounts', { ...owner, app: { ...owner.app, consented: true } })
        : put('applicationConsents', {
            id: consentId(owner, person.tenantId),
            accountId: owner.id,
            customerId: person.tenantId,
            applicationId: owner.app.clientId,
            displayName: owner.app.displayName,
            grants: [],
            consentedAt: world.now(),
          }),
    ],
  });
}
