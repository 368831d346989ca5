import { auditRecord } from '../world/audit.ts';
import type { AuditRecord } from '../world/types.ts';
import { type Change, put, type World, type WorldEvent } from '../world/world.ts';
import { eventNotices } from './event-notices.ts';
import type { Notice } from './notice.ts';
import { noticesOf } from './notices.ts';
import { pascal } from './pascal.ts';
import { queued } from './queue.ts';
import { rowChanges } from './row-changes.ts';

const own = 'microsoft.reported';

/** The next charge cycle of a running term is no change that anybody is told about. */
const untold = 'subscription.cycleCharged';

/**
 * Writes the activity log and queues notifications for every change at Microsoft, whoever made it: a partner's program, a person in
 * a portal, a distributor, or time. An event that brings its own audit records is only notified about.
 */
export function reportChanges(world: World): () => void {
  return world.on((event, before) => {
    if (event.kind === own || event.kind === untold) return;
    const notices = [
      ...noticesOf(world, rowChanges(event, before), event.about['operationType'], event.actor.kind === 'system'),
      ...eventNotices(event),
    ];
    const hasAudit = event.changes.some((change) => change.table === 'auditRecords');
    const changes = notices.flatMap((notice) => changesFor(world, event, notice, hasAudit));
    if (changes.length === 0) return;
    world.apply({ kind: own, actor: { kind: 'system', name: 'Microsoft' }, cause: event.kind, about: { of: String(event.seq) }, changes });
  });
}

function changesFor(world: World, event: WorldEvent, notice: Notice, hasAudit: boolean): Change[] {
  const audit = hasAudit ? auditIn(event, notice) : auditOf(world, event, notice);
  const changes: Change[] = audit === undefined || hasAudit ? [] : [put('auditRecords', audit)];
  if (notice.event === undefined) return changes;
  const { name, resourceName, resourceUri, namesAudit } = notice.event;
  const auditUri = namesAudit && audit !== undefined ? `https://api.partnercenter.microsoft.com/v1/auditrecords/${audit.id}` : null;
  const body = {
    EventName: name,
    ResourceUri: resourceUri,
    ResourceName: resourceName,
    AuditUri: auditUri,
    ResourceChangeUtcDate: event.at.replace('Z', '+00:00'),
  };
  return [...changes, ...queued(world, notice.accountId, name, JSON.stringify(body))];
}

/** The record of this account that came with the event itself. */
const auditIn = (event: WorldEvent, notice: Notice): AuditRecord | undefined => {
  const change = event.changes.find((one) => one.table === 'auditRecords');
  // Rows of this table are made by `put('auditRecords', ...)` only.
  const record = change?.row as AuditRecord | null | undefined;
  return record?.accountId === notice.accountId ? record : undefined;
};

function auditOf(world: World, event: WorldEvent, notice: Notice): AuditRecord | undefined {
  const account = world.tables.partnerAccounts.get(notice.accountId);
  if (account === undefined || notice.audit === undefined) return undefined;
  const { resourceId, resourceType, operationType } = notice.audit;
  const isOurs = event.about['accountId'] === undefined || event.about['accountId'] === notice.accountId;
  return auditRecord({
    account,
    customer: notice.customerId === undefined ? undefined : world.tables.customers.get(notice.customerId),
    resourceId,
    resourceType,
    operationType,
    at: event.at,
    userPrincipalName: isOurs ? (event.about['userPrincipalName'] ?? nameOf(event)) : '',
    applicationId: isOurs ? event.about['applicationId'] : undefined,
    oldValue: pascal(notice.audit.old),
    newValue: pascal(notice.audit.new),
    customizedData: notice.audit.customizedData ?? customized(notice),
    correlationId: event.about['correlationId'] ?? event.cause,
    seq: event.seq,
  });
}

const nameOf = (event: WorldEvent): string | undefined => (event.actor.kind === 'user' ? event.actor.name : undefined);

/** Which subscription it was; the sandbox's own keys, after those of an order. */
function customized(notice: Notice): AuditRecord['customizedData'] {
  const row = notice.audit?.new;
  if (typeof row !== 'object' || row === null || !('orderId' in row) || !('quantity' in row) || !('id' in row)) return [];
  return [
    { key: 'OrderId', value: String(row.orderId) },
    { key: 'SubscriptionId', value: String(row.id) },
    { key: 'Quantity', value: String(row.quantity) },
  ];
}
