import { everything, inScope } from '../../platform/db/transaction.ts';
import { findLostKeys, lostKeysName, readGivenUp } from '../../platform/secrets/lost-keys.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { writeSetting } from '../settings/index.ts';

export type GivenUp = {
  readonly keys: readonly string[];
  /** Names of the connections whose secrets have to be entered again. */
  readonly connections: readonly string[];
};

/**
 * A person says that keys are lost for good: Concord starts without them again. What they sealed stays as it is, so that a key which
 * turns up after all still opens it; until then its connections say that their secrets cannot be read.
 */
export function giveUpKeys(context: Context, reason: string): Promise<GivenUp> {
  return inScope(context.db, everything, async (tx) => {
    const keys = await findLostKeys(tx, context.secrets.keyIds);
    if (keys.length === 0) return { keys, connections: [] };
    await writeSetting(tx, context, lostKeysName, [...(await readGivenUp(tx)), ...keys]);
    const rows = await tx.selectFrom('connection').select(['name', 'secrets']).where('secrets', 'is not', null).orderBy('name').execute();
    const connections = rows.flatMap(({ name, secrets }) => (keys.includes(secrets?.split('.')[1] ?? '') ? [name] : []));
    await record(tx, context, { action: 'keys.givenUp', object: 'workspace', after: { keys, connections }, reason });
    return { keys, connections };
  });
}
