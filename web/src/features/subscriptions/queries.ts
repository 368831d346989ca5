import { queryOptions } from '@tanstack/react-query';
import { getSubscription } from '#contract/subscriptions.ts';
import { call } from '../../lib/api.ts';

export const subscriptionQuery = (id: string) =>
  queryOptions({ queryKey: [getSubscription.id, id], queryFn: ({ signal }) => call(getSubscription, { params: { id }, signal }) });
