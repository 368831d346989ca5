import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portalActs } from '../../acts/portal.ts';
import { agenda } from '../../agenda.ts';
import { SandboxClock } from '../../clock.ts';
import { settle } from '../../world/due.ts';
import { layEstate } from '../../world/estate.ts';
import { runningCycleEnd } from '../../world/terms-cycle.ts';
import type { Subscription, SubscriptionStatus } from '../../world/types.ts';
import { put, World, type WorldEvent } from '../../world/world.ts';
import { isRefusal } from '../errors.ts';
import { openSandbox } from '../open-sandbox.ts';
import { accept } from './accepted.ts';
import { changed } from './change.ts';

const startsAt = '2026-11-21T10:00:00Z';
const options = { seed: 5, scale: 10, startsAt };

const deed = fc.oneof(
  { weight: 3, arbitrary: fc.record({ action: fc.constant('wait'), days: fc.integer({ min: 0, max: 120 }) }) },
  fc.record({ action: fc.constant('portal.seats'), quantity: fc.integer({ min: -1, max: 60 }) }),
  fc.record({ action: fc.constantFrom('portal.cancel', 'portal.suspend', 'portal.reactivate') }),
  fc.record({ action: fc.constant('portal.autoRenew'), autoRenew: fc.boolean() }),
  fc.record({ action: fc.constant('portal.atTermEnd'), end: fc.constantFrom('renew', 'cancel', 'extend') }),
  fc.record({ action: fc.constant('portal.term'), term: fc.constantFrom('P1M', 'P1Y', 'P3Y') }),
  fc.record({ action: fc.constant('portal.billingCycle'), billingCycle: fc.constantFrom('monthly', 'annual', 'triennial') }),
  fc.record({ action: fc.constant('portal.nextTerm'), quantity: fc.integer({ min: 0, max: 60 }), term: fc.constantFrom('P1M', 'P1Y') }),
  fc.record({
    action: fc.constant('portal.upgrade'),
    sku: fc.constantFrom('CFQ7TTC0LCHC:0002', 'CFQ7TTC0LFLX:0001', 'CFQ7TTC0LDPB:0001'),
    quantity: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ action: fc.constant('accepted'), quantity: fc.integer({ min: 1, max: 60 }) }),
);
const deeds = fc.array(fc.tuple(fc.nat(7), deed), { minLength: 1, maxLength: 25 });
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

function aWorld(): { readonly world: World; readonly log: WorldEvent[] } {
  const log: WorldEvent[] = [];
  const world = new World(options, SandboxClock.stoppedAt(startsAt), { append: (event) => log.push(event) });
  layEstate(world);
  freshen(world);
  return { world, log };
}

/** The first ones were bought just now, one of them as a trial. */
function freshen(world: World): void {
  const until = '2026-11-28T10:00:00Z';
  for (const [place, row] of world.tables.subscriptions.all().slice(0, 6).entries()) {
    const seatBatches = [{ quantity: row.quantity, addedAt: startsAt, refundableUntil: until }];
    const trial = { productId: 'CFQ7TTC0LCHC', skuId: '000T', term: 'P1M', billingCycle: 'monthly', isTrial: true } as const;
    const end = { commitmentEndAt: '2026-12-20T23:59:59Z', billingCycleEndAt: '2026-12-20T23:59:59Z' };
    const begun = { effectiveStartAt: startsAt, createdAt: startsAt, seatBatches, cancellationAllowedUntil: until };
    world.lay([put('subscriptions', { ...row, ...begun, ...end, term: 'P1M', billingCycle: 'monthly', ...(place === 0 ? trial : {}) })]);
  }
}

/** Somebody does something to one of the first subscriptions, or time passes. */
function carryOut(world: World, place: number, one: Deed): void {
  if ('days' in one) {
    world.clock.step(one.days * 86_400_000 + 1);
    settle(world, agenda);
    return;
  }
  const row = world.tables.subscriptions.all()[place];
  if (row === undefined) return;
  if (one.action === 'accepted' && 'quantity' in one) later(world, row, one.quantity);
  else portalActs[one.action]?.(world, { ...one, subscriptionId: row.id });
}

function later(world: World, row: Subscription, quantity: number): void {
  if (world.tables.subscriptionChanges.get(row.id) !== undefined) return;
  const plain = {
    friendlyName: undefined,
    status: undefined,
    billingCycle: undefined,
    term: undefined,
    nextTerm: undefined,
    nextBillingCycle: undefined,
  };
  const after = changed(world, row, { ...plain, autoRenew: row.autoRenew, quantity });
  if (!isRefusal(after)) accept(world, row, after, { actor: { kind: 'api', name: 'test' }, cause: 'test', about: {} }, 3600);
}

/** The state machine of the page "Subscription lifecycle", with the cancelled end of 2026. */
const steps: Readonly<Record<SubscriptionStatus, readonly SubscriptionStatus[]>> = {
  none: [],
  pending: ['active'],
  active: ['suspended', 'deleted', 'expired', 'disabled'],
  suspended: ['active', 'deleted', 'disabled'],
  expired: ['disabled'],
  disabled: ['deleted'],
  deleted: [],
};

const states = (events: readonly WorldEvent[], first: ReadonlyMap<string, Subscription>) => {
  const known = new Map(first);
  return events.flatMap((event) =>
    event.changes.flatMap((change) => {
      if (change.table !== 'subscriptions') return [];
      const after = change.row as Subscription; // Rows of this table.
      const before = known.get(change.key);
      known.set(change.key, after);
      return before === undefined ? [] : [{ before, after, event }];
    }),
  );
};

describe('whatever is done to subscriptions', () => {
  test('no step leaves the documented state machine, and what is gone stays as it was', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const { world, log } = aWorld();
        const first = new Map(world.tables.subscriptions.entries());
        for (const [place, one] of all) carryOut(world, place, one);

        for (const { before, after } of states(log, first)) {
          if (before.status !== after.status) expect(steps[before.status]).toContain(after.status);
          expect(before.status).not.toBe('deleted');
          expect(after.version).toBe(before.version + 1);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('seats are the sum of their batches, and go back only while they may', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const { world, log } = aWorld();
        const first = new Map(world.tables.subscriptions.entries());
        for (const [place, one] of all) carryOut(world, place, one);

        for (const { before, after, event } of states(log, first)) {
          expect(after.seatBatches.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(after.quantity);
          const isGivenBack = after.quantity < before.quantity && event.kind === 'subscription.quantityChanged';
          // An accepted change was judged an hour before it took hold.
          const judgedMs = Date.parse(event.at) - 3_600_000;
          const open = before.seatBatches.filter(({ refundableUntil }) => Date.parse(refundableUntil) > judgedMs);
          if (isGivenBack)
            expect(before.quantity - after.quantity).toBeLessThanOrEqual(open.reduce((sum, { quantity }) => sum + quantity, 0));
          const isCancelled =
            before.status !== 'deleted' &&
            after.status === 'deleted' &&
            event.cause !== 'time' &&
            event.kind !== 'subscription.transitioned';
          if (isCancelled) expect(event.at <= before.cancellationAllowedUntil || before.extended !== undefined).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('dates hold together: the charge cycle that runs is inside the term that runs', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const { world } = aWorld();
        for (const [place, one] of all) carryOut(world, place, one);

        const nowMs = world.clock.nowMs();
        for (const row of world.tables.subscriptions.all().filter(({ status }) => status === 'active')) {
          const end = runningCycleEnd(row, world);
          expect(Date.parse(end) + 1000 > nowMs && end <= row.commitmentEndAt && row.effectiveStartAt < end).toBe(true);
          expect(row.extended === undefined || (row.term === 'P1M' && !row.autoRenew) || row.autoRenew).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the same events give the same bytes', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const { world, log } = aWorld();
        for (const [place, one] of all) carryOut(world, place, one);
        const again = aWorld().world;
        for (const event of JSON.parse(JSON.stringify(log)) as WorldEvent[]) again.replay(event);

        const bytes = ({ tables }: World): string =>
          JSON.stringify([tables.subscriptions, tables.subscriptionChanges, tables.transitions].map((table) => [...table.entries()]));
        expect(bytes(again)).toBe(bytes(world));
      }),
      { numRuns: 20 },
    );
  });
});

test('a subscription in the list is the subscription by its id, after anything', async () => {
  const sandbox = await openSandbox();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(7), deed), { minLength: 1, maxLength: 6 }), async (all) => {
      for (const [place, one] of all) carryOut(sandbox.world, place, one);
      // Tokens lapse, and there is a limit to calls a minute.
      sandbox.world.clock.step(61_000);
      const token = sandbox.token();
      const customers = new Set(
        sandbox.world.tables.subscriptions
          .by('accountId', sandbox.account.id)
          .slice(0, 8)
          .map(({ customerId }) => customerId),
      );
      for (const customerId of customers) {
        const path = `/v1/customers/${customerId}/subscriptions`;
        const { items } = (await sandbox.ask(path, { token })).body as { readonly items: readonly { readonly id: string }[] };
        for (const item of items) expect((await sandbox.ask(`${path}/${item.id}`, { token })).body).toEqual(item);
      }
    }),
    { numRuns: 8 },
  );
  await sandbox.close();
});
