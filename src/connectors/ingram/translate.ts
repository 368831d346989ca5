import { type Reading, read } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import type { RemoteAccount } from '../../model/customer.ts';
import type { WireCustomer } from './schema.ts';

/** A customer names no tenant and no domain; the tenant stands on its subscriptions (distributors reference 1). `externalId` counts as one when it is a GUID. */
export function toAccount(wire: WireCustomer): Reading<RemoteAccount> {
  const externalRef = wire.externalId === '' ? undefined : wire.externalId;
  const tenantId = readGuid(externalRef);
  return read({
    remoteId: wire.id,
    name: wire.name,
    domain: '',
    tenantIds: tenantId === undefined ? [] : [tenantId],
    ...(externalRef === undefined ? {} : { externalRef }),
    active: (wire.status ?? 'active').toLowerCase() === 'active',
  });
}
