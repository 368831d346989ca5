import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { createCustomerPlan, getCustomerPlan, listCustomerPlans, listDuplicates, listImportRows } from '#contract/customer-plans.ts';
import { getCustomer, listCustomers } from '#contract/customers.ts';
import { listExpectedCustomers } from '#contract/expected-customers.ts';
import { type BodyOf, call } from '../../../lib/api.ts';

export const customerPlanQuery = (id: string) =>
  queryOptions({ queryKey: [getCustomerPlan.id, id], queryFn: ({ signal }) => call(getCustomerPlan, { params: { id }, signal }) });

export const customerPlansQuery = queryOptions({
  queryKey: [listCustomerPlans.id],
  queryFn: async ({ signal }) => (await call(listCustomerPlans, { signal })).data,
});

export type PlanWish = BodyOf<typeof createCustomerPlan>;
export const previewPlan = (wish: PlanWish) => call(createCustomerPlan, { body: wish });

/** A plan was carried out or taken back: everything that shows customers is read again. */
export const plansChanged = (client: QueryClient): Promise<unknown> =>
  Promise.all(
    [getCustomerPlan, listCustomerPlans, listImportRows, listDuplicates, listCustomers, getCustomer, listExpectedCustomers].map(({ id }) =>
      client.invalidateQueries({ queryKey: [id] }),
    ),
  );
