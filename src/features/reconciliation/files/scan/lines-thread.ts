import { parentPort } from 'node:worker_threads';
import type { ReadEvent, ReadJob } from './read-lines.ts';
import { readLines } from './read-lines.ts';

/** To the thread: a blob to read, or that the judge has finished with one batch, whose memory comes back to be filled again. */
export type ToThread = ReadJob | { readonly taken: ArrayBuffer };
/** From the thread, in order of the blob. */
export type FromThread = ReadEvent;

// So many batches may lie in front of the judge, who may still be loading books; then reading waits for him. 100 KiB each.
const mostWaiting = 512;

const port = parentPort;
if (port === null) throw new Error('lines-thread.ts is started as a worker thread only.');

let waiting = 0;
const spare: ArrayBuffer[] = [];
let wake: (() => void) | undefined;

port.on('message', (message: ToThread) => {
  if ('taken' in message) {
    waiting -= 1;
    spare.push(message.taken);
    wake?.();
    return;
  }
  // A fault of the file is told as an event; whatever else goes wrong ends the thread, and the pool says so.
  void readLines(message, send, { pause: room, memory: () => spare.pop() });
});

function send(event: FromThread): void {
  if (event.type === 'batch') {
    waiting += 1;
    port?.postMessage(event, [event.batch.memory]);
  } else port?.postMessage(event);
}

async function room(): Promise<void> {
  while (waiting >= mostWaiting) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
