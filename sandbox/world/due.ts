import { DueHeap } from './due-heap.ts';
import { instantAt } from './estate/times.ts';
import type { RowOf, TableName } from './tables.ts';
import { type NewEvent, put, type World } from './world.ts';

/** Something that a row makes happen by itself when its time comes: a term ends, a cart lapses. Made by `dueRow`. */
export type DueRow = {
  readonly table: TableName;
  /** Milliseconds since 1970 of the next thing, Infinity when there is none. Decided by row and switches only. */
  at(row: unknown, world: World): number;
  /** Carries it out: applies events `at` that instant, after which the row's next instant is later. */
  happen(world: World, row: unknown, atMs: number): void;
};

/** Something that the calendar makes happen for everybody: prices on the 1st, invoices on the 6th, usage every day. */
export type DueDay = {
  readonly name: string;
  /** The first instant (milliseconds since 1970) after this one at which it happens. */
  next(afterMs: number, world: World): number;
  /** What happens: events of that instant. None when there is nothing to say. */
  happen(world: World, atMs: number): readonly NewEvent[];
};

/** All that happens by itself. */
export type Agenda = { readonly rows: readonly DueRow[]; readonly days: readonly DueDay[] };

type Thing = { readonly rule: DueRow; readonly key: string } | { readonly day: DueDay };
type Plan = { readonly heap: DueHeap<Thing>; readonly byTable: ReadonlyMap<string, readonly DueRow[]>; events: number };

const plans = new WeakMap<World, Map<Agenda, Plan>>();

/** A rule for the rows of one table, with the row's type. */
export const dueRow = <Name extends TableName>(
  table: Name,
  rule: { at(row: RowOf<Name>, world: World): number; happen(world: World, row: RowOf<Name>, atMs: number): void },
): DueRow => ({
  table,
  // The agenda asks a rule about rows of its own table only.
  at: (row, world) => rule.at(row as RowOf<Name>, world),
  happen: (world, row, atMs) => {
    rule.happen(world, row as RowOf<Name>, atMs);
  },
});

/** Everything whose time has come happens, oldest first. Cheap when nothing is due: one comparison and the events since the last call. */
export function settle(world: World, agenda: Agenda): void {
  const nowMs = world.clock.nowMs();
  const plan = plans.get(world)?.get(agenda) ?? begin(world, agenda);
  for (;;) {
    notice(world, agenda, plan);
    const first = plan.heap.first();
    if (first === undefined || first.ms > nowMs) return;
    plan.heap.take();
    if ('day' in first.thing) onDay(world, plan, first.thing.day, first.ms);
    else onRow(world, first.thing.rule, first.thing.key, first.ms);
  }
}

function begin(world: World, agenda: Agenda): Plan {
  const byTable = new Map<string, DueRow[]>();
  for (const rule of agenda.rows) byTable.set(rule.table, [...(byTable.get(rule.table) ?? []), rule]);
  const plan: Plan = { heap: new DueHeap(), byTable, events: world.events.length };
  plans.set(world, (plans.get(world) ?? new Map<Agenda, Plan>()).set(agenda, plan));
  fill(world, agenda, plan);
  return plan;
}

function fill(world: World, agenda: Agenda, plan: Plan): void {
  plan.heap.clear();
  for (const rule of agenda.rows)
    for (const [key, row] of world.tables[rule.table].entries()) plan.heap.add(rule.at(row, world), { rule, key });
  for (const day of agenda.days) {
    const doneMs = Date.parse(world.tables.calendar.get(day.name)?.doneAt ?? world.options.startsAt);
    plan.heap.add(day.next(doneMs, world), { day });
  }
}

/** Rows that changed since the last look get their new instant; the old one is found stale when it comes up. */
function notice(world: World, agenda: Agenda, plan: Plan): void {
  for (; plan.events < world.events.length; plan.events += 1) {
    for (const change of world.events[plan.events]?.changes ?? []) {
      if (change.table === 'switches') {
        // A switch may move any instant.
        plan.events = world.events.length;
        fill(world, agenda, plan);
        return;
      }
      const rules = plan.byTable.get(change.table);
      const row: unknown = rules === undefined ? undefined : world.tables[change.table].get(change.key);
      if (row === undefined) continue;
      for (const rule of rules ?? []) plan.heap.add(rule.at(row, world), { rule, key: change.key });
    }
  }
}

function onRow(world: World, rule: DueRow, key: string, ms: number): void {
  const row: unknown = world.tables[rule.table].get(key);
  if (row === undefined || rule.at(row, world) !== ms) return;
  rule.happen(world, row, ms);
  const after: unknown = world.tables[rule.table].get(key);
  if (after !== undefined && rule.at(after, world) <= ms) throw new Error(`Time stands still at ${rule.table} ${key} (${instantAt(ms)})`);
}

function onDay(world: World, plan: Plan, day: DueDay, ms: number): void {
  const events = day.happen(world, ms);
  const at = instantAt(ms);
  for (const [index, event] of events.entries()) {
    // The mark goes with the last event, so that a day is never done twice nor lost.
    const mark = index === events.length - 1 ? [put('calendar', { id: day.name, doneAt: at })] : [];
    world.apply({ ...event, at: event.at ?? at, changes: [...event.changes, ...mark] });
  }
  plan.heap.add(day.next(ms, world), { day });
}
