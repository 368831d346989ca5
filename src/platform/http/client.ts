import type { z } from 'zod';
import { backoffMs } from '../../lib/backoff.ts';
import { assertNever } from '../../lib/must.ts';
import { refused } from './allow.ts';
import type { Answer, Call, HttpClient, Method } from './call.ts';
import { RemoteError } from './fault.ts';
import { limits as allLimits, longestHoldMs } from './limits.ts';
import type { HttpClientOptions, Running } from './options.ts';
import { parseAnswer } from './parse.ts';
import { currentPriority } from './priority.ts';
import type { Try } from './send-request.ts';
import type { Turn } from './throttle.ts';
import { type Tried, tryOnce, tryStream } from './try-once.ts';

/** The client for all remotes; what differs between them is in the call and in the table of limits. */
export function createHttpClient(given: HttpClientOptions): HttpClient {
  const options: Running = { ...given, limits: given.limits ?? allLimits };
  const asIs = (answer: Answer): Answer => answer;
  const read = <S extends z.ZodType>(
    method: Method,
    write: boolean,
    { reply, ...rest }: Omit<Call, 'method' | 'write'> & { reply: S },
  ): Promise<z.infer<S>> => {
    const call: Call = { ...rest, method, write };
    return carryOut(options, call, (one) => tryOnce(options, one, (answer) => parseAnswer(call, answer, reply)));
  };
  return {
    send: (call) => carryOut(options, call, (one) => tryOnce(options, one, asIs)),
    download: async (given) => {
      const call: Call = { ...given, method: 'GET', write: false };
      const { host, rule } = options.allow.target(call.url);
      // Such addresses come out of answers: one that leads to another remote of ours is not followed either (SEC-43).
      if (rule.remote !== call.remote) throw refused(host, `is no host of ${call.remote}`);
      return carryOut(options, call, (one) => tryStream(options, one));
    },
    get: (call) => read('GET', false, call),
    post: ({ write = true, ...call }) => read('POST', write, call),
    put: ({ write = true, ...call }) => read('PUT', write, call),
    patch: ({ write = true, ...call }) => read('PATCH', write, call),
    delete: ({ write = true, ...call }) => read('DELETE', write, call),
    parse: parseAnswer,
    link: (link, host) => {
      const real = options.allow.real(link);
      if (real.hostname !== host) throw refused(real.hostname, `stands in an answer of ${host} but is not it`);
      return real.href;
    },
  };
}

/** What one call has used up so far. */
type Spent = { tries: number; waitedMs: number; signedInAgain: boolean };

async function carryOut<T>(options: Running, call: Call, attempt: (one: Try) => Promise<Tried<T>>): Promise<T> {
  const correlationId = call.correlationId ?? options.ids();
  const target = options.allow.target(call.url);
  const spent: Spent = { tries: 0, waitedMs: 0, signedInAgain: false };
  const turn = turnFor(options, call);
  for (;;) {
    call.signal?.throwIfAborted();
    await awaitTurn(options, call, turn, spent, correlationId);
    const tried = await attempt({ call, target, correlationId, attempt: spent.tries + 1, refused: spent.signedInAgain });
    await tellCircuit(options, call, tried);
    if (tried.is === 'read') return tried.value;
    await beforeNext(options, call, turn, spent, tried);
  }
}

const turnFor = ({ limits }: Running, call: Call): Turn => ({
  key: `${call.connectionId} ${call.remote} ${call.family}`,
  customer: call.customer,
  limits: limits[call.remote],
  priority: call.urgent === true ? 'person' : currentPriority(),
  mostMs: call.patienceMs ?? limits[call.remote].patienceMs,
  signal: call.signal,
});

const circuitKey = (call: Call): string => `${call.remote} ${call.connectionId}`;

async function awaitTurn(
  { circuit, clock, throttle }: Running,
  call: Call,
  turn: Turn,
  spent: Spent,
  correlationId: string,
): Promise<void> {
  const probeAt = await circuit.closedUntil(circuitKey(call));
  if (probeAt !== undefined) {
    throw new RemoteError('remote_down', 'retryable', `${call.remote} has been down; it is asked again later`, {
      remote: call.remote,
      correlationId,
      nextAttemptAt: probeAt.toString(),
      hint: 'Nothing was sent. Work goes on by itself when it answers again.',
    });
  }
  const waited = await throttle.turn({ ...turn, mostMs: turn.mostMs - spent.waitedMs });
  if ('longerMs' in waited) throw throttled(call, correlationId, clock.now().add({ milliseconds: Math.ceil(waited.longerMs) }));
  spent.waitedMs += waited.waitedMs;
}

const throttled = (call: Call, correlationId: string, nextAttemptAt: Temporal.Instant, cause?: unknown): RemoteError =>
  new RemoteError(
    'remote_throttled',
    'retryable',
    `${call.remote} asks us to wait`,
    { remote: call.remote, status: 429, correlationId, nextAttemptAt: nextAttemptAt.toString(), hint: 'It goes on by itself.' },
    cause,
  );

/** A refusal shows that the remote lives; only silence and trouble of its own count against it. */
async function tellCircuit({ circuit }: Running, call: Call, tried: Tried<unknown>): Promise<void> {
  if (tried.is === 'throttled') return;
  const isDown = tried.is === 'broken' && ['remote_down', 'remote_timeout', 'remote_insecure'].includes(tried.fault.code);
  await (isDown ? circuit.failed(circuitKey(call)) : circuit.worked(circuitKey(call)));
}

type Ended<Is extends Tried<unknown>['is']> = Extract<Tried<unknown>, { is: Is }>;

/** Throws when the call is over; returns, after the right pause, when it is to be tried again. */
async function beforeNext(
  options: Running,
  call: Call,
  turn: Turn,
  spent: Spent,
  tried: Exclude<Tried<unknown>, { is: 'read' }>,
): Promise<void> {
  switch (tried.is) {
    case 'throttled':
      return afterThrottling(options, call, turn, spent, tried);
    case 'signedOut':
      if (call.authorise === undefined || spent.signedInAgain) throw tried.fault;
      spent.signedInAgain = true;
      return;
    case 'broken':
      return afterBreak(options, call, turn, spent, tried);
    default:
      assertNever(tried);
  }
}

async function afterThrottling(options: Running, call: Call, turn: Turn, spent: Spent, tried: Ended<'throttled'>): Promise<void> {
  const ms = Math.min(longestHoldMs, tried.waitMs ?? backoffMs(2, options.random()) + 500);
  await options.throttle.hold(turn, ms, tried.whom);
  // A write is not repeated here even though a throttled one was not carried out: the journal decides.
  if (!call.write && spent.waitedMs + ms <= turn.mostMs) return;
  throw throttled(call, tried.fault.facts.correlationId ?? '', options.clock.now().add({ milliseconds: ms }), tried.fault);
}

async function afterBreak(options: Running, call: Call, turn: Turn, spent: Spent, { fault, waitMs }: Ended<'broken'>): Promise<void> {
  spent.tries += 1;
  const { tries, backoffBaseMs, backoffCapMs } = turn.limits;
  if (call.write || fault.kind !== 'retryable' || spent.tries >= tries) throw fault;
  const pause = waitMs ?? backoffMs(spent.tries, options.random(), { baseMs: backoffBaseMs, capMs: backoffCapMs });
  options.log.debug({ remote: call.remote, attempt: spent.tries, retryInMs: pause, fault }, 'A read broke and is tried again');
  await options.clock.sleep(pause, call.signal);
}
