import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

export type BlobForm = { readonly linesPerBlob: number; readonly byteOrderMark: boolean; readonly multiMember: boolean };

export type WrittenBlob = { readonly file: string; readonly size: number; readonly lines: number; readonly md5: string };

const chunk = 131_072;

/** The next lines as one gzip file, as many as a blob takes; undefined (and no file) when there are none. */
export async function writeBlob(file: string, lines: Iterator<string>, form: BlobForm): Promise<WrittenBlob | undefined> {
  const first = lines.next();
  if (first.done === true) return undefined;
  const handle = await open(file, 'w');
  const hash = createHash('md5');
  const reader = new Reader(lines, `${form.byteOrderMark ? '\u{feff}' : ''}${first.value}`);
  let size = 0;
  try {
    for (let members = 0; reader.lines < form.linesPerBlob && !reader.isDone; members += 1) {
      const lastLine = form.multiMember ? Math.min(form.linesPerBlob, membersEnd(members)) : form.linesPerBlob;
      size += await writeMember(handle, hash, reader.chunksTo(lastLine));
    }
  } finally {
    await handle.close();
  }
  return { file, size, lines: reader.lines, md5: hash.digest('base64') };
}

/** The first member holds one line only, so that no blob is too short to have two. */
const membersEnd = (member: number): number => (member === 0 ? 1 : 500 * member);

async function writeMember(handle: FileHandle, hash: Hash, chunks: AsyncIterable<Buffer>): Promise<number> {
  let size = 0;
  await pipeline(chunks, createGzip({ level: constants.Z_BEST_SPEED }), async (parts: AsyncIterable<Buffer>) => {
    for await (const part of parts) {
      hash.update(part);
      size += part.length;
      await handle.write(part);
    }
  });
  return size;
}

/** Lines in pieces of some size. Between two pieces other work gets its turn. */
class Reader {
  lines = 0;
  isDone = false;
  readonly #lines: Iterator<string>;
  #first: string | undefined;

  constructor(lines: Iterator<string>, first: string) {
    this.#lines = lines;
    this.#first = first;
  }

  async *chunksTo(lastLine: number): AsyncGenerator<Buffer> {
    let text = '';
    while (this.lines < lastLine) {
      const next = this.#next();
      if (next === undefined) break;
      text += next;
      this.lines += 1;
      if (text.length < chunk) continue;
      yield Buffer.from(text);
      text = '';
      await new Promise(setImmediate);
    }
    if (text !== '') yield Buffer.from(text);
  }

  #next(): string | undefined {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) return first;
    const next = this.#lines.next();
    this.isDone = next.done === true;
    return next.done === true ? undefined : next.value;
  }
}
