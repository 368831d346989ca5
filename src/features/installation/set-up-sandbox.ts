import { idOf } from '../../model/ids.ts';
import { systemsOf } from '../../model/setup.ts';
import { addConnection, changeConnection, listConnections } from '../connections/index.ts';
import type { Context, SampleAccount } from '../context.ts';
import { shipLive } from '../setup/index.ts';

/** Connects the sample estate the way a person would; writing is on for the PSA's lines only (product.md 7). Does nothing the second time. */
export async function setUpSandbox(context: Context, accounts: readonly SampleAccount[]): Promise<void> {
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
  await shipLive(context, systemsOf(accounts.map(({ settings }) => settings)));
}
