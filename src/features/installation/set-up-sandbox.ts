import type { ConnectionSecrets, ConnectionSettings } from '../../model/connection.ts';
import { idOf } from '../../model/ids.ts';
import { addConnection, changeConnection, listConnections } from '../connections/index.ts';
import type { Context } from '../context.ts';

/** An account of the sandbox's world, as it is entered like any other. */
export type SandboxAccount = { readonly name: string; readonly settings: ConnectionSettings; readonly secrets: ConnectionSecrets };

/** Connects the sample estate the way a person would; writing is on for the PSA's lines only (product.md 7). Does nothing the second time. */
export async function setUpSandbox(context: Context, accounts: readonly SandboxAccount[]): Promise<void> {
  const known = new Set((await listConnections(context)).map((connection) => connection.name));
  for (const account of accounts) {
    if (known.has(account.name)) continue;
    const outcome = await addConnection(context, account);
    if (outcome.status === 'refused') throw new Error(`The sandbox account ${account.name} could not be connected: ${outcome.because}`);
    if (account.settings.kind === 'connectWise')
      await changeConnection(context, idOf('connection', outcome.connection.connectionId), {
        writeKinds: ['psaLines'],
        reason: 'The sample estate ships with writing on for PSA lines.',
      });
  }
}
