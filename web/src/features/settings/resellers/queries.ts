import { queryOptions } from '@tanstack/react-query';
import { listOrganisationCustomers, listOrganisations } from '#contract/organisations.ts';
import { listPeople } from '#contract/people.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';

export type Reseller = ReplyOf<typeof listOrganisations>['data'][number];

export const resellersQuery = queryOptions({
  queryKey: [listOrganisations.id],
  queryFn: ({ signal }) => call(listOrganisations, { signal }),
});

export const resellerCustomersQuery = (id: string) =>
  queryOptions({
    queryKey: [listOrganisationCustomers.id, id],
    queryFn: ({ signal }) => call(listOrganisationCustomers, { params: { id }, signal }),
  });

export const peopleQuery = queryOptions({ queryKey: [listPeople.id], queryFn: ({ signal }) => call(listPeople, { signal }) });
