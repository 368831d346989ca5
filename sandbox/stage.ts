import { agenda } from './agenda.ts';
import { CallLog } from './call-log.ts';
import { type ClockState, SandboxClock } from './clock.ts';
import { FaultBook } from './faults/fault-book.ts';
import type { ReceivedMail } from './mail/receiver.ts';
import type { Remote } from './remote.ts';
import { asPlanted } from './scenario/expect.ts';
import { FolderStore } from './store.ts';
import { settle } from './world/due.ts';
import { layEstate, layOthers } from './world/estate.ts';
import type { Planted } from './world/planted.ts';
import { World, type WorldOptions } from './world/world.ts';

export type StageOptions = {
  readonly seed: number;
  readonly scale: number;
  /** Instant; the machine's present by default. */
  readonly startsAt?: string | undefined;
  /** Folder that keeps the world over a restart; without it the world ends with the process. */
  readonly dataDir?: string | undefined;
  /** The machine's time in milliseconds since 1970. */
  readonly real: () => number;
};

/** How often what time brings is looked for while nobody calls; each call looks as well. */
const beatMs = 500;

const foundIn = (world: World): Planted[] =>
  world.tables.scenarioRuns
    .all()
    .flatMap((run) => run.findings.map((finding, index) => asPlanted(finding, `scenario-${run.id}-${String(index + 1)}`, run.name)));

/** The running world with everything around it that is not truth: fault rules and the call log. A reset puts another world on it. */
export class Stage {
  readonly calls = new CallLog();
  /** What came to the sandbox's mail server, oldest first; the last hundred. */
  mails: readonly (ReceivedMail & { readonly at: string })[] = [];
  /** Whether the world began with this stage: no data folder went on with an earlier one. */
  readonly isNew: boolean;
  readonly #remotes: readonly Remote[];
  readonly #real: () => number;
  readonly #store: FolderStore | undefined;
  #world: World;
  #faults: FaultBook;
  #stops: (() => void | Promise<void>)[] = [];
  #planted: readonly Planted[] = [];

  constructor(options: StageOptions, remotes: readonly Remote[]) {
    this.#remotes = remotes;
    this.#real = options.real;
    this.#store = options.dataDir === undefined ? undefined : new FolderStore(options.dataDir);
    const saved = this.#store?.read();
    this.isNew = saved === undefined;
    this.#world = saved === undefined ? this.#begin(this.#optionsOf(options)) : this.#continue(saved.options, saved.clock);
    this.#faults = this.#newFaults();
    this.#faults.restore(saved === undefined ? [] : (this.#store?.faults() ?? []));
    this.#watch();
  }

  get world(): World {
    return this.#world;
  }

  /** The differences planted in the estate and those that scenarios left behind, with their right answers. */
  get planted(): readonly Planted[] {
    return [...this.#planted, ...foundIn(this.#world)];
  }

  get faults(): FaultBook {
    return this.#faults;
  }

  get remotes(): readonly Remote[] {
    return this.#remotes;
  }

  /** Another world in place of this one; what is not named stays as it was, except that time starts again. */
  async reset(wanted: {
    readonly seed?: number | undefined;
    readonly scale?: number | undefined;
    readonly startsAt?: string | undefined;
  }): Promise<void> {
    await this.#unwatch();
    const { seed, scale } = this.#world.options;
    this.#store?.clear();
    this.#world = this.#begin(this.#optionsOf({ seed: wanted.seed ?? seed, scale: wanted.scale ?? scale, startsAt: wanted.startsAt }));
    this.#faults = this.#newFaults();
    this.calls.clear();
    this.mails = [];
    this.#watch();
  }

  keepMail(mail: ReceivedMail): void {
    this.mails = [...this.mails, { ...mail, at: this.#world.now() }].slice(-100);
  }

  /** Everything whose time has come happens. */
  settle(): void {
    settle(this.#world, agenda);
  }

  async close(): Promise<void> {
    await this.#unwatch();
    // Counters move with every call, so they are kept at the end only.
    this.#store?.saveFaults(this.#faults.list());
    this.#store?.close();
  }

  #newFaults(): FaultBook {
    const book: FaultBook = new FaultBook(this.#world.options.seed, () => {
      this.#store?.saveFaults(book.list());
    });
    return book;
  }

  #optionsOf({ seed, scale, startsAt }: Pick<StageOptions, 'seed' | 'scale' | 'startsAt'>): WorldOptions {
    const instant = startsAt === undefined ? Temporal.Instant.fromEpochMilliseconds(this.#real()) : Temporal.Instant.from(startsAt);
    return { seed, scale, startsAt: instant.toString({ smallestUnit: 'second' }) };
  }

  #begin(options: WorldOptions): World {
    const clock: ClockState = {
      virtualMs: Temporal.Instant.from(options.startsAt).epochMilliseconds,
      realMs: this.#real(),
      rate: 1,
      jumpedMs: 0,
    };
    const world = this.#make(options, clock);
    this.#store?.save({ options, clock });
    return world;
  }

  #continue(options: WorldOptions, clock: ClockState): World {
    const world = this.#make(options, clock);
    for (const event of this.#store?.events() ?? []) world.replay(event);
    return world;
  }

  #make(options: WorldOptions, clock: ClockState): World {
    const store = this.#store;
    const keep = (state: ClockState): void => store?.save({ options, clock: state });
    const world = new World(options, new SandboxClock(clock, this.#real, keep), store);
    this.#planted = layEstate(world);
    layOthers(world);
    return world;
  }

  #watch(): void {
    const beat = setInterval(() => {
      this.settle();
    }, beatMs);
    this.#stops.push(() => {
      clearInterval(beat);
    });
    beat.unref();
    for (const remote of this.#remotes) {
      const stop = remote.watch?.(this.#world);
      if (stop !== undefined) this.#stops.push(stop);
    }
  }

  async #unwatch(): Promise<void> {
    const stops = this.#stops;
    this.#stops = [];
    for (const stop of stops) await stop();
  }
}
