import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agenda } from '../agenda.ts';
import { SandboxClock } from '../clock.ts';
import { estateWorld } from '../td-synnex/small-ion.ts';
import { settle } from '../world/due.ts';
import { layEstate } from '../world/estate.ts';
import type { IngramOrderStatus } from '../world/types.ts';
import { World } from '../world/world.ts';
import { orderMoves } from './orders/states.ts';
import { caller } from './small-ingram.ts';

type Page = {
  readonly data: readonly { readonly id: string; readonly creationDate?: string }[];
  readonly pagination: { readonly total: number };
};

test('pages are a partition of the list, newest first, for any limit', async () => {
  const world = estateWorld(60);
  const call = await caller(world);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom('/subscriptions', '/customers', '/products', '/plans'),
      async (limit, path) => {
        const seen: string[] = [];
        const days: string[] = [];
        for (let offset = 0, total = 1; offset < total; offset += limit) {
          const page = (await call('GET', `${path}?offset=${String(offset)}&limit=${String(limit)}`)).json as Page;
          ({ total } = page.pagination);
          seen.push(...page.data.map(({ id }) => id));
          days.push(...page.data.flatMap(({ creationDate }) => creationDate ?? []));
          if (offset + limit >= total) expect(seen).toHaveLength(total);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(days).toEqual(days.toSorted().reverse());
      },
    ),
    { numRuns: 30 },
  );
});

type Step = { readonly act: 'buy' | 'change' | 'cancel' | 'renew' | 'stop' | 'wait'; readonly pick: number };
const aStep: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('buy', 'change', 'cancel', 'renew', 'stop', 'wait', 'wait'),
  pick: fc.integer({ min: 0, max: 60 }),
});
const typeOf = { buy: 'sales', change: 'change', cancel: 'cancellation', renew: 'renewal' } as const;

async function lived(steps: readonly Step[]): Promise<World> {
  const world = estateWorld();
  const call = await caller(world);
  for (const { act, pick } of steps) {
    const holders = world.tables.ingramSubscriptions.all();
    const holder = holders[pick % holders.length];
    const [item] = world.tables.ingramItems.by('subscriptionId', holder?.id ?? '');
    if (act === 'wait') world.clock.step(pick * 400);
    else if (act === 'stop') await call('PATCH', `/orders/${String(1_050_001 + (pick % 5))}`, { statusCode: 'CN' });
    else {
      const products = act === 'buy' ? [{ mpn: 'CFQ7TTC0LCHC:0002', quantity: String(pick) }] : [{ id: item?.productId, quantity: pick }];
      await call('POST', '/orders', { type: typeOf[act], customerId: holder?.customerId, subscriptionId: holder?.id, products });
    }
    settle(world, agenda);
  }
  return world;
}

const bytesOf = (world: World): string =>
  JSON.stringify(
    [world.tables.ingramOrders, world.tables.ingramSubscriptions, world.tables.ingramItems, world.tables.subscriptions].map((table) => [
      ...table.entries(),
    ]),
  );

test('any history of orders stays within the documented states, agrees with Microsoft, and replays to the same bytes', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 12 }), async (steps) => {
      const world = await lived(steps);
      world.clock.step(7_200_000);
      settle(world, agenda);
      const states = new Map<string, IngramOrderStatus>();
      for (const event of world.events) {
        for (const change of event.changes.filter(({ table }) => table === 'ingramOrders')) {
          const { status } = change.row as { status: IngramOrderStatus };
          const before = states.get(change.key);
          expect(before === undefined ? ['submitted'] : [...orderMoves[before], before]).toContain(status);
          states.set(change.key, status);
        }
      }
      for (const item of world.tables.ingramItems.all())
        expect(item.quantity).toBe(world.tables.subscriptions.get(item.vendorSubscriptionId)?.quantity);
      const again = new World(world.options, SandboxClock.stoppedAt(world.options.startsAt));
      layEstate(again);
      for (const event of world.events) again.replay(event);
      expect(bytesOf(again)).toBe(bytesOf(world));
    }),
    { numRuns: 15 },
  );
});
