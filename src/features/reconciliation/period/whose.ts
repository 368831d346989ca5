import { nobody, ownReseller } from '../../../model/ids.ts';
import type { Customer } from '../store.ts';
import type { KnownCustomer } from './load/customers.ts';

export type Whose = {
  (tenantId: string): Customer;
  /** By our own id, for what stands of a customer about whom nothing was found. */
  readonly byId: (customerId: string) => Customer;
};

// Lists are sorted by names, and an index takes no longer ones; names of customers that we know were refused at the door.
const mostLetters = 200;
const shortened = (name: string): string => (name.length <= mostLetters ? name : `${name.slice(0, mostLetters).toWellFormed()}…`);

/** Whose a finding is. A tenant that nobody here knows keeps its own name, under nobody's customer: nothing is dropped. */
export function whose(known: ReadonlyMap<string, KnownCustomer>, names: ReadonlyMap<string, string>): Whose {
  const byId = new Map([...known.values()].map((each) => [each.customerId, each]));
  const unknown = (tenantId: string): Customer => ({
    customerId: nobody,
    resellerId: ownReseller,
    name: shortened(names.get(tenantId) ?? (tenantId === '' ? 'Unknown customer' : `Tenant ${tenantId}`)),
  });
  return Object.assign((tenantId: string) => known.get(tenantId) ?? unknown(tenantId), {
    byId: (customerId: string) => byId.get(customerId) ?? unknown(''),
  });
}
