import { fileFault } from '../problem.ts';

/** Exports shrink to a twentieth; only made-up content shrinks to a five-hundredth, and small files may be anything. */
const usual = { ratio: 500, harmlessBytes: 256 << 20 };

/** Passes inflated content on until it is plainly a bomb: far more than its packed bytes can honestly hold. */
export async function* guarded(content: AsyncIterable<Buffer>, packedBytes: () => number, limits = usual): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > limits.harmlessBytes && bytes > limits.ratio * packedBytes()) {
      const message = `The file unpacks to more than ${String(limits.ratio)} times its size; reading stopped after ${String(bytes >> 20)} MiB.`;
      throw fileFault('gzip_bomb', message, 'Is this the right file? No invoice shrinks that far; fetch it again.');
    }
    yield piece;
  }
}
