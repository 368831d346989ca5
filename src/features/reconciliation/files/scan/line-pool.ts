import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../../../lib/errors.ts';
import { placeOf } from '../read/inflate.ts';
import type { FromThread, ToThread } from './lines-thread.ts';
import { type ReadEvent, type ReadJob, readLines } from './read-lines.ts';

// Starting a thread takes as long as reading a few megabytes.
const worthThreads = 4 << 20;
const mostThreads = 8;

/** Reads blobs side by side; the order in which their events come is that of each blob, and none between blobs. */
export interface LineSource {
  /** Hands over every event of every job; reading may have begun before. */
  run: (onEvent: (event: ReadEvent) => void) => Promise<void>;
  /** Ends all threads, whether they are done or not. */
  close: () => Promise<void>;
}

/** Reading begins at once: in threads of its own where that pays, else here when `run` is called. */
export async function openLines(jobs: readonly ReadJob[]): Promise<LineSource> {
  // One processor is left to whoever loads the books and judges.
  const threads = Math.min(jobs.length, Math.max(1, availableParallelism() - 1), mostThreads);
  return (await isWorthThreads(jobs)) ? new LinePool(jobs, threads) : here(jobs);
}

async function isWorthThreads(jobs: readonly ReadJob[]): Promise<boolean> {
  let bytes = 0;
  for (const { source } of jobs) {
    const place = placeOf(source);
    // What only its giver can open cannot be opened in another thread.
    if (place === undefined) return false;
    bytes += await sizeOf(place);
  }
  return bytes >= worthThreads;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    // Reading it will say why.
    return 0;
  }
}

const here = (jobs: readonly ReadJob[]): LineSource => ({
  run: async (onEvent) => {
    for (const job of jobs) await readLines(job, onEvent);
  },
  close: () => Promise.resolve(),
});

class LinePool implements LineSource {
  readonly #jobs: ReadJob[];
  readonly #workers: Worker[] = [];
  readonly #early: [Worker, ReadEvent][] = [];
  readonly #done = Promise.withResolvers<undefined>();
  #open: number;
  #onEvent: ((event: ReadEvent) => void) | undefined;

  constructor(jobs: readonly ReadJob[], threads: number) {
    this.#jobs = [...jobs];
    this.#open = jobs.length;
    // Nobody may be waiting yet when a thread breaks.
    this.#done.promise.catch(() => undefined);
    for (let count = 0; count < threads; count += 1) this.#start();
  }

  async run(onEvent: (event: ReadEvent) => void): Promise<void> {
    this.#onEvent = onEvent;
    for (const [worker, event] of this.#early.splice(0)) this.#take(worker, event);
    await this.#done.promise;
    await this.close();
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  #start(): void {
    const worker = new Worker(new URL('./lines-thread.ts', import.meta.url));
    this.#workers.push(worker);
    worker.on('message', (event: FromThread) => {
      if (event.type === 'end') this.#next(worker);
      if (this.#onEvent === undefined) this.#early.push([worker, event]);
      else this.#take(worker, event);
    });
    worker.on('error', (error) => {
      this.#done.reject(broken(error));
    });
    worker.on('exit', () => {
      // After the end this settles nothing any more.
      this.#done.reject(broken(undefined));
    });
    this.#next(worker);
  }

  #next(worker: Worker): void {
    const job = this.#jobs.shift();
    if (job !== undefined) tell(worker, job);
  }

  #take(worker: Worker, event: ReadEvent): void {
    try {
      this.#onEvent?.(event);
    } catch (error) {
      this.#done.reject(error);
      return;
    }
    if (event.type === 'batch') worker.postMessage({ taken: event.batch.memory } satisfies ToThread, [event.batch.memory]);
    else this.#open -= 1;
    if (this.#open === 0) this.#done.resolve(undefined);
  }
}

const tell = (worker: Worker, message: ToThread): void => {
  worker.postMessage(message);
};

const broken = (cause: unknown): Fault =>
  new Fault(
    'reading_broke_off',
    'retryable',
    'A thread that read the invoice ended before it was done.',
    { hint: 'Run it again; if memory is short, give the process more.' },
    cause,
  );
