import { type Decimal, printDecimal } from '../../../src/lib/decimal.ts';
import { type ExactNumber, exactNumber, type JsonObject } from '../../../src/lib/exact-json.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import type { DistributorAccount, DistributorSubscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { badParameter, notFound } from '../errors.ts';
import { body, pageAnswer } from '../pages.ts';
import { type SortKey, sorted } from '../sorting.ts';
import { subscriptionsOf } from '../visible.ts';
import { costOf, retailOf, summariesOf, type UsageLine, type UsageSummary } from './usage.ts';

type Asked = { readonly request: RemoteRequest; readonly world: World; readonly account: DistributorAccount };

const money = (value: Decimal): ExactNumber => exactNumber(printDecimal(value));

const summaryAnswer = (summary: UsageSummary): JsonObject => ({
  id: summary.id,
  companyId: summary.subscription.companyId,
  subscriptionId: summary.subscription.id,
  productId: summary.subscription.productId,
  resourceGroup: summary.resourceGroup,
  vendorName: 'Microsoft',
  currentCharges: money(retailOf(summary)),
  currencyCode: summary.subscription.currency,
  partnerTotal: money(costOf(summary)),
  isTrial: false,
});

const lineAnswer = ({ subscription, id }: UsageSummary, line: UsageLine): JsonObject => ({
  usageSummaryId: id,
  usageDate: line.day,
  productName: line.meter,
  productId: line.meterId,
  unitOfMeasure: line.unit,
  quantity: money(line.quantity),
  currentCharges: money(line.retail),
  currentProfit: money(line.retail.minus(line.cost)),
  partnerTotal: money(line.cost),
  unitPrice: money(line.unitPrice),
  currencyCode: subscription.currency,
  isTrial: false,
});

const sortKeys: Readonly<Record<string, SortKey<UsageSummary>>> = {
  resourceGroup: (row) => row.resourceGroup,
  currentCharges: retailOf,
  partnerTotal: costOf,
};

/** GET /subscriptions/{id}/usage-summaries: one for each month and resource group; none for what is sold by seats. */
export function listSummaries({ request, world }: Asked, subscription: DistributorSubscription): RemoteAnswer {
  const { query } = request;
  const wanted = summariesOf(world, subscription).filter(
    (row) =>
      (query.get('resourceGroup') ?? row.resourceGroup) === row.resourceGroup &&
      (query.get('companyId') ?? subscription.companyId) === subscription.companyId,
  );
  const rows = sorted(wanted, query.get('sort'), sortKeys);
  if (rows === undefined) return badParameter(request, 'sort', `sort must be one of ${Object.keys(sortKeys).join(', ')}`);
  return pageAnswer(request, rows, summaryAnswer);
}

const findSummary = ({ world, account }: Asked, id: string): UsageSummary | undefined =>
  subscriptionsOf(world, account)
    .filter((row) => row.usage === true)
    .flatMap((row) => summariesOf(world, row))
    .find((summary) => summary.id === id);

export function oneSummary(asked: Asked, id: string): RemoteAnswer {
  const summary = findSummary(asked, id);
  return summary === undefined ? notFound(asked.request, `Usage summary ${id}`) : body(200, summaryAnswer(summary));
}

/** GET /usage-summaries/{id}/usage-lines: those of one day, which must be named. */
export function usageLines(asked: Asked, id: string): RemoteAnswer {
  const { request } = asked;
  const summary = findSummary(asked, id);
  if (summary === undefined) return notFound(request, `Usage summary ${id}`);
  const day = request.query.get('usageDate') ?? '';
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return badParameter(request, 'usageDate', 'usageDate is required: yyyy-MM-dd');
  const productId = request.query.get('productId');
  const rows = summary.lines.filter((line) => line.day === day && (productId === null || line.meterId === productId));
  return pageAnswer(request, rows, (line) => lineAnswer(summary, line));
}
