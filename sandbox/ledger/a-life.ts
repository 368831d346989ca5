import fc from 'fast-check';
import { buy } from '../acts/buy.ts';
import { portalActs } from '../acts/portal.ts';
import { agenda } from '../agenda.ts';
import { SandboxClock } from '../clock.ts';
import { settle } from '../world/due.ts';
import { dayMs } from '../world/estate/times.ts';
import { layEstate } from '../world/estate.ts';
import { upgradesOf } from '../world/prices/extra-catalogue.ts';
import { runningCycleEnd } from '../world/terms-cycle.ts';
import type { Subscription } from '../world/types.ts';
import { put, World } from '../world/world.ts';
import type { Rules } from './rules.ts';

// For tests: worlds in which people bought, changed, upgraded and cancelled what they liked.

const startsAt = '2026-11-21T10:00:00Z';
export const account = 'pc-1';
const skus = ['CFQ7TTC0LCHC:0002', 'CFQ7TTC0LH18:0001', 'CFQ7TTC0LFLX:0001'] as const;
const shapes = [
  ['P1M', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
  ['P3Y', 'annual'],
] as const;

export type Move =
  | { readonly kind: 'wait'; readonly hours: number }
  /** To the very instant at which a subscription's charge cycle begins anew. */
  | { readonly kind: 'cycle'; readonly which: number }
  | { readonly kind: 'buy'; readonly sku: number; readonly shape: number; readonly quantity: number; readonly customer: number }
  | { readonly kind: 'seats'; readonly which: number; readonly quantity: number }
  | { readonly kind: 'cancel' | 'suspend' | 'reactivate'; readonly which: number }
  /** Into a product of the list or, where there is one of the same customer, into a subscription. */
  | {
      readonly kind: 'upgrade';
      readonly which: number;
      readonly sku: number;
      readonly share: number;
      readonly shape: number;
      readonly into: boolean;
    }
  | { readonly kind: 'term' | 'billingCycle' | 'nextTerm'; readonly which: number; readonly shape: number }
  | { readonly kind: 'autoRenew'; readonly which: number; readonly on: boolean };

const which = fc.nat(200);
export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cycle' as const), which }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 600 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('buy' as const),
      sku: fc.nat(2),
      shape: fc.nat(3),
      quantity: fc.integer({ min: 1, max: 40 }),
      customer: fc.nat(20),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('seats' as const), which, quantity: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'suspend' as const, 'reactivate' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('autoRenew' as const), which, on: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('upgrade' as const),
      which,
      sku: fc.nat(3),
      share: fc.constantFrom(0, 0, 2, 3),
      shape: fc.nat(3),
      into: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('term' as const, 'billingCycle' as const, 'nextTerm' as const), which, shape: fc.nat(3) }),
  },
);

function aWorld(rules: Partial<Rules>, queueHours: number): World {
  const world = new World({ seed: 5, scale: 10, startsAt }, SandboxClock.stoppedAt(startsAt));
  layEstate(world);
  const value = { ...world.switch('billing'), ...rules };
  world.apply({
    kind: 'switches.changed',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [
      put('switches', { id: 'billing', value }),
      put('switches', { id: 'renewals', value: { ...world.switch('renewals'), queueHours } }),
    ],
  });
  return world;
}

type Input = Readonly<Record<string, unknown>>;

/** What the portal is asked for. */
function inputOf(world: World, one: Exclude<Move, { kind: 'wait' | 'cycle' | 'buy' }>, row: Subscription): Input {
  if ('on' in one) return { autoRenew: one.on };
  if ('quantity' in one) return { quantity: one.quantity };
  if (!('shape' in one)) return {};
  const [term, billingCycle] = shapes[one.shape] ?? shapes[0];
  if (one.kind === 'billingCycle') return { billingCycle };
  if (one.kind !== 'upgrade') return { term, billingCycle };
  const targets = upgradesOf(`${row.productId}:${row.skuId}`);
  const sku = targets[one.sku % Math.max(1, targets.length)];
  const other = world.tables.subscriptions
    .by('customerId', row.customerId)
    .find((found) => found.id !== row.id && found.status === 'active' && `${found.productId}:${found.skuId}` === sku);
  return {
    sku,
    ...(one.share === 0 ? {} : { quantity: Math.ceil(row.quantity / one.share) }),
    ...(one.into && other !== undefined ? { into: other.id } : {}),
    ...(one.shape === 0 ? { term: 'P3Y', billingCycle: 'annual' } : {}),
  };
}

function doneBy(world: World, one: Move): void {
  if (one.kind === 'wait') {
    world.clock.step(one.hours * 3_600_000);
    return;
  }
  if (one.kind === 'buy') {
    const customers = world.tables.relationships.by('accountId', account);
    const [term, billingCycle] = shapes[one.shape] ?? shapes[0];
    const customer = customers[one.customer % customers.length]?.customerId;
    buy(world, { account, customer, sku: skus[one.sku], quantity: one.quantity, term, billingCycle });
    return;
  }
  // The youngest subscriptions are taken first, so that windows are open.
  const rows = world.tables.subscriptions.by('accountId', account).toReversed();
  const row = rows[one.which % Math.min(rows.length, 12)];
  if (row === undefined) return;
  if (one.kind === 'cycle') {
    const end = runningCycleEnd(row, world);
    world.clock.step(Math.max(0, Math.min(Date.parse(end) + 1000 - world.clock.nowMs(), 40 * dayMs)));
    return;
  }
  portalActs[`portal.${one.kind}`]?.(world, { ...inputOf(world, one, row), subscriptionId: row.id });
}

/** What people do in the portal; refusals change nothing. */
export function lived(moves: readonly Move[], rules: Partial<Rules> = {}, queueHours = 0): World {
  const world = aWorld(rules, queueHours);
  for (const one of moves) {
    settle(world, agenda);
    doneBy(world, one);
  }
  // To the second month after, so that everything done is on an invoice or in the running month.
  world.clock.step(40 * dayMs);
  settle(world, agenda);
  return world;
}
