import { openProcess } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { addConnection } from '../src/features/connections/index.ts';
import { must } from '../src/lib/must.ts';
import { type Database, openDatabase } from '../src/platform/db/connect.ts';
import { keepDatabase } from '../src/platform/db/keeper.ts';
import { createLog } from '../src/platform/log.ts';
import { aDataFolder } from '../test/support/start-system.ts';
import { aWorldOfRemotes, type Remotes } from '../test/support/world-of-remotes.ts';

/** A partner account of the sandbox that is connected and not read yet; processes of the product open it by its data folder. */
export type AnAccount = {
  readonly remotes: Remotes;
  readonly owner: Database;
  readonly dataDir: string;
  readonly connectionId: string;
  readonly close: () => Promise<void>;
};

/** `customers` of the account; `delayMs`: what each answer takes. The remote lets every call pass. */
export async function openAnAccount(customers: number, { delayMs }: { readonly delayMs: number }): Promise<AnAccount> {
  await using opened = new AsyncDisposableStack();
  const { dataDir, remove } = aDataFolder();
  opened.defer(remove);
  const keeper = await keepDatabase({ dataDir });
  opened.defer(() => keeper.stop());
  const remotes = await aWorldOfRemotes({ scale: 2 * customers }); // half of its customers are sold by this account
  opened.defer(() => remotes.close());
  await remotes.control('switches/throttling', { enabled: false });
  await remotes.control('faults', [{ match: { remote: 'partner-center' }, do: { delayBefore: delayMs } }]);
  const config = readConfig({ env: { CONCORD_DATA_DIR: dataDir }, cwd: '/' });
  await using opening = new AsyncDisposableStack();
  const first = await openProcess({ config, log: createLog({ level: 'error' }), sandbox: { url: remotes.url, offsetMs: () => 0 } });
  opening.defer(() => first.close());
  const { tenantId, clientId, clientSecret, refreshToken } = must(remotes.credentials.partnerAccounts[0], 'account');
  const added = await addConnection(first.context, {
    name: 'Partner Center',
    settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId },
    secrets: { clientSecret, refreshToken },
  });
  await opening.disposeAsync();
  if (added.status !== 'added') throw new Error(added.because);
  const owner = openDatabase({ connection: keeper.connection, role: 'owner', max: 2 });
  opened.defer(() => owner.close());
  const held = opened.move();
  return { remotes, owner, dataDir, connectionId: added.connection.connectionId, close: () => held.disposeAsync() };
}
