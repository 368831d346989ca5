import type { TableName } from './world/tables.ts';
import type { Change, World } from './world/world.ts';

export type Message = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };
/** 0: nobody answered, and why. */
export type Answered = { readonly status: number; readonly error?: string };

/** Notifications of one remote, kept as rows: which wait, what one says, and what becomes of it once it was tried. */
export type Outbox = {
  readonly table: TableName;
  waiting(world: World): readonly string[];
  /** The changes that let go what was held back. */
  held(world: World): readonly Change[];
  /** undefined: there is nothing to send any more. */
  message(world: World, id: string): Message | undefined;
  sent(world: World, id: string, answered: Answered): void;
};

/** Remotes take longer silence for a failure. */
const answerWithinMs = 10_000;

/** Sends whatever waits, one try each time a row waits; real time, so that a stopped clock holds nothing back. Answers a function that stops it. */
export function outbox(world: World, box: Outbox): () => Promise<void> {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const startAll = (): void => {
    if (stopping.signal.aborted) return;
    for (const id of box.waiting(world)) {
      if (running.has(id)) continue;
      const work = attempt(world, box, id, stopping.signal).finally(() => {
        running.delete(id);
        queueMicrotask(startAll);
      });
      running.set(id, work);
    }
  };
  startAll();
  const off = world.on((event) => {
    if (event.kind === 'switches.changed' && event.about['release'] === 'true') release(world, box);
    if (event.changes.some((change) => change.table === box.table)) queueMicrotask(startAll);
  });
  return async () => {
    off();
    stopping.abort();
    await Promise.all(running.values());
  };
}

function release(world: World, box: Outbox): void {
  const changes = box.held(world);
  if (changes.length > 0)
    world.apply({ kind: 'webhooks.released', actor: { kind: 'control', name: 'control' }, cause: 'control', changes });
}

async function attempt(world: World, box: Outbox, id: string, stop: AbortSignal): Promise<void> {
  const message = box.message(world, id);
  if (message === undefined) return;
  const { url, headers, body } = message;
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(answerWithinMs)]);
    const answer = await fetch(url, { method: 'POST', headers: { ...headers }, body, redirect: 'manual', signal });
    await answer.arrayBuffer();
    box.sent(world, id, { status: answer.status });
  } catch (error) {
    // Stopped in the middle: that was no try.
    if (!stop.aborted) box.sent(world, id, { status: 0, error: error instanceof Error ? error.message : String(error) });
  }
}
