import { Decimal } from '../../../src/lib/decimal.ts';
import { type JsonObject, writeJson } from '../../../src/lib/exact-json.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import type { DistributorAccount, DistributorSubscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { subscriptionRow } from '../answers/subscription.ts';
import { badParameter } from '../errors.ts';
import { memoryOf } from '../memory.ts';
import { pageOfTexts } from '../pages.ts';
import { type SortKey, sorted } from '../sorting.ts';
import { subscriptionsOf } from '../visible.ts';
import { statusNow } from './commitment.ts';

const sortKeys: Readonly<Record<string, SortKey<DistributorSubscription>>> = {
  quantity: (row) => row.quantity,
  startDate: (row) => row.startDate,
  endDate: (row) => row.endDate,
  createdDate: (row) => row.createdAt,
  billingStart: (row) => row.billingStart,
  price: (row) => new Decimal(row.price),
};

const statuses =
  'Active Cancelled PendingManual PendingAutomated PendingCancel WaitingForDetails Trial Converted PendingActivation Activated'.split(' ');
const billingTerms = 'Monthly Annual 2-Year 3-Year One-Time Trial Activation'.split(' ');

/** GET /subscriptions with its four filters. There is no filter by time of change. */
export function listSubscriptions(request: RemoteRequest, world: World, account: DistributorAccount): RemoteAnswer {
  const { query } = request;
  const [status, billingTerm, companyId, productId] = ['status', 'billingTerm', 'companyId', 'productId'].map((name) => query.get(name));
  if (typeof status === 'string' && !statuses.includes(status))
    return badParameter(request, 'status', `status must be one of ${statuses.join(', ')}`);
  if (typeof billingTerm === 'string' && !billingTerms.includes(billingTerm)) {
    return badParameter(request, 'billingTerm', `billingTerm must be one of ${billingTerms.join(', ')}`);
  }
  const today = world.today();
  const { listVendorSubscriptionId } = world.switch('pax8');
  const all = subscriptionsOf(world, account);
  const some = typeof companyId === 'string' && account.adminKey ? world.tables.distributorSubscriptions.by('companyId', companyId) : all;
  const isWhole = [status, billingTerm, companyId, productId].every((asked) => asked === null);
  const wanted = isWhole
    ? all
    : some.filter(
        (row) =>
          row.accountId === account.id &&
          fits(status, statusNow(row, today)) &&
          fits(billingTerm, row.billingTerm) &&
          fits(companyId, row.companyId) &&
          fits(productId, row.productId),
      );
  const rows = sorted(wanted, query.get('sort'), sortKeys);
  if (rows === undefined)
    return badParameter(request, 'sort', `sort must be one of ${Object.keys(sortKeys).join(', ')}, with ,asc or ,desc`);
  const { texts } = memoryOf(world);
  const of = `subscription|${today}|${String(listVendorSubscriptionId)}`;
  return pageOfTexts(request, rows, (row) => texts.get(row, of, () => writeJson(listed(world, row, listVendorSubscriptionId))));
}

function listed(world: World, row: DistributorSubscription, tellsVendor: boolean): JsonObject {
  const { vendorSubscriptionId, ...rest } = subscriptionRow(world, row);
  return tellsVendor ? { ...rest, vendorSubscriptionId } : rest;
}

const fits = (asked: string | null | undefined, has: string): boolean => asked === null || asked === undefined || asked === has;
