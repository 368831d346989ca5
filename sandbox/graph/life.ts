import { dueRow } from '../world/due.ts';
import type { GdapAssignment, GdapRelationship, GdapRequest, GdapStatus } from '../world/types.ts';
import { type Actor, put, type World } from '../world/world.ts';

export type By = { readonly actor: Actor; readonly cause: string; readonly about?: Readonly<Record<string, string>> };

const system: By = { actor: { kind: 'system', name: 'Microsoft' }, cause: 'lifecycle' };

/** Which status may follow which (delegatedAdminRelationship resource type and GDAP FAQ). */
const next: Readonly<Record<GdapStatus, readonly GdapStatus[]>> = {
  created: ['approvalPending'],
  approvalPending: ['approved', 'terminated', 'expired'],
  approved: ['activating'],
  activating: ['active'],
  active: ['expiring', 'terminationRequested'],
  expiring: ['expired', 'active'],
  expired: [],
  terminationRequested: ['terminating'],
  terminating: ['terminated'],
  terminated: [],
};

export const mayBecome = (from: GdapStatus, to: GdapStatus): boolean => next[from].includes(to);

/** Writes a relationship as one event; version and time are set here. `at`: when it happened, if not now. */
export function keep(world: World, row: GdapRelationship, kind: string, by: By, at: string = world.now()): GdapRelationship {
  const kept: GdapRelationship = { ...row, version: row.version + 1, modifiedAt: at };
  world.apply({
    kind,
    at,
    actor: by.actor,
    cause: by.cause,
    about: {
      ...by.about,
      accountId: row.accountId,
      gdapId: row.id,
      ...(row.customerId === undefined ? {} : { customerId: row.customerId }),
    },
    changes: [put('gdap', kept)],
  });
  return kept;
}

const move = (world: World, row: GdapRelationship, to: GdapStatus, by: By, at?: string): GdapRelationship =>
  keep(world, { ...row, status: to }, `gdap.${to}`, by, at);

/**
 * The customer's administrator accepts the invitation. False when there is nothing to accept. What an indirect provider made for his
 * reseller goes on only when the reseller has approved it too.
 */
export function approveByCustomer(world: World, gdapId: string, by: By, customerId?: string): boolean {
  const row = world.tables.gdap.get(gdapId);
  if (row?.status !== 'approvalPending' || row.reseller?.customerAccepted === true) return false;
  const customer = row.customerId ?? customerId;
  if (customer === undefined) return false;
  if (row.reseller?.consent === 'pending')
    keep(world, { ...row, customerId: customer, reseller: { ...row.reseller, customerAccepted: true } }, 'gdap.acceptedByCustomer', by);
  else move(world, { ...row, customerId: customer }, 'approved', by);
  return true;
}

/** The customer's administrator declines the invitation: it is over. */
export function declineByCustomer(world: World, gdapId: string, by: By): boolean {
  const row = world.tables.gdap.get(gdapId);
  if (row?.status !== 'approvalPending') return false;
  move(world, row, 'terminated', by);
  return true;
}

/** The indirect reseller answers what his provider made for him. False when nothing waits for him. */
export function answerOfReseller(world: World, gdapId: string, action: 'approve' | 'reject', by: By): GdapRequest | undefined {
  const row = world.tables.gdap.get(gdapId);
  if (row?.status !== 'approvalPending' || row.reseller?.consent !== 'pending') return undefined;
  const now = world.now();
  const request: GdapRequest = { id: world.newId(), action, status: 'succeeded', createdAt: now, modifiedAt: now };
  const requests = [...row.requests, request];
  if (action === 'reject') move(world, { ...row, requests, reseller: { ...row.reseller, consent: 'rejected' } }, 'terminated', by);
  else {
    const agreed: GdapRelationship = { ...row, requests, reseller: { ...row.reseller, consent: 'approved' } };
    if (row.reseller.customerAccepted === true) move(world, agreed, 'approved', by);
    else keep(world, agreed, 'gdap.approvedByReseller', by);
  }
  return request;
}

/** Either side ends an active relationship. The customer's administrator does it in his portal. */
export function terminate(world: World, gdapId: string, by: By): boolean {
  const row = world.tables.gdap.get(gdapId);
  if (row === undefined || !mayBecome(row.status, 'terminationRequested')) return false;
  move(world, row, 'terminationRequested', by);
  return true;
}

/** Ends it at once, as if its time had come. For the control API. */
export function expire(world: World, gdapId: string, by: By): boolean {
  const row = world.tables.gdap.get(gdapId);
  if (row?.status !== 'active' && row?.status !== 'expiring') return false;
  move(world, { ...row, endAt: world.now() }, 'expired', by);
  return true;
}

/** A role is taken away from the relationship and from all its assignments. For the control API. */
export function removeRole(world: World, gdapId: string, roleDefinitionId: string, by: By): boolean {
  const row = world.tables.gdap.get(gdapId);
  if (row?.roleDefinitionIds.includes(roleDefinitionId) !== true) return false;
  keep(world, withoutRole(row, roleDefinitionId), 'gdap.roleRemoved', by);
  return true;
}

export function withoutRole(row: GdapRelationship, roleDefinitionId: string): GdapRelationship {
  const without = (ids: readonly string[]) => ids.filter((id) => id !== roleDefinitionId);
  const assignments = row.assignments.map((one) => ({
    ...one,
    roleDefinitionIds: without(one.roleDefinitionIds),
    version: one.version + 1,
  }));
  return { ...row, roleDefinitionIds: without(row.roleDefinitionIds), assignments };
}

/** Every relationship takes its steps when their time has come. */
export const gdapRule = dueRow('gdap', {
  at: dueAt,
  happen: (world, row, atMs) => {
    step(world, row, Temporal.Instant.fromEpochMilliseconds(atMs).toString());
  },
});

const ms = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;

const never = Number.POSITIVE_INFINITY;

/** Statuses that Microsoft leaves by itself a moment later. */
const passing: readonly GdapStatus[] = ['approved', 'activating', 'terminationRequested', 'terminating', 'expiring'];

/** When the next step of a relationship is due; never = infinity. */
function dueAt(row: GdapRelationship, world: World): number {
  const { stepSeconds, approvalDays } = world.switch('gdap');
  const soon = ms(row.modifiedAt) + stepSeconds * 1000;
  if (passing.includes(row.status)) return soon;
  if (row.status === 'approvalPending') return ms(sentAt(row)) + approvalDays * 24 * 3_600_000;
  if (row.status !== 'active') return never;
  return Math.min(row.endAt === undefined ? never : ms(row.endAt), hasMovingPart(row) ? soon : never);
}

/** When the invitation went to the customer; what the reseller says in between moves nothing. */
const sentAt = (row: GdapRelationship): string =>
  row.requests.findLast(({ action }) => action === 'lockForApproval')?.createdAt ?? row.modifiedAt;

const hasMovingPart = (row: GdapRelationship): boolean =>
  row.assignments.some((one) => one.status === 'pending' || one.status === 'deleting') ||
  row.operations.some((one) => one.status === 'running');

/** A step happens at the instant it was due, however far the clock was moved since. */
function step(world: World, row: GdapRelationship, at: string): GdapRelationship {
  switch (row.status) {
    case 'approved':
      return move(world, row, 'activating', system, at);
    case 'activating':
      return activated(world, row, at);
    case 'terminationRequested':
      return move(world, row, 'terminating', system, at);
    case 'terminating':
      return move(world, { ...row, requests: answered(row.requests, at) }, 'terminated', system, at);
    case 'approvalPending':
      return move(world, row, world.switch('gdap').lapsedAs, system, at);
    case 'expiring':
      return move(world, row, 'expired', system, at);
    default:
      return row.endAt !== undefined && ms(row.endAt) <= ms(at)
        ? ended(world, row, at)
        : keep(world, withPartsMoved(row, at), 'gdap.assignmentsSettled', system, at);
  }
}

function activated(world: World, row: GdapRelationship, at: string): GdapRelationship {
  const endAt = Temporal.Instant.from(at).toZonedDateTimeISO('UTC').add(row.duration).toInstant().toString();
  return move(world, { ...row, activatedAt: at, endAt, requests: answered(row.requests, at) }, 'active', system, at);
}

/** At its end a relationship is prolonged by half a year when it was asked for, else it ends. */
function ended(world: World, row: GdapRelationship, at: string): GdapRelationship {
  if (row.autoExtendDuration === 'PT0S' || row.endAt === undefined) return move(world, row, 'expiring', system, at);
  const endAt = Temporal.Instant.from(row.endAt)
    .toZonedDateTimeISO('UTC')
    .add({ days: world.switch('gdap').extendDays })
    .toInstant()
    .toString();
  return keep(world, { ...row, endAt }, 'gdap.extended', system, at);
}

const answered = (requests: readonly GdapRequest[], now: string): GdapRequest[] =>
  requests.map((one) => (one.status === 'created' || one.status === 'pending' ? { ...one, status: 'succeeded', modifiedAt: now } : one));

function withPartsMoved(row: GdapRelationship, now: string): GdapRelationship {
  const assignments = row.assignments.map((one): GdapAssignment => {
    if (one.status === 'pending') return { ...one, status: 'active', modifiedAt: now, version: one.version + 1 };
    return one.status === 'deleting' ? { ...one, status: 'deleted', modifiedAt: now, version: one.version + 1 } : one;
  });
  const operations = row.operations.map((one) =>
    one.status === 'running' ? { ...one, status: 'succeeded' as const, modifiedAt: now } : one,
  );
  return { ...row, assignments, operations };
}
