import { retryAfterMs } from '../../lib/retry-after.ts';
import type { Target } from './allow.ts';
import { readBody } from './body.ts';
import type { Answer, Call } from './call.ts';
import { faultOfAnswer, faultOfBreak } from './explain-break.ts';
import { RemoteError } from './fault.ts';
import { parseAnswerText } from './lossless.ts';
import type { Running } from './options.ts';

export type Try = {
  readonly call: Call;
  readonly target: Target;
  readonly correlationId: string;
  readonly attempt: number;
  readonly refused: boolean;
};

/** How one try ended. */
export type Tried<T> =
  | { readonly is: 'read'; readonly value: T }
  | { readonly is: 'throttled'; readonly fault: RemoteError; readonly waitMs: number | undefined; readonly whom: 'account' | 'customer' }
  | { readonly is: 'signedOut'; readonly fault: RemoteError }
  | { readonly is: 'broken'; readonly fault: RemoteError; readonly waitMs: number | undefined };

/** Sign in, send, read, keep raw, check the status, parse. */
export async function tryOnce<T>(options: Running, one: Try, read: (answer: Answer) => T): Promise<Tried<T>> {
  const { call } = one;
  const authorisation = one.call.authorise === undefined ? {} : await one.call.authorise({ refused: one.refused });
  const startedAt = options.clock.now();
  let answer: Answer;
  try {
    answer = await exchange(options, one, authorisation);
  } catch (error) {
    call.signal?.throwIfAborted(); // stopped by the caller: not the remote's fault
    const fault = error instanceof RemoteError ? error : faultOfBreak(call, one.correlationId, error);
    note(options, one, startedAt, fault.code);
    return { is: 'broken', fault, waitMs: undefined };
  }
  note(options, one, startedAt, String(answer.status));
  if (isGood(call, answer.status)) return readGood(answer, read);
  return judge(options, call, answer);
}

const isGood = (call: Call, status: number): boolean => (status >= 200 && status < 300) || (call.accept?.includes(status) ?? false);

function readGood<T>(answer: Answer, read: (answer: Answer) => T): Tried<T> {
  try {
    return { is: 'read', value: read(answer) };
  } catch (error) {
    if (error instanceof RemoteError) return { is: 'broken', fault: error, waitMs: undefined };
    throw error;
  }
}

function judge(options: Running, call: Call, answer: Answer): Tried<never> {
  const { fault, throttles } = faultOfAnswer(call, answer);
  // The remote's own Date, when it sends one: "wait until 10:00" is by its clock, not by ours.
  const sentAt = Date.parse(answer.headers['date'] ?? '');
  const now = Number.isNaN(sentAt) ? options.clock.now() : Temporal.Instant.fromEpochMilliseconds(sentAt);
  const waitMs = retryAfterMs(answer.headers['retry-after'], now);
  if (fault.code === 'remote_throttled') return { is: 'throttled', fault, waitMs, whom: throttles };
  if (answer.status === 401) return { is: 'signedOut', fault };
  return { is: 'broken', fault, waitMs };
}

async function exchange(options: Running, one: Try, authorisation: Readonly<Record<string, string>>): Promise<Answer> {
  const { call, target, correlationId } = one;
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
    const bytes = await readBody(answer, { limits, clock: options.clock, abort });
    const rawId = call.sensitive === true ? undefined : await keep(options, call, correlationId, answer.status, bytes);
    return whole(answer.status, answer.headers, bytes, correlationId, rawId);
  } catch (error) {
    // What ended the call says more than how the socket felt about it.
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    call.signal?.removeEventListener('abort', stop);
    done.abort();
    abort.abort();
  }
}

const keep = (
  options: Running,
  { connectionId, method, url }: Call,
  correlationId: string,
  status: number,
  bytes: Uint8Array,
): Promise<string> => options.recorder.keep({ connectionId, method, url, correlationId, status, bytes, at: options.clock.now() });

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

function whole(
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array,
  correlationId: string,
  rawId: string | undefined,
): Answer {
  const text = (): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const json = (): unknown => (bytes.byteLength === 0 ? undefined : parseAnswerText(text()));
  return { status, headers, bytes, text, json, correlationId, rawId };
}

function note(options: Running, { call, correlationId, attempt }: Try, startedAt: Temporal.Instant, state: string): void {
  const ms = options.clock.now().epochMilliseconds - startedAt.epochMilliseconds;
  options.log.debug(
    { remote: call.remote, method: call.method, url: call.url, state, ms, attempt, correlationId, connectionId: call.connectionId },
    'A remote was called',
  );
}
