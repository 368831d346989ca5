import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileFault } from '../problem.ts';

const pieceBytes = 1 << 20;
const again = 'Fetch the file again; everything that was read before the fault was used.';

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead === 0) throw fileFault('file_empty', 'The file is empty.', 'Fetch the file again.');
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

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

/**
 * The content of a file piece by piece, inflated when it begins like gzip, whatever its name says. Inflating runs on another thread
 * while the caller works on the piece before.
 */
export async function* pieces(file: string): AsyncGenerator<Buffer> {
  try {
    const gzip = await isGzip(file);
    const source = createReadStream(file, { highWaterMark: 1 << 18 });
    if (!gzip) {
      yield* source as AsyncIterable<Buffer>;
      return;
    }
    const inflating = createGunzip({ chunkSize: pieceBytes, highWaterMark: 2 * pieceBytes } as Parameters<typeof createGunzip>[0]);
    // pipeline carries a fault of the source over to the reader below, and closes both when the reader stops early.
    pipeline(source, inflating, () => undefined);
    yield* inflating as AsyncIterable<Buffer>;
  } catch (error) {
    throw toFault(error);
  }
}
