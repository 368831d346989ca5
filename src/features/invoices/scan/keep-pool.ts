import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Fault, faultData, faultOf, isAppError } from '../../../lib/errors.ts';
import type { BlobStore } from '../../../platform/blobs/blob-store.ts';
import { type InvoiceFile, type KeepOptions, type KeptFile, keepFile } from './keep-file.ts';
import type { FileJob, FromKeeper, ThreadData, ToKeeper } from './keep-thread.ts';

export type Keep = Pick<KeepOptions, 'id' | 'goesOnAs'> & {
  readonly onLines: (lines: number) => Promise<void>;
};
type Outcome = KeptFile | { readonly foreignTenant: string };

// Starting a thread takes as long as keeping a few megabytes.
const worthThread = 4 << 20;
const mostThreads = 4;
/** Pieces on the way to a thread that were not taken yet. */
const mostWaiting = 8;

/** How many files of an import are kept side by side. */
export const sideBySide = (): number => Math.min(availableParallelism(), mostThreads);

/** Keeps files: large ones in threads of their own, which end with the import, small ones here. */
export class KeepPool {
  readonly #data: ThreadData;
  readonly #blobs: BlobStore;
  readonly #idle: KeepThread[] = [];
  readonly #all: KeepThread[] = [];

  constructor(blobs: BlobStore, options: Pick<KeepOptions, 'profile' | 'known' | 'partner'>) {
    this.#blobs = blobs;
    this.#data = { ...options, folder: blobs.folder };
  }

  /** As `keepFile`. */
  async keep(file: InvoiceFile, options: Keep): Promise<Outcome> {
    const { isLarge, again } = await weighed(file);
    if (!isLarge) return keepFile(again, { ...this.#data, ...options, blobs: this.#blobs });
    const thread = this.#idle.pop() ?? this.#start();
    const outcome = await thread.keep(again, options);
    this.#idle.push(thread);
    return outcome;
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.splice(0).map((thread) => thread.close()));
  }

  #start(): KeepThread {
    const thread = new KeepThread(this.#data);
    this.#all.push(thread);
    return thread;
  }
}

/** Reads until it is known whether a file is large. What was read is not asked for again. */
async function weighed({ name, open }: InvoiceFile): Promise<{ readonly isLarge: boolean; readonly again: InvoiceFile }> {
  const rest = open()[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let bytes = 0;
  let isOver = false;
  let fault: { readonly error: unknown } | undefined;
  try {
    while (bytes < worthThread && !isOver) {
      const piece = await rest.next();
      isOver = piece.done === true;
      if (piece.done === true) continue;
      read.push(piece.value);
      bytes += piece.value.length;
    }
  } catch (error) {
    fault = { error };
  }
  let isFirst = true;
  async function* begun(): AsyncGenerator<Buffer> {
    try {
      yield* read.splice(0);
      if (fault !== undefined) throw fault.error;
      if (!isOver) yield* { [Symbol.asyncIterator]: () => rest };
    } finally {
      if (!isOver && fault === undefined) await rest.return?.();
    }
  }
  const again = (): AsyncIterable<Buffer> => {
    if (!isFirst) return open();
    isFirst = false;
    return begun();
  };
  return { isLarge: bytes >= worthThread, again: { name, open: again } };
}

/** A thread that keeps one file after the other. */
class KeepThread {
  readonly #worker: Worker;
  #onMessage: (message: FromKeeper) => void = () => undefined;
  #onEnd: (error: Fault) => void = () => undefined;

  constructor(workerData: ThreadData) {
    this.#worker = new Worker(new URL('./keep-thread.ts', import.meta.url), { workerData });
    this.#worker.on('message', (message: FromKeeper) => {
      this.#onMessage(message);
    });
    this.#worker.on('error', (error) => {
      this.#onEnd(broken(error));
    });
    this.#worker.on('exit', () => {
      this.#onEnd(broken(undefined));
    });
  }

  async keep(file: InvoiceFile, { id, goesOnAs, onLines }: Keep): Promise<Outcome> {
    const ended = Promise.withResolvers<Outcome>();
    const pump = new Pump(file, (message, moved) => {
      this.#tell(message, moved);
    });
    /** Why it was told to stop, if it was. */
    let why: { readonly error: unknown } | undefined;
    const stop = (error: unknown): void => {
      why ??= { error };
      this.#tell({ stop: true });
    };
    this.#onEnd = ended.reject;
    this.#onMessage = (message) => {
      if (message.type === 'open') void pump.open(message.turn);
      else if (message.type === 'taken') pump.taken();
      else if (message.type === 'lines') onLines(message.lines).catch(stop);
      else if (message.type === 'kept') ended.resolve(message.file);
      else if (message.fault !== undefined) ended.reject(faultOf(message.fault));
      else ended.reject(why === undefined ? pump.error : why.error);
    };
    this.#tell({ job: { name: file.name, id, goesOnAs } satisfies FileJob });
    try {
      const outcome = await ended.promise;
      if (why !== undefined) throw why.error;
      return outcome;
    } finally {
      await pump.close();
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(message: ToKeeper, moved: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, moved);
  }
}

/** Hands a file's bytes to the thread, not faster than it takes them. */
class Pump {
  readonly #file: InvoiceFile;
  readonly #tell: (message: ToKeeper, moved?: readonly ArrayBuffer[]) => void;
  #turn = 0;
  #waiting = 0;
  #wake = (): void => undefined;
  #running: Promise<void> = Promise.resolve();
  /** What the source threw, of what cannot go to a thread. */
  error: unknown;

  constructor(file: InvoiceFile, tell: (message: ToKeeper, moved?: readonly ArrayBuffer[]) => void) {
    this.#file = file;
    this.#tell = tell;
  }

  async open(turn: number): Promise<void> {
    await this.close();
    this.#turn = turn;
    this.#waiting = 0;
    this.#running = this.#run(turn);
  }

  taken(): void {
    this.#waiting -= 1;
    this.#wake();
  }

  /** Nothing more is handed over, and the file is closed. */
  async close(): Promise<void> {
    this.#turn = 0;
    this.#wake();
    await this.#running;
  }

  async #run(turn: number): Promise<void> {
    try {
      for await (const bytes of this.#file.open()) {
        while (this.#turn === turn && this.#waiting >= mostWaiting) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
        if (this.#turn !== turn) return;
        this.#waiting += 1;
        // A copy of its own: what is posted as it is takes all the memory along of which it may be a small piece.
        const copy = new Uint8Array(bytes);
        this.#tell({ turn, bytes: copy }, [copy.buffer]);
      }
      this.#tell({ turn, ended: 'whole' });
    } catch (error) {
      this.error = error;
      this.#tell({ turn, ended: isAppError(error) ? faultData(error) : 'broken off' });
    }
  }
}

const broken = (cause: unknown): Fault =>
  new Fault(
    'import_broke_off',
    'retryable',
    'A thread that kept a file of the invoice ended before it was done.',
    { hint: 'It goes on where it was; if memory is short, give the process more.' },
    cause,
  );
