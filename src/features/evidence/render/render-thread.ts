import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Pack } from '../pack.ts';
import type { EvidenceRow } from '../row.ts';
import { type Format, renderers } from './render.ts';

/** What a thread is started with; the rows come after. */
export type ThreadData = { readonly format: Format; readonly pack: Omit<Pack, 'rows'> };
export type ToRenderer = readonly EvidenceRow[] | 'ended';
/** Pieces of the file in their order, then that it is whole. */
export type FromRenderer = Uint8Array | 'whole';

const port = parentPort;
if (port === null) throw new Error('render-thread.ts is started as a worker thread only.');
const { format, pack } = workerData as ThreadData; // given by render-apart.ts

const tell = (message: FromRenderer): void => {
  port.postMessage(message);
};

const told = on(port, 'message');
async function* rows(): AsyncGenerator<EvidenceRow> {
  for await (const [message] of told as AsyncIterable<[ToRenderer]>) {
    if (message === 'ended') return;
    yield* message;
  }
}

for await (const piece of renderers[format].render({ ...pack, rows: rows() })) tell(Buffer.from(piece));
tell('whole');
