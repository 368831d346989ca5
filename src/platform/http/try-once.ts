import { retryAfterMs } from '../../lib/retry-after.ts';
import { readBody } from './body.ts';
import type { Answer, Call, Download } from './call.ts';
import { faultOfAnswer, faultOfBreak } from './explain-break.ts';
import { RemoteError } from './fault.ts';
import { flowing } from './flowing.ts';
import { parseAnswerText } from './lossless.ts';
import type { Running } from './options.ts';
import { type Sent, sendRequest, type Try } from './send-request.ts';

/** How one try ended. */
export type Tried<T> =
  | { readonly is: 'read'; readonly value: T }
  | { readonly is: 'throttled'; readonly fault: RemoteError; readonly waitMs: number | undefined; readonly whom: 'account' | 'customer' }
  | { readonly is: 'signedOut'; readonly fault: RemoteError }
  | { readonly is: 'broken'; readonly fault: RemoteError; readonly waitMs: number | undefined };

/** Sign in, send, read, keep raw, check the status, parse. */
export async function tryOnce<T>(options: Running, one: Try, read: (answer: Answer) => T): Promise<Tried<T>> {
  const { call } = one;
  const authorisation = await authorise(one);
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

/**
 * The same for a body that is read on its way. What is no success is read whole and judged as ever; a success is handed on unread, and
 * whoever takes it keeps it: it is too large for the record of raw answers.
 */
export async function tryStream(options: Running, one: Try): Promise<Tried<Download>> {
  const { call, correlationId } = one;
  const authorisation = await authorise(one);
  const startedAt = options.clock.now();
  let sent: Sent;
  try {
    sent = await sendRequest(options, one, authorisation);
  } catch (error) {
    call.signal?.throwIfAborted();
    const fault = faultOfBreak(call, correlationId, error);
    note(options, one, startedAt, fault.code);
    return { is: 'broken', fault, waitMs: undefined };
  }
  const { status, headers } = sent.answer;
  note(options, one, startedAt, String(status));
  const context = { limits: options.limits[call.remote], clock: options.clock };
  if (isGood(call, status))
    return { is: 'read', value: { status, headers, correlationId, body: flowing(sent, { ...context, call, correlationId }) } };
  try {
    const bytes = await readBody(sent.answer, { ...context, limits: { ...context.limits, maxBytes: longestRefusal }, abort: sent.abort });
    const rawId = call.sensitive === true ? undefined : await keep(options, call, correlationId, status, bytes);
    return judge(options, call, whole(status, headers, bytes, correlationId, rawId));
  } catch (error) {
    return { is: 'broken', fault: faultOfBreak(call, correlationId, sent.reasonOf(error)), waitMs: undefined };
  } finally {
    sent.end();
  }
}

/** A refusal of a file is a short text. */
const longestRefusal = 1024 * 1024;

const authorise = async ({ call, refused }: Try): Promise<Readonly<Record<string, string>>> =>
  call.authorise === undefined ? {} : call.authorise({ refused });

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
  const { call, correlationId } = one;
  const sent = await sendRequest(options, one, authorisation);
  try {
    const bytes = await readBody(sent.answer, { limits: options.limits[call.remote], clock: options.clock, abort: sent.abort });
    const rawId = call.sensitive === true ? undefined : await keep(options, call, correlationId, sent.answer.status, bytes);
    return whole(sent.answer.status, sent.answer.headers, bytes, correlationId, rawId);
  } catch (error) {
    throw sent.reasonOf(error);
  } finally {
    sent.end();
  }
}

const keep = (
  options: Running,
  { connectionId, method, url }: Call,
  correlationId: string,
  status: number,
  bytes: Uint8Array,
): Promise<string> => options.recorder.keep({ connectionId, method, url, correlationId, status, bytes, at: options.clock.now() });

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
