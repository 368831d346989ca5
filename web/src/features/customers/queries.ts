import { queryOptions } from '@tanstack/react-query';
import { getCustomer, getCustomerTimeline } from '#contract/customers.ts';
import { call } from '../../lib/api.ts';

export const customerQuery = (id: string) =>
  queryOptions({ queryKey: [getCustomer.id, id], queryFn: ({ signal }) => call(getCustomer, { params: { id }, signal }) });

export const timelineQuery = (id: string) =>
  queryOptions({ queryKey: [getCustomerTimeline.id, id], queryFn: ({ signal }) => call(getCustomerTimeline, { params: { id }, signal }) });
