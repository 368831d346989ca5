import { describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { SandboxClock } from '../clock.ts';
import { settle } from '../world/due.ts';
import type { GdapRelationship, GdapStatus } from '../world/types.ts';
import { put, World } from '../world/world.ts';
import { approveByCustomer, expire, gdapRule, mayBecome, removeRole, terminate } from './life.ts';
import { isAllowedDuration, isGuid } from './rules.ts';

const alone = { rows: [gdapRule], days: [] };
const startsAt = '2026-11-21T10:00:00Z';
const by = { actor: { kind: 'user', name: 'admin@customer' }, cause: 'test' } as const;
const statuses: readonly GdapStatus[] = [
  'created',
  'approvalPending',
  'approved',
  'activating',
  'active',
  'expiring',
  'expired',
  'terminationRequested',
  'terminating',
  'terminated',
];

function aWorld(over: Partial<GdapRelationship>): World {
  const world = new World({ seed: 1, scale: 1, startsAt }, SandboxClock.stoppedAt(startsAt));
  const row: GdapRelationship = {
    id: 'gdap-1',
    accountId: 'pc-1',
    customerId: 'customer-1',
    displayName: 'Support',
    duration: 'P730D',
    autoExtendDuration: 'PT0S',
    roleDefinitionIds: ['role-1', 'role-2'],
    status: 'active',
    createdAt: startsAt,
    modifiedAt: startsAt,
    assignments: [],
    requests: [],
    operations: [],
    version: 1,
    ...over,
  };
  world.lay([put('gdap', row)]);
  return world;
}
const row = (world: World): GdapRelationship => must(world.tables.gdap.get('gdap-1'), 'gdap');
function after(world: World, span: Temporal.DurationLike): GdapRelationship {
  world.clock.jumpTo(world.clock.now().toZonedDateTimeISO('UTC').add(span).toInstant());
  settle(world, alone);
  return row(world);
}

describe('the life of delegated access (delegatedAdminRelationship resource type, GDAP FAQ)', () => {
  test('what is over never comes back', () => {
    for (const over of ['expired', 'terminated'] as const) for (const to of statuses) expect(mayBecome(over, to)).toBe(false);
  });

  test('nothing follows itself, and every other state is reached from some state', () => {
    for (const status of statuses) expect(mayBecome(status, status)).toBe(false);
    for (const status of statuses) expect(statuses.some((from) => mayBecome(from, status))).toBe(status !== 'created');
  });

  test.each(statuses)('%s: the customer can accept it only while it waits', (status) => {
    expect(approveByCustomer(aWorld({ status }), 'gdap-1', by)).toBe(status === 'approvalPending');
  });

  test.each(statuses)('%s: it can be ended only while it is active', (status) => {
    expect(terminate(aWorld({ status }), 'gdap-1', by)).toBe(status === 'active');
  });

  test.each(statuses)('%s: the control expires it only while it is active or about to end', (status) => {
    expect(expire(aWorld({ status }), 'gdap-1', by)).toBe(status === 'active' || status === 'expiring');
  });

  test('an invitation for nobody is accepted by whoever opens it, and by nobody without a name', () => {
    const { customerId: _none, ...open } = row(aWorld({ status: 'approvalPending' }));
    const world = aWorld({});
    world.lay([put('gdap', open)]);

    expect(approveByCustomer(world, 'gdap-1', by)).toBe(false);
    expect(approveByCustomer(world, 'gdap-1', by, 'customer-9')).toBe(true);
    expect(row(world)).toMatchObject({ status: 'approved', customerId: 'customer-9' });
  });

  test('accepted, it is active a moment later and ends when its duration is over', () => {
    const world = aWorld({ status: 'approvalPending' });
    approveByCustomer(world, 'gdap-1', by);

    expect(after(world, { seconds: 1 }).status).toBe('approved');
    expect(after(world, { seconds: 5 })).toMatchObject({ status: 'active', endAt: '2028-11-20T10:00:04Z' });
    expect(after(world, { days: 729 }).status).toBe('active');
    expect(after(world, { days: 2 }).status).toBe('expired');
  });

  test('in one jump or in many steps it comes to the same, with the same instants', () => {
    const [jump, walk] = [aWorld({ status: 'approvalPending' }), aWorld({ status: 'approvalPending' })];
    for (const world of [jump, walk]) approveByCustomer(world, 'gdap-1', by);

    after(jump, { days: 800 });
    for (let day = 0; day < 800; day += 1) after(walk, { days: 1 });

    expect(row(walk)).toEqual(row(jump));
  });

  test('an invitation lapses after 90 days, not a second before', () => {
    const world = aWorld({ status: 'approvalPending' });

    expect(after(world, { days: 89, hours: 23, minutes: 59, seconds: 59 }).status).toBe('approvalPending');
    expect(after(world, { seconds: 1 }).status).toBe('expired');
  });

  test('with automatic extension it goes on by half a year each time', () => {
    const world = aWorld({ autoExtendDuration: 'P180D', endAt: '2026-12-01T00:00:00Z' });

    expect(after(world, { days: 30 })).toMatchObject({ status: 'active', endAt: '2027-05-30T00:00:00Z' });
    expect(after(world, { days: 365 })).toMatchObject({ status: 'active', endAt: '2028-05-24T00:00:00Z' });
  });

  test('a role that is taken away is gone from its assignments too', () => {
    const assignment = {
      id: 'a',
      groupId: 'g',
      roleDefinitionIds: ['role-1', 'role-2'],
      status: 'active',
      createdAt: startsAt,
      modifiedAt: startsAt,
      version: 1,
    } as const;
    const world = aWorld({ assignments: [assignment] });

    expect(removeRole(world, 'gdap-1', 'role-1', by)).toBe(true);
    expect(row(world)).toMatchObject({ roleDefinitionIds: ['role-2'], assignments: [{ roleDefinitionIds: ['role-2'], version: 2 }] });
    expect(removeRole(world, 'gdap-1', 'role-1', by)).toBe(false);
  });

  test('nothing due, nothing happens: no events for looking', () => {
    const world = aWorld({ endAt: '2028-01-01T00:00:00Z' });
    for (let look = 0; look < 5; look += 1) settle(world, alone);

    expect(world.events).toEqual([]);
  });
});

describe('what a partner may ask for', () => {
  test.each(['P1D', 'P30D', 'P730D', 'P2Y', 'P1Y', 'P24M', 'PT24H', 'p90d'])('%s lasts between a day and two years', (duration) => {
    expect(isAllowedDuration(duration)).toBe(true);
  });

  test.each(['P0D', 'PT23H', 'P731D', 'P3Y', 'P25M', '-P30D', '', '30', 'two years', 'P'])('%j does not', (duration) => {
    expect(isAllowedDuration(duration)).toBe(false);
  });

  test.each([
    ['62e90394-69f5-4237-9190-012177145e10', true],
    ['62E90394-69F5-4237-9190-012177145E10', true],
    ['62e9039469f542379190012177145e10', false],
    ['62e90394-69f5-4237-9190-012177145e1', false],
    ['{62e90394-69f5-4237-9190-012177145e10}', false],
    ['contoso', false],
    ['', false],
  ])('%j is a GUID: %s', (text, expected) => {
    expect(isGuid(text)).toBe(expected);
  });
});
