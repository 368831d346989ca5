import { json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import type { AuditRecord } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { type Call, callRoute } from './call.ts';
import { dayOf, wireInstant } from './dates.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from './errors.ts';
import { type Filter, matches, readFilter } from './filter.ts';
import { collection, seekPage } from './paging.ts';

/** The page "Get a record of Partner Center activity": 30 days unless asked, 90 at most, by whole days. */
const usualDays = 30;
const oldestDays = 90;

const fields = { companyname: ['substring'], customerid: ['equals'], resourcetype: ['equals'] };

type Span = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate };

function list(call: Call): RemoteAnswer | Refusal {
  const { query, headers } = call.request;
  const span = readSpan(call.world, query);
  if (isRefusal(span)) return span;
  const filter = readFilter(query.get('filter'), fields);
  if (isRefusal(filter)) return filter;
  const rows = visible(call.world, call.account.id)
    .filter(({ row }) => isWithin(span, row))
    .filter(({ row }) => filter === undefined || isWanted(filter, row))
    .toSorted((left, right) => (left.key < right.key ? -1 : 1));
  const page = seekPage('/auditrecords', rows, ({ key }) => key, { query, continuation: headers['ms-continuationtoken'] });
  if (isRefusal(page)) return page;
  return json(
    200,
    collection(
      page.items.map(({ row }) => answer(row, call.account.tenantId)),
      page.links,
      page.continuation,
    ),
  );
}

/** Records show up late when the control API says so. */
function visible(world: World, accountId: string): { readonly row: AuditRecord; readonly key: string }[] {
  const lag = world.switch('idempotency').auditLagMinutes;
  const { operation, auditDelayMinutes } = world.switch('acceptedRelationship');
  const nowMs = world.clock.nowMs();
  const lagOf = ({ resourceType, operationType }: AuditRecord): number =>
    lag + (resourceType === 'partner_customer_relationship' && operationType === operation ? auditDelayMinutes : 0);
  return world.tables.auditRecords
    .by('accountId', accountId)
    .map((row, place) => ({ row, key: orderKey(row, place) }))
    .filter(({ row }) => Date.parse(row.operationAt) <= nowMs - lagOf(row) * 60_000);
}

/** Newest first (order is not documented): later instants sort lower, and of one instant the later record. */
const orderKey = (row: AuditRecord, place: number): string => {
  const age = 9_999_999_999_999 - Temporal.Instant.from(row.operationAt).epochMilliseconds;
  return `${String(age).padStart(13, '0')} ${String(999_999_999 - place).padStart(9, '0')}`;
};

/** `startDate` and `endDate` are days; a time of day that is sent along is dropped. */
function readSpan(world: World, query: URLSearchParams): Span | Refusal {
  const today = Temporal.PlainDate.from(world.today());
  const start = query.get('startDate') ?? query.get('startdate');
  const end = query.get('endDate') ?? query.get('enddate');
  const from = start === null ? today.subtract({ days: usualDays }) : readDay(start);
  const to = end === null ? today : readDay(end);
  if (from === undefined || to === undefined) return refuse(800002);
  if (Temporal.PlainDate.compare(from, today.subtract({ days: oldestDays })) < 0) {
    return refuseWith(400, 2000, `The start date must not be more than ${oldestDays} days in the past.`);
  }
  return Temporal.PlainDate.compare(from, to) > 0 ? refuse(800002) : { from, to };
}

/** `2026-11-01`, with or without a time, or the form of one documented sample: `11/1/2026 12:00:00 AM`. */
export function readDay(text: string): Temporal.PlainDate | undefined {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text);
  try {
    if (american !== null)
      return Temporal.PlainDate.from(
        { year: Number(american[3]), month: Number(american[1]), day: Number(american[2]) },
        { overflow: 'reject' },
      );
    return Temporal.PlainDate.from(text.slice(0, 10));
  } catch {
    return undefined;
  }
}

function isWithin(span: Span, row: AuditRecord): boolean {
  const day = Temporal.PlainDate.from(dayOf(row.operationAt));
  return Temporal.PlainDate.compare(day, span.from) >= 0 && Temporal.PlainDate.compare(day, span.to) <= 0;
}

function isWanted(filter: Filter, row: AuditRecord): boolean {
  if (filter.field === 'companyname') return matches(filter, row.customerName);
  return matches(filter, filter.field === 'customerid' ? row.customerId : row.resourceType);
}

const answer = (row: AuditRecord, partnerId: string) => ({
  id: row.id,
  partnerId,
  ...(row.customerId === undefined ? {} : { customerId: row.customerId, customerName: row.customerName }),
  userPrincipalName: row.userPrincipalName,
  applicationId: row.applicationId,
  resourceType: row.resourceType,
  ...(row.resourceOldValue === '' ? {} : { resourceOldValue: row.resourceOldValue }),
  resourceNewValue: row.resourceNewValue,
  operationType: row.operationType,
  operationDate: wireInstant(row.operationAt),
  operationStatus: row.operationStatus,
  customizedData: row.customizedData,
  originalCorrelationId: row.originalCorrelationId,
  attributes: { objectType: 'AuditRecord' },
});

export const auditRoutes: readonly Route[] = [callRoute('GET', '/v1/auditrecords', { audience: 'app', right: 'administer' }, list)];
