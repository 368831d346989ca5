import { queryOptions } from '@tanstack/react-query';
import { listChangeRequests, listCustomerForms } from '#contract/change-requests.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';

export type Request = ReplyOf<typeof listChangeRequests>['data'][number];

export const requestsQuery = (state: string | undefined) =>
  queryOptions({
    queryKey: [listChangeRequests.id, state],
    queryFn: ({ signal }) => call(listChangeRequests, { query: { state }, signal }),
  });

export const formsQuery = (customerId: string) =>
  queryOptions({
    queryKey: [listCustomerForms.id, customerId],
    queryFn: ({ signal }) => call(listCustomerForms, { params: { id: customerId }, signal }),
  });
