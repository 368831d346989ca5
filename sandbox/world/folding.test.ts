import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import type { Act } from '../acts/act.ts';
import { bookActs } from '../acts/books.ts';
import { buy } from '../acts/buy.ts';
import { portalActs } from '../acts/portal.ts';
import { SandboxClock } from '../clock.ts';
import { Stage } from '../stage.ts';
import { FolderStore } from '../store.ts';
import { layEstate } from './estate.ts';
import { Table } from './table.ts';
import { settleTerms } from './terms.ts';
import { put, removeRow, World, type WorldEvent } from './world.ts';

const startsAt = '2026-11-21T10:00:00Z';
const options = { seed: 5, scale: 10, startsAt };

function aWorld(store?: { append(event: WorldEvent): void }): World {
  const world = new World(options, SandboxClock.stoppedAt(startsAt), store);
  layEstate(world);
  return world;
}

/** Everything that is true in a world. */
const truth = (world: World): string => JSON.stringify(Object.entries(world.tables).map(([name, table]) => [name, table.all()]));

const acts: Readonly<Record<string, Act>> = { ...bookActs, ...portalActs, 'portal.buy': buy };

/** What people do, in any order: by place in a list, so that it fits every world. */
const deed = fc.oneof(
  fc.record({
    action: fc.constantFrom('portal.seats', 'portal.cancel', 'portal.suspend', 'portal.reactivate'),
    at: fc.nat(40),
    quantity: fc.integer({ min: 1, max: 90 }),
    force: fc.boolean(),
  }),
  fc.record({
    action: fc.constantFrom('psa.editLine', 'psa.copyLine', 'psa.deleteLine'),
    at: fc.nat(40),
    quantity: fc.integer({ min: 0, max: 50 }),
    force: fc.constant(false),
  }),
  fc.record({
    action: fc.constant('distributor.edit'),
    at: fc.nat(20),
    quantity: fc.integer({ min: 1, max: 50 }),
    force: fc.constant(false),
  }),
  fc.record({ action: fc.constant('time'), at: fc.integer({ min: 1, max: 45 }), quantity: fc.constant(0), force: fc.constant(false) }),
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

function carryOut(world: World, { action, at, quantity, force }: Deed): void {
  const { subscriptions, psaAdditions, distributorSubscriptions } = world.tables;
  if (action === 'time') {
    world.clock.step(at * 86_400_000);
    settleTerms(world);
    return;
  }
  const pick = (ids: readonly (string | number)[]): string => String(ids[at % Math.max(1, ids.length)] ?? '');
  const input = {
    subscriptionId: pick((action === 'distributor.edit' ? distributorSubscriptions : subscriptions).all().map(({ id }) => id)),
    additionId: pick(psaAdditions.all().map(({ id }) => id)),
    quantity,
    force,
  };
  const act = must(acts[action], action);
  act(world, input);
}

describe('a world is folded from its events and nothing else', () => {
  test('whatever people did: the same events give the same state', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
        const world = aWorld();
        for (const one of deeds) carryOut(world, one);
        const again = aWorld();
        for (const event of world.events) again.replay(JSON.parse(JSON.stringify(event)) as WorldEvent);

        expect(truth(again)).toBe(truth(world));
      }),
      { numRuns: 12 },
    );
  });

  test('the same deeds in two worlds of one seed give the same bytes, ids included', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 8 }), (deeds) => {
        const [one, other] = [aWorld(), aWorld()];
        for (const each of deeds) {
          carryOut(one, each);
          carryOut(other, each);
        }

        expect(JSON.stringify(other.events)).toBe(JSON.stringify(one.events));
      }),
      { numRuns: 8 },
    );
  });

  test('killed after any event: the folder continues with what was written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-folding-'));
    const store = new FolderStore(folder);
    const world = aWorld(store);
    const states = [truth(world)];
    for (const at of [3, 4, 5]) {
      carryOut(world, { action: 'psa.editLine', at, quantity: at, force: false });
      states.push(truth(world));
    }
    store.close();

    const again = new FolderStore(folder);
    const world2 = aWorld();
    const replayed = [truth(world2)];
    for (const event of again.events()) {
      world2.replay(event);
      replayed.push(truth(world2));
    }
    again.close();
    rmSync(folder, { recursive: true });

    expect(replayed).toEqual(states);
  });

  test('a stage opened again on its folder is where it was, its clock included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-stage-'));
    const open = (): Stage => new Stage({ ...options, dataDir: folder, real: () => 0 }, []);
    const stage = open();
    stage.world.clock.stop();
    stage.world.clock.step(3_600_000);
    carryOut(stage.world, { action: 'psa.copyLine', at: 1, quantity: 0, force: false });
    const [before, now] = [truth(stage.world), stage.world.now()];
    await stage.close();

    const again = open();

    expect([truth(again.world) === before, again.world.now()]).toEqual([true, now]);
    await again.close();
    rmSync(folder, { recursive: true });
  });
});

describe('events', () => {
  const nothing = { kind: 'test', actor: { kind: 'control', name: 'test' }, cause: 'test', changes: [] } as const;

  test('are numbered from 1 without a gap and carry the present', () => {
    const world = aWorld();
    world.apply(nothing);
    world.clock.step(1500);
    world.apply(nothing);

    expect(world.events.map(({ seq, at }) => [seq, at])).toEqual([
      [1, '2026-11-21T10:00:00.000Z'],
      [2, '2026-11-21T10:00:01.500Z'],
    ]);
  });

  test('are heard after they took hold, by everybody, until he stops; a replay is not heard', () => {
    const world = aWorld();
    const product = must(world.tables.products.all()[0], 'product');
    const heard: (string | undefined)[] = [];
    const stop = world.on(() => heard.push(world.tables.products.get(product.id)?.title));

    const event = world.apply({ ...nothing, changes: [put('products', { ...product, title: 'New' })] });
    world.replay(event);
    stop();
    world.apply(nothing);

    expect(heard).toEqual(['New']);
  });

  test('a store that fails leaves the world as it was', () => {
    const world = aWorld({
      append: () => {
        throw new Error('no disk');
      },
    });
    const before = truth(world);
    const product = must(world.tables.products.all()[0], 'product');

    expect(() => world.apply({ ...nothing, changes: [removeRow('products', product.id)] })).toThrow('no disk');
    expect([truth(world) === before, world.events.length]).toEqual([true, 0]);
  });

  test('numbers of the PSA are never given twice, not even after a row is deleted', () => {
    const world = aWorld();
    const given = new Set<number>();
    for (let round = 0; round < 5; round += 1) {
      const id = world.nextNumber('psaAdditions');
      const model = must(world.tables.psaAdditions.all()[0], 'addition');
      world.apply({ ...nothing, changes: [put('psaAdditions', { ...model, id })] });
      world.apply({ ...nothing, changes: [removeRow('psaAdditions', id)] });
      given.add(id);
    }

    expect(given.size).toBe(5);
  });

  test('new ids differ from each other and are the same in the next world of the seed', () => {
    const ids = (): string[] => {
      const world = aWorld();
      return Array.from({ length: 50 }, () => world.newId());
    };

    expect(new Set(ids()).size).toBe(50);
    expect(ids()).toEqual(ids());
  });
});

describe('a table with its look-ups', () => {
  type Row = { readonly id: string; readonly group?: string | undefined };
  const step = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    group: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    isGone: fc.boolean(),
  });

  test('finds what a search through all rows finds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const table = new Table<Row>({ group: (row) => row.group });
        const rows = new Map<string, Row>();
        for (const { id, group, isGone } of steps) {
          if (isGone) {
            table.remove(id);
            rows.delete(id);
          } else {
            table.put(id, { id, group });
            rows.set(id, { id, group });
          }
        }

        expect(table.all()).toEqual([...rows.values()]);
        expect(table.size).toBe(rows.size);
        for (const group of ['x', 'y', 'z']) {
          const byHand = [...rows.values()].filter((row) => row.group === group).map(({ id }) => id);
          expect(
            table
              .by('group', group)
              .map(({ id }) => id)
              .sort(),
          ).toEqual(byHand.sort());
        }
      }),
    );
  });

  test('a row that stays in its group keeps its place there', () => {
    const table = new Table<Row>({ group: (row) => row.group });
    for (const id of ['a', 'b', 'c']) table.put(id, { id, group: 'x' });
    table.put('a', { id: 'a', group: 'x' });

    expect(table.by('group', 'x').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  test('a look-up that does not exist is a mistake, not an empty answer', () => {
    expect(() => new Table<Row>().by('group', 'x')).toThrow('No look-up named group');
  });
});
