import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../../lib/errors.ts';
import type { Pack } from '../pack.ts';
import type { EvidenceRow } from '../row.ts';
import type { Format } from './render.ts';
import type { FromRenderer, ThreadData, ToRenderer } from './render-thread.ts';

const batchSize = 500;

/**
 * Renders on a thread of its own, which ends with it: a spreadsheet or a document is made in one go, which takes seconds, and whoever else asks the
 * server would wait for it. Memory: that of the file once more, in the thread.
 */
export async function* renderApart(format: Format, { rows, ...pack }: Pack): AsyncGenerator<Buffer> {
  const thread = new Worker(new URL('./render-thread.ts', import.meta.url), { workerData: { format, pack } satisfies ThreadData });
  const tell = (message: ToRenderer): void => {
    thread.postMessage(message);
  };
  try {
    const pieces = on(thread, 'message', { close: ['exit'] }) as AsyncIterable<[FromRenderer]>;
    for await (const some of inBatches(rows)) tell(some);
    tell('ended');
    yield* whole(pieces);
  } finally {
    await thread.terminate();
  }
}

async function* whole(pieces: AsyncIterable<[FromRenderer]>): AsyncGenerator<Buffer> {
  try {
    for await (const [piece] of pieces) {
      if (piece === 'whole') return;
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    }
  } catch (error) {
    throw brokeOff(error);
  }
  throw brokeOff(undefined);
}

async function* inBatches(rows: AsyncIterable<EvidenceRow>): AsyncGenerator<readonly EvidenceRow[]> {
  let batch: EvidenceRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

const brokeOff = (cause: unknown): Fault =>
  new Fault(
    'export_broke_off',
    'retryable',
    'The thread that made the file ended before it was done.',
    { hint: 'Take csv or json, which need little memory, or narrow the filter.' },
    cause,
  );
