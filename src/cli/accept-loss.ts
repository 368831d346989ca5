import type { Config } from '../config.ts';
import { acceptLoss } from '../features/sync/index.ts';
import { CommandError } from './command-error.ts';
import { connectionIdOf } from './connection-id.ts';
import { exitCodes, type Io } from './output.ts';
import type { Parts } from './system.ts';

/** `connections accept-loss`: the way out when a mass loss that Concord doubts is true. */
export async function acceptLossHere(parts: Parts, config: Config, io: Io, connection: string, reason: string): Promise<number> {
  const id = connectionIdOf(connection);
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    const outcome = await acceptLoss(running.context, id, reason);
    if (outcome.status === 'refused') throw refusal(outcome.because);
    for (const doubt of outcome.doubts.slice(0, 20)) io.out(`${doubt}\n`);
    io.out(`Accepted: ${outcome.doubts.length}. The next full reading believes it if it finds the same: concord sync --wait\n`);
    return exitCodes.ok;
  } finally {
    await running.close();
  }
}

const refusal = (because: 'unknownConnection' | 'nothingDoubted'): CommandError =>
  because === 'unknownConnection'
    ? new CommandError(exitCodes.notFound, 'There is no such connection.', undefined, 'concord connections list shows them')
    : new CommandError(exitCodes.conflict, 'Nothing of this connection is in doubt, so there is nothing to accept.');
