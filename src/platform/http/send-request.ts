import type { Target } from './allow.ts';
import type { Call } from './call.ts';
import type { Running } from './options.ts';
import type { WireAnswer } from './transport.ts';

export type Try = {
  readonly call: Call;
  readonly target: Target;
  readonly correlationId: string;
  readonly attempt: number;
  readonly refused: boolean;
};

/** A request that was answered: status and headers are there, the body is on its way. */
export type Sent = {
  readonly answer: WireAnswer;
  /** Ends the call where it stands. */
  readonly abort: AbortController;
  /** What ended the call says more than how the socket felt about it. */
  readonly reasonOf: (error: unknown) => unknown;
  /** The body is read, or nobody wants it any more. */
  readonly end: () => void;
};

/** One for all calls: making one costs as much as reading a small answer. */
const isOver = new Error('The call is over');

export async function sendRequest(options: Running, one: Try, authorisation: Readonly<Record<string, string>>): Promise<Sent> {
  const { call, target } = one;
  const limits = options.limits[call.remote];
  const abort = new AbortController();
  const done = new AbortController();
  const stop = (): void => {
    abort.abort(call.signal?.reason);
  };
  call.signal?.addEventListener('abort', stop, { once: true });
  void options.clock.sleep(limits.totalMs, done.signal).then(
    () => {
      abort.abort(new DOMException('The call took too long', 'TimeoutError'));
    },
    () => undefined, // the call is over
  );
  const reasonOf = (error: unknown): unknown => (abort.signal.aborted ? abort.signal.reason : error);
  const end = (): void => {
    call.signal?.removeEventListener('abort', stop);
    done.abort(isOver);
    abort.abort(isOver);
  };
  try {
    const { body, type } = encodeBody(call);
    const answer = await options.transport.send({
      method: call.method,
      url: target.url,
      headers: { ...headersFor(options, one, type), ...(target.rule.takesTokens ? authorisation : {}) },
      body,
      signal: abort.signal,
      connectMs: limits.connectMs,
      firstByteMs: limits.firstByteMs,
      mayBeLocal: target.mayBeLocal,
    });
    return { answer, abort, reasonOf, end };
  } catch (error) {
    const reason = reasonOf(error);
    end();
    throw reason;
  }
}

function headersFor(options: Running, { call, target, correlationId }: Try, type: string | undefined): Record<string, string> {
  const given = Object.entries(call.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const sent = given.filter(([name]) => name !== 'authorization' || target.rule.takesTokens);
  const tracing = call.tracing ?? { correlation: 'x-correlation-id' };
  return {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'Concord',
    ...(type !== undefined && { 'content-type': type }),
    [tracing.correlation.toLowerCase()]: correlationId,
    ...(tracing.request !== undefined && { [tracing.request.toLowerCase()]: options.ids() }),
    ...Object.fromEntries(sent),
  };
}

function encodeBody({ body }: Call): { body: string | Uint8Array | undefined; type: string | undefined } {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return { body, type: undefined };
  if (body instanceof URLSearchParams) return { body: body.toString(), type: 'application/x-www-form-urlencoded' };
  return { body: JSON.stringify(body), type: 'application/json' };
}
