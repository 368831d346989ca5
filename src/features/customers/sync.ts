import type { Marketplace } from '../../connectors/ports.ts';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import type { ListSyncer } from '../reading.ts';
import { keepCustomers } from './keep.ts';
import { retireCustomers } from './retire.ts';

export const customerSyncer: ListSyncer<Marketplace, MicrosoftCustomer> = {
  kind: 'customers',
  list: (remote, cursor, signal) => remote.customers(cursor, signal),
  keep: keepCustomers,
  retire: retireCustomers,
};
