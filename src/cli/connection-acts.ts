import type { Config } from '../config.ts';
import { type ChangeRefusal, changeConnection, withdrawWriteConsent } from '../features/connections/index.ts';
import type { Context } from '../features/context.ts';
import { removeConnection } from '../features/removal/index.ts';
import { WriteKind } from '../model/connection.ts';
import { type ConnectionId, idSchema } from '../model/ids.ts';
import { CommandError } from './command-error.ts';
import { exitCodes, type Io } from './output.ts';
import type { ConnectionAct, Parts } from './system.ts';

/** What a person with a browser does behind a fresh proof, by whoever may run commands on the host: switch writing, pause, go on. */
export async function actOnConnectionHere(parts: Parts, config: Config, io: Io, act: ConnectionAct): Promise<number> {
  const id = idSchema('connection').safeParse(act.connection);
  if (!id.success)
    throw new CommandError(
      exitCodes.usage,
      `${act.connection} is no id of a connection.`,
      undefined,
      'concord connections list shows them',
    );
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    io.out(`${await carryOut(running.context, id.data, act)}\n`);
    return exitCodes.ok;
  } finally {
    await running.close();
  }
}

async function carryOut(context: Context, id: ConnectionId, act: ConnectionAct): Promise<string> {
  switch (act.act) {
    case 'write':
      return write(context, id, act);
    case 'withdrawWriting':
      if (!(await withdrawWriteConsent(context, id))) throw refusal('unknown');
      return 'The consent to write is withdrawn; the connection is read-only.';
    case 'remove':
      return remove(context, id, act);
    case 'pause':
    case 'resume':
      await change(context, id, { paused: act.act === 'pause' });
      return act.act === 'pause' ? 'Paused: nothing is read or written there.' : 'Resumed.';
  }
}

async function write(context: Context, id: ConnectionId, { kinds, reason }: ConnectionAct): Promise<string> {
  const read = kinds.map((kind) => WriteKind.safeParse(kind));
  const wrong = kinds.find((_, index) => read[index]?.success !== true);
  if (wrong !== undefined)
    throw new CommandError(exitCodes.usage, `${wrong} is no kind of writing. Kinds: ${WriteKind.options.join(', ')}.`);
  const writeKinds = read.flatMap(({ data }) => data ?? []);
  await change(context, id, { writeKinds, ...(reason === undefined ? {} : { reason }) });
  return writeKinds.length === 0 ? 'Writing is off.' : `Writing is on: ${writeKinds.join(', ')}.`;
}

async function remove(context: Context, id: ConnectionId, { name = '', reason = '' }: ConnectionAct): Promise<string> {
  const outcome = await removeConnection(context, id, { name, reason });
  if (outcome.status === 'removed')
    return `Removed. ${outcome.left.subscriptions + outcome.left.distributorSubscriptions} subscriptions and ${outcome.left.lines} billing lines left the comparison; history, mappings and invoices stay.`;
  if (outcome.because === 'unknown') throw refusal('unknown');
  throw outcome.because === 'otherName'
    ? new CommandError(
        exitCodes.usage,
        'That is not the name of this connection.',
        undefined,
        '--name with its name, as concord connections list shows it',
      )
    : new CommandError(exitCodes.conflict, 'A write to this account has no outcome yet.', undefined, 'concord commands list');
}

async function change(context: Context, id: ConnectionId, wanted: Parameters<typeof changeConnection>[2]): Promise<void> {
  const outcome = await changeConnection(context, id, wanted);
  if (outcome.status === 'refused') throw refusal(outcome.because);
}

const words: Readonly<Record<ChangeRefusal, readonly [sentence: string, tryThis?: string]>> = {
  unknown: ['There is no such connection.', 'concord connections list shows them'],
  nameTaken: ['Another connection has this name.'],
  otherTenant: ['That belongs to another account.'],
  reasonMissing: ['Say why writing is switched on.', '--reason "..."'],
  cannotBeWritten: ['That cannot be written to this kind of connection.'],
  writeConsentMissing: ['Nobody has consented to writing at this account yet.', 'concord connections consent <id> --write'],
  writePermissionMissing: [
    'The consent to write lacks a permission that this kind of action needs.',
    'add it to the app, then concord connections consent <id> --write',
  ],
};

function refusal(because: ChangeRefusal): CommandError {
  const [sentence, tryThis] = words[because];
  const code = { unknown: exitCodes.notFound, reasonMissing: exitCodes.usage, cannotBeWritten: exitCodes.usage };
  return new CommandError(because in code ? code[because as keyof typeof code] : exitCodes.conflict, sentence, undefined, tryThis);
}
