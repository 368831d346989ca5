import { queryOptions } from '@tanstack/react-query';
import { getOwnCustomer, listOwnCustomers } from '#contract/organisations.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';

export type OwnCustomer = ReplyOf<typeof getOwnCustomer>;

export const ownCustomersQuery = queryOptions({
  queryKey: [listOwnCustomers.id],
  queryFn: ({ signal }) => call(listOwnCustomers, { signal }),
});

export const ownCustomerQuery = (id: string) =>
  queryOptions({
    queryKey: [getOwnCustomer.id, id],
    queryFn: ({ signal }) => call(getOwnCustomer, { params: { id }, signal }),
  });

/** In the order of an address. Language and culture follow the country; whoever needs others says so in the note. */
export const askableFields = [
  ...(['companyName', 'firstName', 'lastName', 'email', 'phone', 'addressLine1', 'addressLine2'] as const),
  ...(['postalCode', 'city', 'state', 'country'] as const),
];
