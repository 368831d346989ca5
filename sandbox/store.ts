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
import type { ClockState } from './clock.ts';
import type { EventStore, WorldEvent, WorldOptions } from './world/world.ts';

/** What a data folder says about its world: how it began and where its clock stands. */
export type Saved = { readonly options: WorldOptions; readonly clock: ClockState };

/** Keeps a world in a folder: `world.json` (how it began, the clock) and `events.jsonl` (what happened since). */
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
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Saved) : undefined;
  }

  save(saved: Saved): void {
    const file = join(this.#folder, 'world.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(saved)}\n`);
    renameSync(`${file}.new`, file);
  }

  /** The stored events. A last line that a killed process left half written is cut off. */
  events(): WorldEvent[] {
    const bytes = readFileSync(this.#eventsFile);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) truncateSync(this.#eventsFile, end);
    const lines = bytes.toString('utf8', 0, end).split('\n');
    lines.pop();
    return lines.map((line) => JSON.parse(line) as WorldEvent);
  }

  append(event: WorldEvent): void {
    writeSync(this.#events, `${JSON.stringify(event)}\n`);
  }

  /** Forgets all events: a new world begins in this folder. */
  clear(): void {
    closeSync(this.#events);
    rmSync(this.#eventsFile, { force: true });
    this.#events = openSync(this.#eventsFile, 'a');
  }

  close(): void {
    fsyncSync(this.#events);
    closeSync(this.#events);
  }
}
