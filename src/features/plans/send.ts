import type { Writable } from '../../connectors/ports.ts';
import type { Context } from '../context.ts';
import type { JobHandle } from '../jobs/index.ts';
import { type CommandStanding, submit } from '../journal/index.ts';

export type Sender = Pick<JobHandle, 'signal' | 'progress'>;

const mostWaits = 3;
const longestWaitSeconds = 120; // beyond that the work goes on elsewhere, and the command is sent when it is due

/** Submits a command; when the remote asked to come again a little later and nothing was sent, waits for it as told. */
export async function send(context: Context, remote: Writable, commandId: string, job: Sender): Promise<CommandStanding> {
  for (let waits = 0; ; waits += 1) {
    const standing = await submit(context, remote, commandId, job.signal);
    if (standing.state !== 'ready' || standing.nextLookAt === undefined || waits >= mostWaits) return standing;
    const waitMs = Math.max(0, standing.nextLookAt.since(context.clock.now()).total('milliseconds'));
    if (waitMs > longestWaitSeconds * 1_000) return standing;
    await job.progress({ waitingUntil: standing.nextLookAt });
    await context.clock.sleep(waitMs, job.signal);
    await job.progress({ waitingUntil: null });
  }
}
