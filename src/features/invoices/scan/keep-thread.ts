import { parentPort, workerData } from 'node:worker_threads';
import { type FaultData, faultData, faultOf, isAppError } from '../../../lib/errors.ts';
import { createBlobStore } from '../../../platform/blobs/blob-store.ts';
import { type KeepOptions, type KeptFile, keepFile } from './keep-file.ts';

/** What a thread is started with: the same for all files of an import. */
export type ThreadData = Pick<KeepOptions, 'profile' | 'known' | 'partner'> & { readonly folder: string };
export type FileJob = Pick<KeepOptions, 'id' | 'goesOnAs'> & { readonly name: string };

/** To the thread: a file to be kept, its bytes as they come, how they ended, or that nobody wants it any more. `turn`: as in `open`. */
export type ToKeeper =
  | { readonly job: FileJob }
  | { readonly turn: number; readonly bytes: Uint8Array }
  | { readonly turn: number; readonly ended: 'whole' | 'broken off' | FaultData }
  | { readonly stop: true };
/** From the thread: the content is wanted from its beginning, each turn anew; a piece was taken, how far it is, and how it ended. */
export type FromKeeper =
  | { readonly type: 'open'; readonly turn: number }
  | { readonly type: 'taken' }
  | { readonly type: 'lines'; readonly lines: number }
  | { readonly type: 'kept'; readonly file: KeptFile | { readonly foreignTenant: string } }
  /** Without a fault of its own it broke off because of what it was told. */
  | { readonly type: 'broken'; readonly fault: FaultData | undefined };

/** The bytes did not come to their end, or somebody said to stop: who told it knows why. */
class Told extends Error {}

const port = parentPort;
if (port === null) throw new Error('keep-thread.ts is started as a worker thread only.');
const { folder, ...options } = workerData as ThreadData; // given by keep-pool.ts
const blobs = createBlobStore(folder);

const tell = (message: FromKeeper): void => {
  port.postMessage(message);
};

let isStopped = false;
let turn = 0;
let waiting: Exclude<ToKeeper, { readonly job: FileJob } | { readonly stop: true }>[] = [];
let wake = (): void => undefined;

port.on('message', (message: ToKeeper) => {
  if ('job' in message) {
    isStopped = false;
    void keep(message.job);
    return;
  }
  if ('stop' in message) isStopped = true;
  else if (message.turn === turn) waiting.push(message);
  wake();
});

async function* content(): AsyncGenerator<Buffer> {
  turn += 1;
  waiting = [];
  tell({ type: 'open', turn });
  for (;;) {
    if (isStopped) throw new Told();
    const message = waiting.shift();
    if (message === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    } else if ('bytes' in message) {
      tell({ type: 'taken' });
      yield Buffer.from(message.bytes.buffer, message.bytes.byteOffset, message.bytes.byteLength);
    } else if (message.ended === 'whole') return;
    else throw message.ended === 'broken off' ? new Told() : faultOf(message.ended);
  }
}

async function keep({ name, ...job }: FileJob): Promise<void> {
  const onLines = (lines: number): Promise<void> => {
    if (isStopped) throw new Told();
    tell({ type: 'lines', lines });
    return Promise.resolve();
  };
  try {
    tell({ type: 'kept', file: await keepFile({ name, open: content }, { ...options, ...job, blobs, onLines }) });
  } catch (error) {
    // Whatever else goes wrong ends the thread, and the pool says so.
    if (!(error instanceof Told) && !isAppError(error)) throw error;
    tell({ type: 'broken', fault: isAppError(error) ? faultData(error) : undefined });
  }
}
