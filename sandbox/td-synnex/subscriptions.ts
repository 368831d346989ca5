import { json, type RemoteAnswer } from '../remote.ts';
import { ionTakes } from '../world/distributors2/follow.ts';
import type { IonCustomer, IonSubscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { readRange } from './date-ranges.ts';
import { badArgument, subscriptionNotFound } from './errors.ts';
import { offsetPage, type SortKey } from './paging.ts';
import { microsoft, productIdOf, resourceType } from './provider.ts';
import type { Call } from './session.ts';
import { subscriptionAnswer, subscriptionDetail } from './subscription-answer.ts';

const statuses =
  'ACCEPTED ACTIVE AVAILABLE CANCELLED COMPLETE CONFIRMED DELETED DISABLED ENABLED ERROR EXPIRED FAILED INITIATED IN_PROGRESS PAUSED PENDING RUNNING STOPPED SUSPENDED'.split(
    ' ',
  );

/** The document names no fields to sort by: those of the answer, as far as they order anything. */
const sortKeys: Readonly<Record<string, SortKey<IonSubscription>>> = {
  id: (row) => Number(row.id),
  subscriptionName: (row) => row.name,
  customerId: (row) => Number(row.customerId),
  subscriptionTotalLicenses: (row) => row.quantity,
  subscriptionStartDate: (row) => row.startAt,
  subscriptionEndDate: (row) => row.endAt,
  lastUpdatedDate: (row) => row.updatedAt,
};

type Filter = (row: IonSubscription, world: World) => string;

/** Filters that compare whole texts, without regard to case. */
const filters: Readonly<Record<string, Filter>> = {
  customerId: (row) => row.customerId,
  subscriptionId: (row) => row.vendorSubscriptionId,
  providerId: () => microsoft.id,
  subscriptionStatus: (row) => row.status,
  billingTerm: (row) => row.term,
  billingCycle: (row) => row.billingCycle,
  totalLicense: (row) => String(row.quantity),
  ccpProductId: (row) => productIdOf(row.skuKey.split(':')[0] ?? ''),
  providerProductId: (row) => row.skuKey.split(':')[0] ?? '',
  customerPo: (row) => row.customerPo ?? '',
  resellerPo: (row) => row.resellerPo ?? '',
  cloudProviderName: () => microsoft.displayName,
  resourceType: () => resourceType,
};

/** Filters that look for a part of a name. */
const partFilters: Readonly<Record<string, Filter>> = {
  customerName: (row, world) => world.tables.ionCustomers.get(row.customerId)?.organization ?? '',
  subscriptionName: (row) => row.name,
};

/** GET /accounts/{a}/subscriptions */
export function listSubscriptions(call: Call): RemoteAnswer {
  const { world, request, account } = call;
  const { query } = request;
  const status = query.get('subscriptionStatus');
  if (status !== null && status !== '' && !statuses.includes(status.toUpperCase()))
    return badArgument(world, 'subscription_status is invalid');
  const [starts, ends] = [readRange(query, 'startDateRange', world), readRange(query, 'endDateRange', world)];
  if (starts === undefined || ends === undefined) return badArgument(world, 'date range is invalid');
  const reseller = query.get('resellerId') ?? '';
  const rows = candidates(world, query).filter(
    (row) => (reseller === '' || reseller === account.accountId) && fitsAll(row, world, query) && starts(row.startAt) && ends(row.endAt),
  );
  const page = offsetPage(call, rows, sortKeys);
  if ('status' in page) return page;
  return json(200, {
    totalCount: String(rows.length),
    items: page.rows.map((row) => subscriptionAnswer(call, row)),
    paginationResponse: { totalSize: rows.length },
  });
}

/** By an index where the call names one. */
function candidates(world: World, query: URLSearchParams): readonly IonSubscription[] {
  const [vendor, customer] = [query.get('subscriptionId') ?? '', query.get('customerId') ?? ''];
  if (vendor !== '') return world.tables.ionSubscriptions.by('vendorSubscriptionId', vendor.toLowerCase());
  return customer === '' ? world.tables.ionSubscriptions.all() : world.tables.ionSubscriptions.by('customerId', customer);
}

const fitsAll = (row: IonSubscription, world: World, query: URLSearchParams): boolean =>
  Object.entries(filters).every(([name, of]) => asks(query, name, (asked) => of(row, world).toLowerCase() === asked)) &&
  Object.entries(partFilters).every(([name, of]) => asks(query, name, (asked) => of(row, world).toLowerCase().includes(asked)));

function asks(query: URLSearchParams, name: string, fits: (asked: string) => boolean): boolean {
  const asked = query.get(name) ?? '';
  return asked === '' || fits(asked.toLowerCase());
}

/** GET .../customers/{c}/subscriptions/{id}: by Ion's id or Microsoft's. `refresh=true` asks Microsoft first. */
export function getSubscription(call: Call, customer: IonCustomer): RemoteAnswer {
  const { world, params, request } = call;
  const id = params['subscriptionId'] ?? '';
  const row = world.tables.ionSubscriptions.get(id) ?? world.tables.ionSubscriptions.by('vendorSubscriptionId', id.toLowerCase())[0];
  if (row?.customerId !== customer.id) return subscriptionNotFound(world, id);
  const atMicrosoft = world.tables.subscriptions.get(row.vendorSubscriptionId);
  const isAsked = request.query.get('refresh') === 'true' && atMicrosoft !== undefined;
  return json(200, subscriptionDetail(call, isAsked ? ionTakes(world, row, atMicrosoft, world.now()) : row));
}
