import { describe, expect, it } from 'vitest';
import { SandboxClock } from '../clock.ts';
import { type Agenda, dueRow, settle } from './due.ts';
import { put, World } from './world.ts';

const starts = '2026-03-01T00:00:00Z';
const hour = 3_600_000;

const newWorld = (): World => new World({ seed: 1, scale: 10, startsAt: starts }, SandboxClock.stoppedAt(starts));

const product = (id: string, title: string) => ({ id, title, description: '', productType: '', publisherName: '' });

/** A product whose title is the hour of its next change; each change moves it six hours on, four times. */
const sixHourly = dueRow('products', {
  at: (row) => (Number(row.title) > 24 ? Number.POSITIVE_INFINITY : Date.parse(starts) + Number(row.title) * hour),
  happen: (world, row, atMs) => {
    world.apply({
      kind: 'product.moved',
      actor: { kind: 'system', name: 'test' },
      cause: 'time',
      at: new Date(atMs).toISOString(),
      changes: [put('products', { ...row, title: String(Number(row.title) + 6) })],
    });
  },
});

const everyDay = {
  name: 'every day',
  next: (afterMs: number) => (Math.floor(afterMs / (24 * hour)) + 1) * 24 * hour,
  happen: (_world: World, atMs: number) => [
    { kind: 'day.began', actor: { kind: 'system', name: 'test' } as const, cause: 'time', about: { atMs: String(atMs) }, changes: [] },
  ],
};

const agenda: Agenda = { rows: [sixHourly], days: [everyDay] };

describe('what happens by itself', () => {
  it('happens in the order of its instants, however far time jumps', () => {
    const world = newWorld();
    world.lay([put('products', product('a', '6')), put('products', product('b', '5'))]);
    settle(world, agenda);
    expect(world.events).toHaveLength(0);
    world.clock.step(48 * hour);
    settle(world, agenda);
    const times = world.events.map((event) => event.at);
    expect(times).toEqual([...times].sort((one, other) => Date.parse(one) - Date.parse(other)));
    expect(world.events.filter((event) => event.kind === 'day.began').map((event) => event.at)).toEqual([
      '2026-03-02T00:00:00Z',
      '2026-03-03T00:00:00Z',
    ]);
    expect(world.tables.products.all().map((row) => row.title)).toEqual(['30', '29']);
  });

  it('takes rows in that came later, and leaves out rows that went', () => {
    const world = newWorld();
    world.lay([put('products', product('a', '6'))]);
    settle(world, agenda);
    world.apply({
      kind: 'changed',
      actor: { kind: 'control', name: 'test' },
      cause: 'test',
      changes: [{ table: 'products', key: 'a', row: null }, put('products', product('c', '7'))],
    });
    world.clock.step(8 * hour);
    settle(world, agenda);
    expect(world.events.map((event) => event.kind)).toEqual(['changed', 'product.moved']);
    expect(world.tables.products.all()).toEqual([product('c', '13')]);
  });

  it('goes on where it was after a restart: no day twice, none lost', () => {
    const world = newWorld();
    world.clock.step(30 * hour);
    settle(world, agenda);
    const again = new World(world.options, SandboxClock.stoppedAt(world.now()));
    for (const event of world.events) again.replay(event);
    settle(again, agenda);
    expect(again.events).toHaveLength(1);
    again.clock.step(24 * hour);
    settle(again, agenda);
    expect(again.events.map((event) => event.at)).toEqual(['2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z']);
  });

  it('says which row holds time up', () => {
    const world = newWorld();
    world.lay([put('products', product('a', '1'))]);
    const stuck = dueRow('products', { at: () => Date.parse(starts) + hour, happen: () => undefined });
    world.clock.step(2 * hour);
    expect(() => {
      settle(world, { rows: [stuck], days: [] });
    }).toThrow('Time stands still at products a');
  });
});
