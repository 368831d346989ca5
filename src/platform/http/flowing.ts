import type { Clock } from '../../lib/clock.ts';
import { Silence, TooLarge } from './body.ts';
import type { Call } from './call.ts';
import { faultOfBreak } from './explain-break.ts';
import type { RemoteLimits } from './limits.ts';
import type { Sent } from './send-request.ts';

type Options = { readonly limits: RemoteLimits; readonly clock: Clock; readonly call: Call; readonly correlationId: string };

/**
 * The bytes of a body as they come, neither gathered nor unpacked: whoever reads slowly slows the remote, and only the remote's own silence
 * counts as one. A body that ends early, stalls or is too large breaks with a fault, never with a short file.
 */
export async function* flowing(sent: Sent, { limits, clock, call, correlationId }: Options): AsyncGenerator<Uint8Array> {
  const announced = Number(sent.answer.headers['content-length'] ?? Number.NaN);
  const chunks = sent.answer.body[Symbol.asyncIterator]();
  let bytes = 0;
  try {
    if (announced > limits.maxBytes) throw new TooLarge('The answer announces more bytes than agreed');
    for (;;) {
      const next = await inTime(chunks.next(), limits.stallMs, clock, sent.abort);
      if (next.done === true) break;
      bytes += next.value.byteLength;
      if (bytes > limits.maxBytes) throw new TooLarge('The answer has more bytes than agreed');
      yield next.value;
    }
    if (announced > bytes) throw new Silence('The answer ended before its announced length');
  } catch (error) {
    call.signal?.throwIfAborted();
    throw faultOfBreak(call, correlationId, sent.reasonOf(error));
  } finally {
    sent.end();
  }
}

/** Waits for the next bytes, but not for ever. */
async function inTime<T>(next: Promise<T>, stallMs: number, clock: Clock, abort: AbortController): Promise<T> {
  const here = new AbortController();
  const silence = clock.sleep(stallMs, here.signal).then(
    () => {
      const error = new Silence('The answer stopped in the middle');
      abort.abort(error);
      throw error;
    },
    () => next, // the bytes came first
  );
  try {
    return await Promise.race([next, silence]);
  } finally {
    here.abort();
  }
}
