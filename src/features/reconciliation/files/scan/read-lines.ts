import type { Fault } from '../../../../lib/errors.ts';
import { isAppError } from '../../../../lib/errors.ts';
import type { Source } from '../read/inflate.ts';
import { type FileFormat, readFields } from '../read/read-fields.ts';
import { invoiceColumns } from './invoice-columns.ts';
import type { LineBatch } from './line-batch.ts';
import { LineReader } from './line-reader.ts';

/** A blob to be read. With `only`, of its lines only these are handed over, with their digests. */
export type ReadJob = { readonly blob: number; readonly source: Source; readonly format: FileFormat; readonly only?: readonly number[] };

/** What makes a file unreadable from some place on, as data that can go from thread to thread. */
export type ReadFault = { readonly code: string; readonly message: string; readonly hint: string | undefined };

/** The parts of a blob in order, and at its end how many lines it has and what broke it off. */
export type ReadEvent =
  | { readonly type: 'batch'; readonly blob: number; readonly batch: LineBatch }
  | { readonly type: 'end'; readonly blob: number; readonly lines: number; readonly fault: ReadFault | undefined };

export type ReadOptions = {
  /** Awaited between two pieces of the blob. */
  readonly pause?: () => Promise<void>;
  /** Memory of a batch that nobody needs any more. */
  readonly memory?: () => ArrayBuffer | undefined;
};

/** Reads one blob. */
export async function readLines(job: ReadJob, onEvent: (event: ReadEvent) => void, { pause, memory }: ReadOptions = {}): Promise<void> {
  const { blob, source, format, only } = job;
  const reader = new LineReader(
    (batch) => {
      onEvent({ type: 'batch', blob, batch });
    },
    { only: only === undefined ? undefined : new Set(only), memory },
  );
  let fault: ReadFault | undefined;
  try {
    await readFields(source, format, {
      columns: invoiceColumns,
      onRecord: (fields, line) => {
        reader.take(fields, line);
      },
      onBad: (line, message) => {
        reader.bad({ line, message });
      },
      ...(pause === undefined ? {} : { pause }),
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    fault = toReadFault(error);
  }
  reader.flush();
  onEvent({ type: 'end', blob, lines: reader.lines, fault });
}

const toReadFault = ({ code, message, facts }: Pick<Fault, 'code' | 'message' | 'facts'>): ReadFault => ({
  code,
  message,
  hint: facts.hint,
});
