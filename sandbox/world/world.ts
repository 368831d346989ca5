import { Seeded } from '../../src/lib/seeded.ts';
import type { SandboxClock } from '../clock.ts';
import { defaultSwitches, type Switches, type SwitchName } from './switches.ts';
import { type Change, emptyTables, type TableName, type Tables } from './tables.ts';

export { type Change, put, type RowOf, removeRow, type TableName } from './tables.ts';

/** Who did it: `api` (a program by its app id), `user` (a person in a portal), `system` (the remote itself: renewals, provisioning). */
export type Actor = { readonly kind: 'api' | 'user' | 'system' | 'control'; readonly name: string };

/** One thing that happened. All its changes take hold together; states are folded from events and nothing else. */
export type WorldEvent = {
  readonly seq: number;
  /** Instant of the world's clock. */
  readonly at: string;
  /** What happened: `subscription.quantityChanged`, `psa.additionPatched`, `gdap.terminated`, ... */
  readonly kind: string;
  readonly actor: Actor;
  /** Why: a request id, `control`, `estate`, `renewal`, ... */
  readonly cause: string;
  /** Whom it concerns, for listeners (webhooks, callbacks): accountId, customerId, subscriptionId, operationType, ... */
  readonly about: Readonly<Record<string, string>>;
  readonly changes: readonly Change[];
};

export type NewEvent = {
  readonly kind: string;
  readonly actor: Actor;
  readonly cause: string;
  readonly about?: Readonly<Record<string, string>>;
  readonly changes: readonly Change[];
  /** Instant; the clock's present by default. */
  readonly at?: string;
};

export type WorldOptions = { readonly seed: number; readonly scale: number; readonly startsAt: string };

/** Keeps events; a data folder in the server, nothing in tests of pure parts. */
export type EventStore = { append(event: WorldEvent): void };

/** Hears an event after its changes took hold. `before`: the rows as they were, one for each change; undefined where there was none. */
export type Listener = (event: WorldEvent, before: readonly unknown[]) => void;

/**
 * The truth behind all remotes: rows folded from an append-only list of events.
 * The first state (the estate) is made from seed, scale and startsAt, so only what happened afterwards is stored.
 */
export class World {
  readonly options: WorldOptions;
  readonly clock: SandboxClock;
  readonly tables: Tables = emptyTables();
  readonly #events: WorldEvent[] = [];
  readonly #listeners = new Set<Listener>();
  readonly #store: EventStore;
  /** Highest numbers given out so far, of the tables that were asked about. */
  readonly #highest = new Map<TableName, number>();
  readonly #switches = new WeakMap<object, object>();
  #drawn = 0;
  /** Who and why, for what people do while somebody acts for them. */
  #acting: { readonly actor: Actor; readonly cause: string } | undefined;

  constructor(options: WorldOptions, clock: SandboxClock, store: EventStore = { append: () => undefined }) {
    this.options = options;
    this.clock = clock;
    this.#store = store;
  }

  get events(): readonly WorldEvent[] {
    return this.#events;
  }

  /** Lays rows of the first state, without an event. Only for the estate, before anything happens. */
  lay(changes: Iterable<Change>): void {
    for (const change of changes) this.#fold(change);
  }

  /** Something happens: stored, folded, told to listeners. */
  apply(event: NewEvent): WorldEvent {
    const by = event.actor.kind === 'user' ? this.#acting : undefined;
    const full: WorldEvent = {
      seq: this.#events.length + 1,
      at: event.at ?? this.now(),
      kind: event.kind,
      actor: by?.actor ?? event.actor,
      cause: by?.cause ?? event.cause,
      about: event.about ?? {},
      changes: event.changes,
    };
    this.#store.append(full);
    const before = this.#listeners.size === 0 ? [] : full.changes.map(({ table, key }): unknown => this.tables[table].get(key));
    this.replay(full);
    for (const listener of this.#listeners) listener(full, before);
    return full;
  }

  /** What people do in the course of this work is done by this actor, for this cause (a scenario: by a program, as its story says). */
  acting<Done>(by: { readonly actor: Actor; readonly cause: string }, work: () => Done): Done {
    const before = this.#acting;
    this.#acting = by;
    try {
      return work();
    } finally {
      this.#acting = before;
    }
  }

  /** Folds a stored event again (start with an old data folder): no listener hears it. */
  replay(event: WorldEvent): void {
    for (const change of event.changes) this.#fold(change);
    this.#events.push(event);
  }

  /** Hears every new event, after its changes took hold. Answers a function that stops it. */
  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The present of the world, to the millisecond: `2026-11-21T10:02:04.123Z`. */
  now(): string {
    return new Date(this.clock.nowMs()).toISOString();
  }

  today(): string {
    return this.now().slice(0, 10);
  }

  /** A random stream that a replay of the same requests draws again. Each call gives another one. */
  random(): Seeded {
    this.#drawn += 1;
    return new Seeded(`${this.options.seed}/${this.#events.length}/${this.#drawn}`);
  }

  newId(): string {
    return this.random().uuid();
  }

  /** Next free number of a table with numeric keys (PSA): one more than the highest that ever was. */
  nextNumber(table: TableName): number {
    const known = this.#highest.get(table);
    if (known !== undefined) return known + 1;
    let highest = 0;
    for (const [key] of this.tables[table].entries()) highest = Math.max(highest, Number(key));
    for (const event of this.#events)
      for (const change of event.changes) if (change.table === table) highest = Math.max(highest, Number(change.key));
    this.#highest.set(table, highest);
    return highest + 1;
  }

  /** The present setting of one part of the control API. */
  switch<Name extends SwitchName>(name: Name): Switches[Name] {
    const row = this.tables.switches.get(name);
    if (row === undefined) return defaultSwitches[name];
    const known = this.#switches.get(row);
    // The control API is the only writer of this table and checks the shape; members that came later have their default.
    const value = (known ?? { ...defaultSwitches[name], ...row.value }) as Switches[Name];
    if (known === undefined) this.#switches.set(row, value);
    return value;
  }

  #fold(change: Change): void {
    // Changes are made by `put`, which ties the row's type to the table; after reading from disk only the name is left.
    const table = this.tables[change.table] as { put(key: string, row: unknown): void; remove(key: string): void };
    const highest = this.#highest.get(change.table);
    if (highest !== undefined) this.#highest.set(change.table, Math.max(highest, Number(change.key)));
    if (change.row === null) table.remove(change.key);
    else table.put(change.key, change.row);
  }
}
