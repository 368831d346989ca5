import type { Config } from '../config.ts';
import { type AddOutcome, addConnection, listVerifications } from '../features/connections/index.ts';
import type { Context } from '../features/context.ts';
import { ensureWorkspace } from '../features/installation/index.ts';
import { idOf, publicId } from '../model/ids.ts';
import { CommandError } from './command-error.ts';
import { type ConnectionFile, readConnectionFile } from './connection-file.ts';
import { exitCodes, type Io, table } from './output.ts';
import type { AddRequest, Parts } from './system.ts';

/** `connections add`: whoever may run commands on the host may connect an account, as he may make himself a sign-in link. */
export async function addConnectionHere(parts: Parts, config: Config, io: Io, request: AddRequest): Promise<number> {
  if (config.sandbox)
    throw new CommandError(
      exitCodes.configuration,
      'This installation runs with the sandbox, whose accounts are connected already.',
      'Real accounts and simulated ones never share an installation.',
      'the same with CONCORD_SANDBOX=off and a CONCORD_DATA_DIR of its own',
    );
  const given = readConnectionFile(request.text); // before anything is started for it
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    await ensureWorkspace(running.context, 'production');
    return await addAndPrint(running.context, io, given, request.json);
  } finally {
    await running.close();
  }
}

/** Adds it and prints what every check said. Answers 0, or 8 when it was added but does not work yet. */
export async function addAndPrint(
  context: Context,
  { out, err }: Pick<Io, 'out' | 'err'>,
  given: ConnectionFile,
  json: boolean,
): Promise<number> {
  const outcome = await addConnection(context, given);
  if (outcome.status === 'refused') throw refusal(outcome);
  const { connectionId, kind, name, state, reason } = outcome.connection;
  const id = publicId('connection', connectionId);
  const [verification] = await listVerifications(context, idOf('connection', connectionId));
  const probes = verification?.probes ?? [];
  if (json) out(`${JSON.stringify({ id, name, state, reason, probes }, undefined, 2)}\n`);
  else {
    out(`${id}  ${name}  ${reason === null ? state : `${state} (${reason})`}  read only\n`);
    out(
      table(probes, [
        { title: 'PROBE', value: (row) => row.name },
        { title: 'OUTCOME', value: (row) => row.outcome },
        { title: 'MS', value: (row) => String(row.ms), right: true },
        { title: 'DETAIL', value: (row) => row.detail },
      ]),
    );
  }
  if (state === 'connected') return exitCodes.ok;
  if (kind === 'distributorFile') {
    err(`It waits for its first file: concord connections upload ${id} FILE --apply\n`);
    return exitCodes.ok;
  }
  err(`${name} is kept, but does not work yet.\n`);
  for (const { name: check, hint } of probes) if (hint !== undefined) err(`Try (${check}): ${hint}\n`);
  return exitCodes.withErrors;
}

function refusal(outcome: Extract<AddOutcome, { status: 'refused' }>): CommandError {
  switch (outcome.because) {
    case 'nameTaken':
      return new CommandError(exitCodes.conflict, 'name: another connection has this name.', undefined, 'another name');
    case 'accountTaken':
      return new CommandError(
        exitCodes.conflict,
        'This account is connected already.',
        undefined,
        'concord connections list, then replace its secrets on its page in the browser',
      );
    case 'wrongTenant':
      return new CommandError(
        exitCodes.usage,
        'settings: the sign-in belongs to another organisation than the one that was named.',
        undefined,
        'the tenant id or company id of the account, or a sign-in of that organisation',
      );
    case 'secretsMissing':
      return new CommandError(exitCodes.usage, outcome.missing.map((name) => `secrets.${name}: is needed`).join('\n'));
    case 'providerNotFitting':
      return new CommandError(
        exitCodes.usage,
        outcome.mistakes.map(({ field, detail }) => `provider.${field}: ${detail}`).join('\n'),
        undefined,
        'the same without it; it can be kept later with concord connections provider',
      );
  }
}
