import { foldDomain } from '../../lib/normalise.ts';
import { type Reading, read } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import type { RemoteAccount } from '../../model/customer.ts';
import type { WireCloudProfile, WireCustomer } from './schema.ts';

/** A customer with its clouds. `customerName` is a contact; the company is `customerOrganization` (distributors reference 6.1). */
export function toAccount(wire: WireCustomer, profiles: readonly WireCloudProfile[]): Reading<RemoteAccount> {
  const tenants = profiles.flatMap((profile) => readGuid(profile.customerTenantId) ?? []);
  const told = profiles.flatMap(({ customerTenantId, gdapStatus }) => {
    const tenant = readGuid(customerTenantId);
    return tenant === undefined || (gdapStatus ?? '') === '' ? [] : [[tenant, gdapStatus ?? ''] as const];
  });
  return read({
    remoteId: wire.id,
    name: wire.customerOrganization,
    domain: foldDomain(profiles.find(({ customerDomain }) => (customerDomain ?? '') !== '')?.customerDomain ?? ''),
    tenantIds: [...new Set(tenants)],
    ...(wire.uid === undefined ? {} : { externalRef: wire.uid }),
    ...(told.length === 0 ? {} : { accessTold: Object.fromEntries(told) }),
    active: (wire.customerStatus ?? 'ACTIVE').toUpperCase() === 'ACTIVE',
  });
}
