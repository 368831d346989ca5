import type { Psa } from '../../src/connectors/ports.ts';
import type { Context } from '../../src/features/context.ts';
import type { WritablePsa } from './writable-psa.ts';

/** Thrown at the place where the process dies; nothing that comes after takes effect. */
export class Killed extends Error {}

/**
 * A worker that dies at its n-th boundary: before a transaction begins, before and after every call to the PSA. Dead, it neither reads nor
 * writes nor gives its claims back, and calls that are under way never end.
 */
export function aMortal(context: Context, psa: WritablePsa, diesAt: number) {
  let [boundaries, isDead] = [0, false];
  let announce: () => void = () => undefined;
  const died = new Promise<void>((resolve) => {
    announce = resolve;
  });
  /** Answers whether the process still lives. */
  const pass = (): boolean => {
    if (!isDead) boundaries += 1;
    if (boundaries >= diesAt) {
      isDead = true;
      announce();
    }
    return !isDead;
  };
  const never = <T>(): Promise<T> => new Promise(() => undefined);
  const around = async <T>(call: () => Promise<T>): Promise<T> => {
    if (!pass()) return never();
    const answer = await call();
    return pass() ? answer : never();
  };
  const remote: Psa = {
    ...psa,
    write: (write, signal) => around(() => psa.write(write, signal)),
    lookUp: (write, signal) => around(() => psa.lookUp(write, signal)),
    readLine: (agreement, line, signal) => around(() => psa.readLine(agreement, line, signal)),
  };
  const mortal: Context = Object.defineProperty({ ...context, openRemote: () => remote }, 'db', {
    enumerable: true,
    get: () => {
      if (!pass()) throw new Killed('The process is dead');
      return context.db;
    },
  });
  return { context: mortal, died, isDead: () => isDead };
}

/** Runs until the end or the death, whichever comes first. */
export async function untilDeath(
  mortal: ReturnType<typeof aMortal>,
  work: (context: Context) => Promise<unknown>,
): Promise<'ended' | 'died'> {
  const ended = work(mortal.context).then(
    () => 'ended' as const,
    (error: unknown) => {
      if (mortal.isDead()) return 'died' as const;
      throw error;
    },
  );
  return Promise.race([ended, mortal.died.then(() => ended.catch(() => 'died' as const)), deadEnd(mortal)]);
}

/** A call that never ends keeps its work waiting for ever: some turns after the death nothing more happens. */
async function deadEnd({ died }: ReturnType<typeof aMortal>): Promise<'died'> {
  await died;
  await new Promise((resolve) => setTimeout(resolve, 20));
  return 'died';
}
