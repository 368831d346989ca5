import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { listConnections } from '#contract/connections.ts';
import { getCustomer, listCustomers } from '#contract/customers.ts';
import { type ExpectedCustomer, listExpectedCustomers } from '#contract/expected-customers.ts';
import { call } from '../../../lib/api.ts';

export type Expected = z.infer<typeof ExpectedCustomer>;

/** Partner Center accounts, in which customers are looked up. */
export const partnerAccountsQuery = queryOptions({
  queryKey: [listConnections.id, 'microsoft'],
  queryFn: async ({ signal }) => (await call(listConnections, { signal })).data.filter(({ side }) => side === 'microsoft'),
});

export const expectedQuery = (state: string | undefined) =>
  queryOptions({
    queryKey: [listExpectedCustomers.id, state],
    queryFn: async ({ signal }) => (await call(listExpectedCustomers, { query: { state }, signal })).data,
  });

/** Everything that shows customers is read again. */
export const customersChanged = (client: QueryClient): Promise<unknown> =>
  Promise.all([listExpectedCustomers, listCustomers, getCustomer].map(({ id }) => client.invalidateQueries({ queryKey: [id] })));
