import { createReadStream } from 'node:fs';
import { BlobReader } from '../../../../platform/blobs/blob-reader.ts';
import { gunzip } from '../../../../platform/blobs/gunzip.ts';
import { fileFault } from '../problem.ts';
import { guarded } from './bomb-guard.ts';

const again = 'Fetch the file again; everything that was read before the fault was used.';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function toFault(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return fileFault('gzip_truncated', 'The gzip file ends in the middle.', again, error);
  if (code.startsWith('Z_')) return fileFault('gzip_damaged', 'The gzip file is damaged.', again, error);
  if (code === 'ENOENT') return fileFault('file_missing', 'The file does not exist.', 'Check the path or fetch the file again.', error);
  if (code === 'EISDIR') return fileFault('file_is_folder', 'A file was expected here, but this is a folder.', 'Name the file.', error);
  if (code === 'EACCES' || code === 'EPERM')
    return fileFault('file_forbidden', 'The file may not be read.', 'Give this user the right to read it.', error);
  return error;
}

/** Bytes that lie somewhere: a file by its path, a blob of the store by its place, or whatever can be opened and read piece by piece. */
export type Source = string | KeptBlob | { readonly name: string; readonly open: () => AsyncIterable<Buffer> };
export type KeptBlob = {
  readonly name: string;
  readonly kept: string;
  /** Only this stretch of it, and what stands before its first record. */
  readonly part?: BlobPart;
};
type BlobPart = {
  readonly fromFrame: number;
  readonly beforeFrame: number;
  /** Where its lines are kept as they were read, so that they need not be read again. */
  readonly linesAt: string;
};
export const nameOf = (source: Source): string => (typeof source === 'string' ? source : source.name);

/** Where it lies on disk, so that any thread can open it; undefined when only who gave it can. */
export const placeOf = (source: Source): string | undefined =>
  typeof source === 'string' ? source : 'kept' in source ? source.kept : undefined;

const partOf = (source: Source): BlobPart | undefined => (typeof source !== 'string' && 'kept' in source ? source.part : undefined);

/** Where its lines are kept once they are read; undefined where they are read each time. */
export const linesPlaceOf = (source: Source): string | undefined => partOf(source)?.linesAt;

/** A stretch that goes on where another one of the same blob ended; it has the header of its file before it once more. */
export const isContinued = (source: Source): boolean => (partOf(source)?.fromFrame ?? 0) > 0;

function bytesOf(source: Source): AsyncIterable<Buffer> {
  if (typeof source === 'string') return createReadStream(source, { highWaterMark: 1 << 18 });
  return 'kept' in source ? keptBytes(source) : source.open();
}

async function* keptBytes({ kept, part }: KeptBlob): AsyncGenerator<Buffer> {
  const blob = await BlobReader.open(kept);
  try {
    if (part !== undefined && part.fromFrame > 0 && blob.footer.preamble > 0) yield await blob.preamble();
    for await (const { content } of blob.frames(part?.fromFrame ?? 0, part?.beforeFrame)) yield content;
  } finally {
    await blob.close();
  }
}

/** As many pieces in one as it takes to tell the kind of a file: two bytes, or all there are. */
async function headOf(pieces: AsyncIterator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await pieces.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* chain(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/**
 * The content of a source piece by piece, inflated when it begins like gzip, whatever its name says. Inflating runs on another thread
 * while the caller works on the piece before.
 */
export async function* pieces(source: Source): AsyncGenerator<Buffer> {
  try {
    const rest = bytesOf(source)[Symbol.asyncIterator]();
    const head = await headOf(rest);
    if (head.length === 0) throw fileFault('file_empty', 'The file is empty.', 'Fetch the file again.');
    const content = chain(head, rest);
    if (head[0] !== 0x1f || head[1] !== 0x8b) {
      yield* content;
      return;
    }
    const { content: unpacked, packedBytes } = gunzip(content);
    yield* guarded(unpacked, packedBytes);
  } catch (error) {
    throw toFault(error);
  }
}
