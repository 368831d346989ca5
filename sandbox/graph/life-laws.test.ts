import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SandboxClock } from '../clock.ts';
import { settle } from '../world/due.ts';
import type { GdapRelationship, GdapStatus } from '../world/types.ts';
import { put, World } from '../world/world.ts';
import {
  answerOfReseller,
  approveByCustomer,
  declineByCustomer,
  expire,
  gdapRule,
  keep,
  mayBecome,
  removeRole,
  terminate,
} from './life.ts';

const alone = { rows: [gdapRule], days: [] };
const startsAt = '2026-11-21T10:00:00Z';
const by = { actor: { kind: 'user', name: 'somebody' }, cause: 'test' } as const;

type Step =
  | { readonly does: 'lock' | 'approve' | 'decline' | 'resellerApprove' | 'resellerReject' | 'terminate' | 'expire' | 'removeRole' }
  | { readonly does: 'wait'; readonly hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constantFrom('lock', 'approve', 'decline', 'resellerApprove', 'resellerReject', 'terminate', 'expire', 'removeRole'),
  }),
  fc.record({ does: fc.constant('wait' as const), hours: fc.integer({ min: 0, max: 24 * 200 }) }),
);

function aWorld(ofProvider: boolean, autoExtendDuration: string): World {
  const world = new World({ seed: 1, scale: 1, startsAt }, SandboxClock.stoppedAt(startsAt));
  const row: GdapRelationship = {
    id: 'gdap-1',
    accountId: 'pc-1',
    customerId: 'customer-1',
    displayName: 'Any',
    duration: 'P90D',
    autoExtendDuration,
    roleDefinitionIds: ['role-1', 'role-2'],
    status: 'created',
    createdAt: startsAt,
    modifiedAt: startsAt,
    assignments: [],
    requests: [],
    operations: [],
    ...(ofProvider ? { reseller: { providerTenantId: 'tenant-1', consent: 'pending' } } : {}),
    version: 1,
  };
  world.lay([put('gdap', row)]);
  return world;
}

const rowOf = (world: World): GdapRelationship | undefined => world.tables.gdap.get('gdap-1');

/** As `requests.ts` does for a partner. */
function lock(world: World): void {
  const row = rowOf(world);
  if (row?.status !== 'created') return;
  const now = world.now();
  const request = { id: world.newId(), action: 'lockForApproval', status: 'succeeded', createdAt: now, modifiedAt: now } as const;
  keep(world, { ...row, status: 'approvalPending', requests: [request] }, 'gdap.approvalPending', by);
}

const works: Readonly<Record<Exclude<Step['does'], 'wait'>, (world: World) => unknown>> = {
  lock,
  approve: (world) => approveByCustomer(world, 'gdap-1', by),
  decline: (world) => declineByCustomer(world, 'gdap-1', by),
  resellerApprove: (world) => answerOfReseller(world, 'gdap-1', 'approve', by),
  resellerReject: (world) => answerOfReseller(world, 'gdap-1', 'reject', by),
  terminate: (world) => terminate(world, 'gdap-1', by),
  expire: (world) => expire(world, 'gdap-1', by),
  removeRole: (world) => removeRole(world, 'gdap-1', 'role-1', by),
};

function carryOut(world: World, one: Step): void {
  if (one.does === 'wait') world.clock.step(one.hours * 3_600_000);
  else works[one.does](world);
  settle(world, alone);
}

/** The statuses in the order in which they came, and the row as it was each time. */
function history(steps: readonly Step[], ofProvider: boolean, autoExtend: string): readonly GdapRelationship[] {
  const world = aWorld(ofProvider, autoExtend);
  const seen = [rowOf(world)];
  world.on(() => seen.push(rowOf(world)));
  for (const one of steps) carryOut(world, one);
  return seen.filter((row) => row !== undefined);
}

const histories = fc.tuple(fc.array(step, { maxLength: 25 }), fc.boolean(), fc.constantFrom('PT0S', 'P180D'));

/** The control API ends it at once; Microsoft takes two steps. */
const isAllowed = (from: GdapStatus, to: GdapStatus): boolean =>
  from === to || mayBecome(from, to) || (from === 'active' && to === 'expired');

describe('whatever happens to delegated access', () => {
  test('its status only takes the documented steps', () => {
    fc.assert(
      fc.property(histories, ([steps, ofProvider, autoExtend]) => {
        const rows = history(steps, ofProvider, autoExtend);
        for (const [index, row] of rows.entries()) expect(isAllowed(rows[index - 1]?.status ?? 'created', row.status)).toBe(true);
      }),
    );
  });

  test('it is active only after all who must agree have agreed, and from then on it has an end', () => {
    fc.assert(
      fc.property(histories, ([steps, ofProvider, autoExtend]) => {
        for (const row of history(steps, ofProvider, autoExtend)) {
          if (row.status !== 'active') continue;
          expect(row.reseller?.consent ?? 'approved').toBe('approved');
          expect(Date.parse(row.endAt ?? '')).toBeGreaterThan(Date.parse(row.activatedAt ?? ''));
        }
      }),
    );
  });

  test('each change has another etag, and no instant lies before the one of the change before', () => {
    fc.assert(
      fc.property(histories, ([steps, ofProvider, autoExtend]) => {
        const rows = history(steps, ofProvider, autoExtend);
        expect(new Set(rows.map(({ version }) => version)).size).toBe(rows.length);
        const instants = rows.map(({ modifiedAt }) => Date.parse(modifiedAt));
        expect(instants).toEqual(instants.toSorted((left, right) => left - right));
      }),
    );
  });
});
