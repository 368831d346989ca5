import { idOf } from '../../model/ids.ts';
import { distributorKinds, psaKinds, type SetupChoices } from '../../model/setup.ts';
import { addConnection, changeConnection, listConnections } from '../connections/index.ts';
import type { Context, SampleAccount } from '../context.ts';
import { shipLive } from '../setup/index.ts';

const choicesOf = (accounts: readonly SampleAccount[]): SetupChoices => {
  const kinds = [...new Set(accounts.map(({ settings }) => settings.kind))];
  const partners = accounts.flatMap(({ settings }) => (settings.kind === 'partnerCenter' ? [settings] : []));
  return {
    partnerTypes: [...new Set(partners.map(({ partnerType }) => partnerType))],
    clouds: [...new Set(partners.flatMap(({ cloud }) => (cloud === 'germany' ? [] : [cloud])))],
    distributors: kinds.filter((kind) => distributorKinds.includes(kind)),
    psas: kinds.filter((kind) => psaKinds.includes(kind)),
  };
};

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
  await shipLive(context, choicesOf(accounts));
}
