import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { FraudEventRow } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { listOf, readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { type Refusal, refuse } from '../errors.ts';
import { resellerOf } from '../resellers.ts';

const view = { audience: 'app', right: 'view' } as const;
const act = { audience: 'user', right: 'administer' } as const;
const statuses = ['Active', 'Resolved', 'Investigating'] as const;

/** Instants of this service have no zone; what has not come is the year 9999. */
const plain = (instant: string | undefined): string => (instant === undefined ? '9999-12-31T23:59:59.9970000' : instant.replace(/Z$/, ''));

const isNewModel = (call: Call): boolean => call.request.headers['x-neweventsmodel']?.toLowerCase() === 'true';

function answer(row: FraudEventRow, call: Call) {
  const customer = call.world.tables.customers.get(row.customerId);
  return {
    eventTime: plain(row.lastAt),
    eventId: row.id,
    partnerTenantId: call.account.tenantId,
    partnerFriendlyName: call.account.name,
    customerTenantId: row.customerId,
    customerFriendlyName: customer?.name ?? '',
    subscriptionId: row.subscriptionId,
    subscriptionType: 'modern',
    entityId: row.entityId,
    entityName: 'sandbox-vm',
    entityUrl: `\\subscriptions\\${row.subscriptionId}\\virtualMachines\\sandbox-vm`,
    hitCount: String(row.hitCount),
    catalogOfferId: 'ms-azr-17g',
    eventStatus: row.status,
    serviceName: 'Virtual Machines',
    resourceName: 'sandbox-vm',
    resourceGroupName: 'sandbox-group',
    firstOccurrence: plain(row.firstAt),
    lastOccurrence: plain(row.lastAt),
    resolvedReason: row.resolvedReason ?? 'None',
    resolvedOn: plain(row.resolvedAt),
    resolvedBy: row.resolvedBy ?? '',
    ...(isNewModel(call) ? extended(row, call) : {}),
  };
}

/** What `X-NewEventsModel: true` adds. */
function extended(row: FraudEventRow, call: Call) {
  const mpnId = call.world.tables.relationships.get(`${row.accountId}:${row.customerId}`)?.resellerMpnId;
  const reseller = mpnId === undefined ? undefined : resellerOf(call.world, mpnId);
  return {
    firstObserved: plain(row.firstAt),
    lastObserved: plain(row.lastAt),
    eventType: row.eventType,
    severity: row.severity,
    confidenceLevel: 'high',
    displayName: row.eventType.replace(/(?<=[a-z])(?=[A-Z])/g, ' '),
    description: 'Unusual use was found in the subscription.',
    country: call.account.country,
    valueAddedResellerTenantId: reseller?.id ?? null,
    valueAddedResellerFriendlyName: reseller?.name ?? null,
    subscriptionName: 'Azure subscription',
    affectedResources: [
      { azureResourceId: `\\subscriptions\\${row.subscriptionId}\\virtualMachines\\sandbox-vm`, type: 'virtualMachines' },
    ],
    additionalDetails: { resourceid: `\\subscriptions\\${row.subscriptionId}`, resourcetype: 'virtualMachines' },
    isTest: 'false',
    activityLogs: '[]',
  };
}

const asked = (call: Call, name: string): string => [...call.request.query].find(([key]) => key.toLowerCase() === name)?.[1] ?? '';

/** A bare list, newest first. Pages only in the new model. */
function list(call: Call): RemoteAnswer | Refusal {
  const status = asked(call, 'eventstatus');
  if (status !== '' && !statuses.some((one) => one.toLowerCase() === status.toLowerCase()))
    return { ...refuse(3000), data: ['EventStatus'] };
  const subscription = asked(call, 'subscriptionid').toLowerCase();
  const kind = isNewModel(call) ? asked(call, 'eventtype').toLowerCase() : '';
  const found = call.world.tables.fraudEvents
    .by('accountId', call.account.id)
    .filter((row) => status === '' || row.status.toLowerCase() === status.toLowerCase())
    .filter((row) => subscription === '' || row.subscriptionId.toLowerCase() === subscription)
    .filter((row) => kind === '' || row.eventType.toLowerCase() === kind)
    .toReversed();
  return json(
    200,
    paged(call, found).map((row) => answer(row, call)),
  );
}

function paged(call: Call, rows: readonly FraudEventRow[]): readonly FraudEventRow[] {
  const size = Number(asked(call, 'pagesize'));
  const number = Number(asked(call, 'pagenumber'));
  return isNewModel(call) && size > 0 && number > 0 ? rows.slice((number - 1) * size, number * size) : rows;
}

/** All events of the subscription when no ids are named. */
function update(call: Call): RemoteAnswer | Refusal {
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const sent = wordOf(body, 'eventStatus').toLowerCase();
  const status = statuses.find((one) => one.toLowerCase() === sent) ?? (sent === 'resolve' ? 'Resolved' : undefined);
  const reason = (['Fraud', 'Ignore'] as const).find((one) => one.toLowerCase() === wordOf(body, 'resolvedReason').toLowerCase());
  if (status === undefined) return { ...refuse(3000), data: ['EventStatus'] };
  if (status === 'Resolved' && reason === undefined) return { ...refuse(3000), data: ['ResolvedReason'] };
  const ids = (listOf(body, 'eventIds') ?? []).flatMap((id) => (typeof id === 'string' ? [id.toLowerCase()] : []));
  const subscription = (call.params['subscriptionId'] ?? '').toLowerCase();
  const rows = call.world.tables.fraudEvents
    .by('accountId', call.account.id)
    .filter((row) => row.subscriptionId.toLowerCase() === subscription && (ids.length === 0 || ids.includes(row.id.toLowerCase())));
  if (rows.length === 0) return refuse(1000);
  const changed = rows.map((row) => decided(row, status, reason, call));
  call.world.apply({
    kind: 'fraud.statusChanged',
    actor: actorOf(call),
    cause: call.requestId,
    about: byWhom(call),
    changes: changed.map((row) => put('fraudEvents', row)),
  });
  return json(
    200,
    changed.map((row) => answer(row, call)),
  );
}

function decided(row: FraudEventRow, status: FraudEventRow['status'], reason: FraudEventRow['resolvedReason'], call: Call): FraudEventRow {
  const { resolvedReason: _reason, resolvedAt: _at, resolvedBy: _by, ...open } = row;
  if (status !== 'Resolved' || reason === undefined) return { ...open, status };
  return { ...open, status, resolvedReason: reason, resolvedAt: call.world.now(), resolvedBy: call.userPrincipalName ?? '' };
}

export const fraudRoutes: readonly Route[] = [
  callRoute('GET', '/v1/fraudEvents', view, list),
  callRoute('POST', '/v1/fraudEvents/subscription/{subscriptionId}/status', act, update),
];
