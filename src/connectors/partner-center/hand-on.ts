import { anySignal } from '../../lib/stop.ts';
import { PrivateAddressError, type Transport } from '../../platform/http/transport.ts';
import type { Delivery, Webhooks } from '../ports.ts';

/** As long as Partner Center itself would wait for a receiver; unverified, so our choice. */
const withinMs = 10_000;

export type HandOnOptions = {
  readonly transport: Transport;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** On a trial machine other tools are on this machine too; everywhere else private addresses are refused after the name was looked up. */
  readonly mayBeLocal: boolean;
};

/** Hands a delivery on: the same bytes with the headers that sign them, once, no redirects. What the answer says is not read. */
export const createHandOn =
  ({ transport, sleep, mayBeLocal }: HandOnOptions): Webhooks['handOn'] =>
  async (address, { body, headers }, signal) => {
    const over = new AbortController();
    const ended = new AbortController();
    void sleep(withinMs, ended.signal).then(
      () => {
        over.abort(new Error('The other tool took longer than 10 s'));
      },
      () => undefined,
    );
    try {
      const answer = await transport.send({
        method: 'POST',
        url: address,
        headers: namedOnce(headers),
        body,
        signal: signal === undefined ? over.signal : anySignal(signal, over.signal),
        connectMs: 5_000,
        firstByteMs: withinMs,
        mayBeLocal,
      });
      await drop(answer.body);
      return { status: answer.status };
    } catch (error) {
      signal?.throwIfAborted();
      return { because: whyNot(error, over.signal) };
    } finally {
      ended.abort();
    }
  };

const namedOnce = (headers: Delivery['headers']): Record<string, string> =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));

/** Read to its end so that the connection can be used again, and never further than a page of text. */
async function drop(body: AsyncIterable<Uint8Array>): Promise<void> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > 64 * 1024) return;
  }
}

function whyNot(error: unknown, over: AbortSignal): string {
  if (over.aborted) return 'It did not answer within 10 s.';
  if (error instanceof PrivateAddressError) return 'Its name leads to a private address.';
  return error instanceof Error ? `It could not be reached (${error.message.slice(0, 100)}).` : 'It could not be reached.';
}
