import { anySignal } from '../../lib/stop.ts';
import { PrivateAddressError, type Transport } from './transport.ts';

/** What became of one sending: the status of the answer and how long it asks us to wait (`Retry-After`, as it came), or why there was no answer. */
export type Posted = { readonly status: number; readonly retryAfter: string | undefined } | { readonly because: string };

export type Post = {
  readonly address: string;
  readonly body: Uint8Array;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** How long the whole answer may take. */
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
};

export type PostOnce = (post: Post) => Promise<Posted>;

export type PostOnceOptions = {
  readonly transport: Transport;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Whether a host may be at a private address: everywhere on a trial machine, else only those that the settings name (SEC-44). */
  readonly mayBeLocal: (host: string) => boolean;
};

/** Sends bytes to an address that a person entered: once, no redirects, private addresses refused after the name was looked up (SEC-42). What the answer says is not read. */
export const createPostOnce =
  ({ transport, sleep, mayBeLocal }: PostOnceOptions): PostOnce =>
  async ({ address, body, headers, withinMs, signal }) => {
    const over = new AbortController();
    const ended = new AbortController();
    void sleep(withinMs, ended.signal).then(
      () => {
        over.abort(new Error('The answer took too long'));
      },
      () => undefined,
    );
    try {
      const answer = await transport.send({
        method: 'POST',
        url: address,
        headers,
        body,
        signal: signal === undefined ? over.signal : anySignal(signal, over.signal),
        connectMs: 5_000,
        firstByteMs: withinMs,
        mayBeLocal: mayBeLocal(new URL(address).hostname),
      });
      await drop(answer.body);
      return { status: answer.status, retryAfter: answer.headers['retry-after'] };
    } catch (error) {
      signal?.throwIfAborted();
      return { because: over.signal.aborted ? `It did not answer within ${withinMs / 1_000} s.` : whyNot(error) };
    } finally {
      ended.abort();
    }
  };

/** Read to its end so that the connection can be used again, and never further than a page of text. */
async function drop(body: AsyncIterable<Uint8Array>): Promise<void> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > 64 * 1024) return;
  }
}

function whyNot(error: unknown): string {
  if (error instanceof PrivateAddressError) return 'Its name leads to a private address.';
  return error instanceof Error ? `It could not be reached (${error.message.slice(0, 100)}).` : 'It could not be reached.';
}
