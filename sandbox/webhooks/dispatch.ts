import type { WebhookAttempt, WebhookDelivery } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { authorityOf } from './keys.ts';
import { releaseHeld } from './queue.ts';
import { certificateHost, certificatePath, forged, forgedText, signed } from './sign.ts';

/** Partner Center gives up after ten tries. How long it waits between them is not documented: switches say. */
export const maxAttempts = 10;

function pauseMs(world: World, attempts: number): number {
  const { retrySeconds, retryGrowth, retryMostSeconds } = world.switch('webhooks');
  return Math.min(retrySeconds * retryGrowth ** attempts, retryMostSeconds) * 1000;
}

/** Instants at which the next notifications may leave, where their number in a second is limited. */
const nextStart = new WeakMap<World, number>();

function turnMs(world: World, nowMs: number): number {
  const { perSecond } = world.switch('webhooks');
  if (perSecond === 0) return 0;
  const startMs = Math.max(nowMs, nextStart.get(world) ?? 0);
  nextStart.set(world, startMs + 1000 / perSecond);
  return startMs - nowMs;
}
const answerWithinMs = 10_000;

type Send = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string; redirect: 'manual'; signal: AbortSignal },
) => Promise<{ status: number; statusText: string }>;

/** Real time, unlike the world's: a stopped clock does not hold notifications back. */
const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Sends everything that is `waiting`, also what an earlier process left, until it is delivered or parked. Answers a function that stops it. */
export function dispatch(
  world: World,
  send: Send = fetch,
  pause: (attempts: number) => number = (attempts) => pauseMs(world, attempts),
): () => Promise<void> {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const start = (row: WebhookDelivery) => {
    if (row.status !== 'waiting' || running.has(row.id) || stopping.signal.aborted) return;
    const work = deliver(world, row.id, { send, pause, signal: stopping.signal }).finally(() => running.delete(row.id));
    running.set(row.id, work);
  };
  const startAll = () => {
    const rows = world.tables.webhookDeliveries.all().filter((row) => row.status === 'waiting');
    for (const row of world.switch('webhooks').shuffle ? rows.toReversed() : rows) start(row);
  };
  startAll();
  const off = world.on((event) => {
    if (event.kind === 'switches.changed' && event.about['release'] === 'true') releaseHeld(world);
    if (event.kind !== attempted && event.changes.some((change) => change.table === 'webhookDeliveries')) queueMicrotask(startAll);
  });
  return async () => {
    off();
    stopping.abort();
    await Promise.all(running.values());
  };
}

const attempted = 'webhooks.attempted';

type Means = { readonly send: Send; readonly pause: (attempts: number) => number; readonly signal: AbortSignal };

async function deliver(world: World, id: string, means: Means): Promise<void> {
  await wait(world.switch('webhooks').delayMs + turnMs(world, performance.now()), means.signal);
  for (;;) {
    const row = world.tables.webhookDeliveries.get(id);
    if (row?.status !== 'waiting' || means.signal.aborted) return;
    const attempt = await tryOnce(world, row, means);
    if (attempt === undefined) return;
    const attempts = [...row.attempts, attempt];
    const isDelivered = /^2\d\d$/.test(attempt.responseCode);
    const status = isDelivered
      ? 'delivered'
      : attempts.length >= Math.min(maxAttempts, world.switch('webhooks').tries)
        ? 'parked'
        : 'waiting';
    world.apply({
      kind: attempted,
      actor: { kind: 'system', name: 'Microsoft' },
      cause: 'webhooks',
      about: { accountId: row.accountId },
      changes: [put('webhookDeliveries', { ...row, attempts, status })],
    });
    if (status !== 'waiting') return;
    await wait(means.pause(attempts.length), means.signal);
  }
}

/** undefined: stopped in the middle, which is no attempt. */
async function tryOnce(world: World, row: WebhookDelivery, { send, signal }: Means): Promise<WebhookAttempt | undefined> {
  try {
    const registration = world.tables.webhookRegistrations.get(row.accountId);
    const { forge } = world.switch('webhooks');
    const message = signed(
      await authorityOf(world),
      forgedText(row.body, forge),
      certificateUrl(world, row.accountId),
      registration?.signatureInMsHeader ?? false,
    );
    const { headers, body } = await forged(message, forge, world.clock.now());
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
    const answer = await send(row.url, { method: 'POST', headers: { ...headers }, body, redirect: 'manual', signal: deadline });
    return { at: world.now(), responseCode: String(answer.status), responseMessage: answer.statusText, systemError: false };
  } catch (error) {
    if (signal.aborted) return undefined;
    return {
      at: world.now(),
      responseCode: '',
      responseMessage: error instanceof Error ? error.message : String(error),
      systemError: true,
    };
  }
}

/** In the form in which the registration came: below the sandbox's prefix, or the real host. */
export function certificateUrl(world: World, accountId: string): string {
  const event = world.events.findLast((one) => one.kind === 'webhooks.registered' && one.about['accountId'] === accountId);
  return `${event?.about['certificateBase'] ?? `https://${certificateHost}`}${certificatePath}`;
}
