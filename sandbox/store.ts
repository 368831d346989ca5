import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../src/lib/errors.ts';
import type { ClockState } from './clock.ts';
import type { KeptRule } from './faults/fault-book.ts';
import type { EventStore, WorldEvent, WorldOptions } from './world/world.ts';

/** What a data folder says about its world: how it began and where its clock stands. */
export type Saved = { readonly options: WorldOptions; readonly clock: ClockState };

/** Keeps a world in a folder: `world.json` (how it began, the clock), `events.jsonl` (what happened since) and `faults.json`. */
export class FolderStore implements EventStore {
  readonly #folder: string;
  #events: number;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#events = openSync(this.#eventsFile, 'a');
  }

  get #eventsFile(): string {
    return join(this.#folder, 'events.jsonl');
  }

  /** What an earlier process left; undefined in a new folder. */
  read(): Saved | undefined {
    const file = join(this.#folder, 'world.json');
    // The file is written by `save` below and by nobody else.
    return existsSync(file) ? (this.#parse(readFileSync(file, 'utf8'), 'world.json') as Saved) : undefined;
  }

  save(saved: Saved): void {
    const file = join(this.#folder, 'world.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(saved)}\n`);
    renameSync(`${file}.new`, file);
  }

  /** Fault rules in force with their counters: what a trainer has set up outlives a restart. */
  saveFaults(rules: readonly KeptRule[]): void {
    const file = join(this.#folder, 'faults.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(rules)}\n`);
    renameSync(`${file}.new`, file);
  }

  faults(): KeptRule[] {
    const file = join(this.#folder, 'faults.json');
    // The file is written by `saveFaults` above and by nobody else.
    return existsSync(file) ? (this.#parse(readFileSync(file, 'utf8'), 'faults.json') as KeptRule[]) : [];
  }

  /** The stored events. A last line that a killed process left half written is cut off. */
  events(): WorldEvent[] {
    const bytes = readFileSync(this.#eventsFile);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) truncateSync(this.#eventsFile, end);
    const lines = bytes.toString('utf8', 0, end).split('\n');
    lines.pop();
    return lines.map((line, n) => this.#parse(line, `events.jsonl, line ${n + 1}`) as WorldEvent);
  }

  /** A world is never guessed: what went missing in the middle would make every later event wrong. */
  #parse(text: string, where: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new Fault('sandbox_world_unreadable', 'needs_operator', `The sandbox cannot read its world: ${where} is damaged`, {
        hint: `Bring ${this.#folder} back from a backup, or begin with another data folder: a sandbox world and its books belong together.`,
      });
    }
  }

  append(event: WorldEvent): void {
    writeSync(this.#events, `${JSON.stringify(event)}\n`);
  }

  /** Forgets all events: a new world begins in this folder. */
  clear(): void {
    closeSync(this.#events);
    rmSync(this.#eventsFile, { force: true });
    rmSync(join(this.#folder, 'faults.json'), { force: true });
    this.#events = openSync(this.#eventsFile, 'a');
  }

  close(): void {
    fsyncSync(this.#events);
    closeSync(this.#events);
  }
}
