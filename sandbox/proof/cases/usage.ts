import type { TestSandbox } from '../../testing.ts';
import { azurePlanProduct } from '../../usage/running.ts';
import { type Answered, pc, requestOf, shown, taken } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { legacy } from '../stage.ts';

const account = 'pc-3';

/** The first customer of the provider who has an Azure plan. */
function plan(box: TestSandbox): { readonly customer: string; readonly subscription: string } {
  const row = box.sandbox.world.tables.subscriptions.by('accountId', account).find((one) => one.productId === azurePlanProduct);
  if (row === undefined) throw new Error('Nobody has an Azure plan');
  return { customer: `/customers/${row.customerId}`, subscription: `/customers/${row.customerId}/subscriptions/${row.id}` };
}

const ofCustomer =
  (below: string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `${plan(box).customer}${below}`, { account }));

const ofPlan =
  (below: string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `${plan(box).subscription}${below}`, { account }));

const budget = requestOf('usagebudget.update-a-customer-s-usage-spending-budget');
const setBudget = (box: TestSandbox): Promise<Answered> =>
  pc(box, `${plan(box).customer}/usagebudget`, { method: 'PATCH', body: budget, account });

/** A legacy Azure subscription of some age, and what it used in a week. */
async function utilizations(box: TestSandbox): Promise<Shown> {
  const row = await legacy(box, { offer: 'MS-AZR-0145P', quantity: 1, daysAgo: 40 });
  const day = (ago: number): string => new Date(box.sandbox.world.clock.nowMs() - ago * 86_400_000).toISOString().slice(0, 10);
  const span = `start_time=${day(20)}T00:00:00Z&end_time=${day(13)}T00:00:00Z`;
  const address = `/customers/${row.customerId}/subscriptions/${row.id}/utilizations/azure?${span}`;
  return shown(await pc(box, `${address}&granularity=Daily&show_details=True&size=1000`));
}

/** What Azure spends and is allowed to spend. */
export const usageCases: readonly Case[] = [
  {
    sample: 'partner-center/usagebudget.update-a-customer-s-usage-spending-budget.request.json',
    show: async (box) => taken(budget, await setBudget(box)),
  },
  {
    sample: 'partner-center/usagebudget.update-a-customer-s-usage-spending-budget.response.json',
    show: async (box) => shown(await setBudget(box)),
  },
  {
    sample: 'partner-center/usagerecords.get-a-partner-usage-summary.response.json',
    show: async (box) => shown(await pc(box, '/usagesummary', { account })),
  },
  { sample: 'partner-center/usagerecords.get-a-customer-usage-summary.2.response.json', show: ofCustomer('/usagesummary') },
  {
    sample: 'partner-center/usagerecords.get-a-customer-subscription-s-usage-records.1.response.json',
    show: ofCustomer('/subscriptions/usagerecords/'),
  },
  {
    sample: 'partner-center/usagerecords.get-a-customer-subscription-s-usage-records.2.response.json',
    show: ofCustomer('/subscriptions/usagerecords'),
  },
  { sample: 'partner-center/usagerecords.get-a-customer-subscription-usage-summary.2.response.json', show: ofPlan('/usagesummary') },
  {
    sample: 'partner-center/usagerecords.get-a-customer-subscription-meter-usage-records.2.response.json',
    show: ofPlan('/meterusagerecords'),
  },
  {
    sample: 'partner-center/usagerecords.get-a-customer-subscription-resource-usage-records.response.json',
    show: ofPlan('/resourceusagerecords'),
  },
  {
    sample: 'partner-center/ratecards.get-prices-for-microsoft-azure.response.json',
    show: async (box) => shown(await pc(box, '/ratecards/azure')),
  },
  { sample: 'partner-center/utilizations.get-a-customer-s-utilization-record-for-azure.response.json', show: utilizations },
  {
    sample: 'partner-center/servicecosts.get-a-customer-s-service-costs-summary.response.json',
    show: ofCustomer('/servicecosts/mostrecent'),
  },
];
