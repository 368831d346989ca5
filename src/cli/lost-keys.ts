import type { Config } from '../config.ts';
import { giveUpKeys } from '../features/installation/index.ts';
import { exitCodes, type Io } from './output.ts';
import type { Parts } from './system.ts';

/** `keys lost`: the way out when no backup of the key is left. */
export async function giveUpLostKeys(parts: Parts, config: Config, io: Io, reason: string): Promise<number> {
  const running = await parts.openProcess({ config, log: parts.makeLog('silent'), mayLackKey: true });
  try {
    const { keys, connections } = await giveUpKeys(running.context, reason);
    if (keys.length === 0) {
      io.out('No stored secret needs a key that is not here. Nothing was changed.\n');
      return exitCodes.ok;
    }
    io.out(`Given up: key ${keys.join(', ')}. Concord starts again without it.\n`);
    io.out(`Enter the secrets again of: ${connections.join(', ')}.\n`);
    io.out('What the key sealed is kept: if it turns up, put it into a line of its own at the end of secret.key.\n');
    return exitCodes.ok;
  } finally {
    await running.close();
  }
}
