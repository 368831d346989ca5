import type { Config } from '../config.ts';
import { addGeneratedKey, dropOldGeneratedKeys, loadKeyRing } from '../platform/secrets/key-ring.ts';
import { sealedColumns } from '../platform/secrets/lost-keys.ts';
import { countOldSecrets, rotateSecrets } from '../platform/secrets/rotate.ts';
import { createSecrets } from '../platform/secrets.ts';
import { CommandError } from './command-error.ts';
import { exitCodes, type Io } from './output.ts';
import type { Parts } from './system.ts';

/** `keys rotate`: may be killed and run again; both keys open until the end (F79). */
export async function rotateKeys(parts: Parts, config: Config, io: Io, newKey: string | undefined): Promise<number> {
  if (config.secretKey !== undefined && newKey === undefined)
    throw new CommandError(
      exitCodes.usage,
      'The new key is missing.',
      'The key is given by CONCORD_SECRET_KEY, so the new one has to be given too.',
      'CONCORD_NEW_SECRET_KEY=... concord keys rotate',
    );
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    if (config.secretKey === undefined) addGeneratedKey(config.dataDir);
    const secrets = createSecrets(
      loadKeyRing({
        dataDir: config.dataDir,
        secretKey: newKey,
        ...(config.secretKey !== undefined && { secretKeyOld: config.secretKey }),
      }),
    );
    const changed = await rotateSecrets(running.context.db, secrets, sealedColumns);
    const left = await countOldSecrets(running.context.db, secrets, sealedColumns);
    if (left > 0)
      throw new CommandError(
        exitCodes.failure,
        `${left} secrets still need the old key.`,
        'They were saved while the keys changed.',
        'Run the same command again.',
      );
    if (config.secretKey === undefined) dropOldGeneratedKeys(config.dataDir);
    io.out(`${changed} secrets are now under a new key; the old one is no longer needed.\n`);
    if (config.secretKey !== undefined) io.out('Set CONCORD_SECRET_KEY to the new key before the next start.\n');
    return exitCodes.ok;
  } finally {
    await running.close();
  }
}
