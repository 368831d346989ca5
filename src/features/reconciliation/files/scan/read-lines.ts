import type { Fault } from '../../../../lib/errors.ts';
import { isAppError } from '../../../../lib/errors.ts';
import { KernelLines } from '../kernel/kernel-lines.ts';
import { borrowKernel, giveKernelBack } from '../kernel/line-kernel.ts';
import { isContinued, linesPlaceOf, placeOf, type Source } from '../read/inflate.ts';
import { type FileFormat, readFields } from '../read/read-fields.ts';
import { invoiceColumns } from './invoice-columns.ts';
import { LineRecorder, type LinesEnd, readKeptLines } from './kept-lines.ts';
import type { LineBatch } from './line-batch.ts';
import { LineReader } from './line-reader.ts';

/** A blob to be read. With `only`, of its lines only these are handed over, with their digests. */
export type ReadJob = { readonly blob: number; readonly source: Source; readonly format: FileFormat; readonly only?: readonly number[] };

/** What makes a file unreadable from some place on, as data that can go from thread to thread. */
export type ReadFault = { readonly code: string; readonly message: string; readonly hint: string | undefined };

/** The parts of a blob in order, and at its end how many lines it has and what broke it off. */
export type ReadEvent =
  | { readonly type: 'batch'; readonly blob: number; readonly batch: LineBatch }
  | {
      readonly type: 'end';
      readonly blob: number;
      readonly lines: number;
      readonly lastLine: number;
      readonly fault: ReadFault | undefined;
    };

export type ReadOptions = {
  /** Awaited between two pieces of the blob. */
  readonly pause?: () => Promise<void>;
  /** Memory of a batch that nobody needs any more. */
  readonly memory?: () => ArrayBuffer | undefined;
};

/** Reads one blob, or hands over what was kept when it was read before. */
export async function readLines(job: ReadJob, onEvent: (event: ReadEvent) => void, options: ReadOptions = {}): Promise<void> {
  const { blob, source, only } = job;
  const place = only === undefined ? linesPlaceOf(source) : undefined; // digests are not kept
  const send = (batch: LineBatch): void => {
    onEvent({ type: 'batch', blob, batch });
  };
  const kept = place === undefined ? undefined : readKeptLines(place, () => options.memory?.());
  if (kept !== undefined) {
    for (const batch of kept.batches) {
      send(batch);
      await options.pause?.();
    }
    onEvent({ type: 'end', blob, ...kept.end(), fault: undefined });
    return;
  }
  const recorder = place === undefined ? undefined : new LineRecorder();
  const { fault, ...end } = await parse(
    job,
    (batch) => {
      recorder?.add(batch);
      send(batch);
    },
    options,
  );
  if (place !== undefined && fault === undefined) recorder?.keep(place, end);
  onEvent({ type: 'end', blob, ...end, fault });
}

async function parse(
  { source, format, only }: ReadJob,
  onBatch: (batch: LineBatch) => void,
  { pause, memory }: ReadOptions,
): Promise<LinesEnd & { readonly fault: ReadFault | undefined }> {
  // Digests are made of the lines themselves.
  const kernel = format === 'jsonl' && only === undefined ? borrowKernel() : undefined;
  const reader = new LineReader(onBatch, {
    only: only === undefined ? undefined : new Set(only),
    memory,
    place: kernel?.batch,
    ownsPieces: placeOf(source) !== undefined,
  });
  const headers = format === 'csv' && isContinued(source) ? 1 : 0; // counted where the file begins
  let lastLine = 0;
  let fault: ReadFault | undefined;
  try {
    lastLine = await readFields(source, format, {
      columns: invoiceColumns,
      onRecord: (fields, line) => {
        reader.take(fields, line - headers);
      },
      onBad: (line, message) => {
        reader.bad({ line: line - headers, message });
      },
      ...(pause === undefined ? {} : { pause }),
      fast: kernel === undefined ? undefined : new KernelLines(kernel, reader),
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    fault = toReadFault(error);
  } finally {
    reader.flush();
    if (kernel !== undefined) giveKernelBack(kernel);
  }
  return { lines: reader.lines, lastLine: lastLine - headers, fault };
}

const toReadFault = ({ code, message, facts }: Pick<Fault, 'code' | 'message' | 'facts'>): ReadFault => ({
  code,
  message,
  hint: facts.hint,
});
