import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

type Started = {
  readonly url: string;
  readonly paths: readonly string[];
  readonly startSeconds?: number;
  readonly customers?: number;
  readonly subscriptions?: number;
  readonly rssMiB?: number;
};

/** Says something to `sandbox-server.ts`, if there is something to say, and waits for its answer. */
export const say = async <Answer>(child: ChildProcess, message?: string): Promise<Answer> => {
  const answer = once(child, 'message');
  if (message !== undefined) child.send(message);
  // Written by sandbox-server.ts, which knows the shapes.
  return ((await answer) as [Answer])[0];
};

/** Runs `sandbox-server.ts` as a process of its own for as long as `work` takes: what it needs is not counted as ours. */
export async function withServer<Answer>(
  args: readonly string[],
  work: (child: ChildProcess, started: Started) => Promise<Answer>,
): Promise<Answer> {
  const child = fork(path.join(import.meta.dirname, 'sandbox-server.ts'), args, { execArgv: ['--max-old-space-size=12000'] });
  try {
    return await work(child, await say<Started>(child));
  } finally {
    const ended = once(child, 'exit');
    if (child.connected) child.disconnect();
    await ended;
  }
}
