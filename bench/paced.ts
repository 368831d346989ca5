import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds of each call, however many clients made them. */
export type Times = number[];
/** Waits until the next call may begin. */
type Turn = () => Promise<void>;

/** So many calls begin in each second, however long they take; 0: each begins when a client is free. */
function paced(perSecond: number): Turn {
  if (perSecond === 0) return () => Promise.resolve();
  const startedAt = performance.now();
  let nth = 0;
  return async () => {
    const at = startedAt + (nth * 1_000) / perSecond;
    nth += 1;
    await sleep(Math.max(0, at - performance.now()));
  };
}

/** Calls of a client: each waits for its turn, and its time is kept. */
export type Work = (times: Times, turn: Turn) => Promise<void>;

/** Clients that share the work; answers the time of each call. */
export async function race(
  clients: number,
  work: readonly Work[],
  perSecond = 0,
): Promise<{ readonly times: Times; readonly seconds: number }> {
  const times: Times = [];
  const turn = paced(perSecond);
  const left = [...work];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await next(times, turn);
    }),
  );
  return { times, seconds: (performance.now() - startedAt) / 1_000 };
}

export async function timed<T>(times: Times, turn: Turn, work: () => Promise<T>): Promise<T> {
  await turn();
  const startedAt = performance.now();
  const result = await work();
  times.push(performance.now() - startedAt);
  return result;
}
