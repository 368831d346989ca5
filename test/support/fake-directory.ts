import type { CustomerDirectory } from '../../src/connectors/ports.ts';
import type { MicrosoftCustomer } from '../../src/model/customer.ts';

/** A directory that finds customers by tenant and domain and knows nothing else of them. */
export const aDirectory = (customers: () => readonly MicrosoftCustomer[]): CustomerDirectory => ({
  find: (by) => Promise.resolve(customers().filter((one) => ('tenantId' in by ? one.tenantId === by.tenantId : one.domain === by.domain))),
  isDomainTaken: () => Promise.resolve(true),
  invitation: () => Promise.resolve('https://admin.microsoft.com/'),
  profile: () => Promise.resolve(undefined),
  billTo: {
    prepare: () => [],
    write: () => Promise.reject(new Error('This remote only reads')),
    lookUp: () => Promise.resolve({ found: 'notApplied' }),
  },
  resellers: () => Promise.resolve([]),
  countryRules: () => Promise.resolve(undefined),
});
