import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agenda } from '../agenda.ts';
import { SandboxClock } from '../clock.ts';
import { settle } from '../world/due.ts';
import { layEstate } from '../world/estate.ts';
import type { IonOrderStatus } from '../world/types.ts';
import { World } from '../world/world.ts';
import { orderMoves } from './orders/states.ts';
import { caller, estateWorld, signIn } from './small-ion.ts';

type Pages = { readonly rows: readonly string[]; readonly sizes: readonly number[] };
type Call = Awaited<ReturnType<typeof caller>>;
const idsIn = (rows: readonly { readonly id?: string; readonly name?: string }[]): readonly string[] =>
  rows.map((row) => row.id ?? row.name ?? '');

/** All pages by token. */
async function byToken(call: Call, path: string, member: string, size: number): Promise<Pages> {
  const [rows, sizes]: [string[], number[]] = [[], []];
  for (let token = ''; ; ) {
    const { json } = await call('GET', `${path}?pageSize=${String(size)}${token === '' ? '' : `&pageToken=${token}`}`);
    const page = json as Readonly<Record<string, readonly { readonly id?: string }[]>> & { readonly nextPageToken: string };
    rows.push(...idsIn(page[member] ?? []));
    sizes.push(page[member]?.length ?? 0);
    token = page.nextPageToken;
    if (token === '') return { rows, sizes };
  }
}

describe('pages', () => {
  test('by token and by offset are a partition of the list, for any size', async () => {
    const world = estateWorld(60);
    const call = await caller(world);
    const all = world.tables.ionSubscriptions.all().map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        const customers = await byToken(call, '/{a}/customers', 'customers', size);
        expect(customers.rows).toEqual(world.tables.ionCustomers.all().map(({ id }) => id));
        expect(Math.max(...customers.sizes)).toBeLessThanOrEqual(size);
        const products = await byToken(call, '/{a}/products', 'products', size);
        expect(new Set(products.rows).size).toBe(products.rows.length);
        const seen: string[] = [];
        for (let offset = 0; offset < all.length; offset += size) {
          const { json } = await call('GET', `/{a}/subscriptions?pagination.limit=${String(size)}&pagination.offset=${String(offset)}`);
          const page = json as { totalCount: string; items: readonly { id: string }[] };
          expect(page.totalCount).toBe(String(all.length));
          seen.push(...idsIn(page.items));
        }
        expect(seen).toEqual(all);
      }),
      { numRuns: 12 },
    );
  });
});

describe('a refresh token', () => {
  test('is good for one exchange, however many ask at once', async () => {
    const world = estateWorld();
    const first = (await signIn(world)).json as { refresh_token: string };

    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(world, first.refresh_token)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ text }) => text === '{"error":"cannot validate token: redis: nil"}')).toHaveLength(19);
  });

  test('lives 32 days', async () => {
    const world = estateWorld();
    const { refresh_token: token } = (await signIn(world)).json as { refresh_token: string };
    const dayMs = 86_400_000;

    world.clock.step(32 * dayMs - 1000);
    const next = await signIn(world, token);
    world.clock.step(32 * dayMs + 1000);

    expect(next.status).toBe(200);
    expect((await signIn(world, (next.json as { refresh_token: string }).refresh_token)).status).toBe(400);
    expect((await signIn(world)).status).toBe(200);
  });
});

type Step = { readonly act: 'order' | 'more' | 'cancel' | 'wait' | 'broken'; readonly pick: number };
const aStep: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('order', 'more', 'cancel', 'wait', 'wait', 'broken'),
  pick: fc.integer({ min: 0, max: 50 }),
});
const ids = { productId: 'MSFT-CFQ7TTC0LCHC', skuId: 'MSFT-CFQ7TTC0LCHC-0002', planId: 'MSFT-CFQ7TTC0LCHC-0002-P1Y-M' };

const purchase = (pick: number): object => ({
  ...ids,
  action: 'CREATE',
  quantity: 1 + pick,
  attributes: [{ name: 'domainName', value: 'x.example' }],
});

/** Other seats for one of the first customer's subscriptions. */
function changeOf(world: World, pick: number): object {
  const [row] = world.tables.ionSubscriptions.by('customerId', '2001').slice(pick % 4);
  const [product = '', sku = ''] = row?.skuKey.split(':') ?? [];
  const own = { productId: `MSFT-${product}`, skuId: `MSFT-${product}-${sku}`, planId: `MSFT-${product}-${sku}-${row?.term ?? ''}-M` };
  return { ...own, action: 'UPDATE', resourceId: row?.vendorSubscriptionId, quantity: pick, attributes: [] };
}

/** Some history of orders; answers the world. */
async function lived(steps: readonly Step[]): Promise<World> {
  const world = estateWorld();
  const call = await caller(world);
  const orders = '/{a}/customers/2001/orders';
  for (const { act, pick } of steps) {
    if (act === 'wait') world.clock.step(pick * 400);
    else if (act === 'cancel') await call('POST', `${orders}/${String(9001 + (pick % 6))}:cancel`);
    else if (act === 'broken') await call('POST', orders, { orderItems: [{ ...ids, action: 'UPDATE', quantity: pick }] });
    else await call('POST', orders, { orderItems: [act === 'order' ? purchase(pick) : changeOf(world, pick)] });
    settle(world, agenda);
  }
  return world;
}

describe('any history of orders', () => {
  test('stays within the documented states, and replays to the same bytes', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 14 }), async (steps) => {
        const world = await lived(steps);
        const states = new Map<string, IonOrderStatus>();
        for (const event of world.events) {
          for (const change of event.changes.filter(({ table }) => table === 'ionOrders')) {
            const { status } = change.row as { status: IonOrderStatus };
            const before = states.get(change.key);
            expect(before === undefined ? ['NEW'] : orderMoves[before]).toContain(status);
            states.set(change.key, status);
          }
        }
        expect(bytesOf(replayed(world))).toBe(bytesOf(world));
      }),
      { numRuns: 15 },
    );
  });

  test('after everything settled, Ion shows what Microsoft has', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 10 }), async (steps) => {
        const world = await lived(steps);
        world.clock.step(3_600_000);
        settle(world, agenda);
        for (const row of world.tables.ionSubscriptions.all())
          expect(row.quantity).toBe(world.tables.subscriptions.get(row.vendorSubscriptionId)?.quantity);
      }),
      { numRuns: 8 },
    );
  });
});

const bytesOf = (world: World): string =>
  JSON.stringify(
    [world.tables.ionOrders, world.tables.ionSubscriptions, world.tables.ionCustomers, world.tables.subscriptions].map((table) => [
      ...table.entries(),
    ]),
  );

function replayed(world: World): World {
  const again = new World(world.options, SandboxClock.stoppedAt(world.options.startsAt));
  layEstate(again);
  for (const event of world.events) again.replay(event);
  return again;
}
