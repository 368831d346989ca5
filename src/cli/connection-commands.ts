import type { Command } from 'commander';
import type { CliDeps } from './deps.ts';
import { connectionsNoun } from './noun.ts';
import { configReader, type Flags, readGiven, withSettings } from './setting-flags.ts';
import type { ConnectionAct } from './system.ts';

/** What is done to connections from the machine that Concord runs on: secrets and words that the API takes only from a person who proves anew who it is. */
export function connectionCommands(program: Command, deps: CliDeps, done: (code: number) => void): void {
  const config = configReader(deps);
  withSettings(
    connectionsNoun(program)
      .command('add')
      .description('Connect an account, from this machine; it starts read-only, and every check is run'),
  )
    .requiredOption('--file <path>', 'JSON or YAML with name, settings and secrets; - for standard input')
    .option('--json', 'print the outcome as JSON')
    .action(async ({ file, json, ...flags }: Flags & { json?: string }) => {
      const text = readGiven(file ?? '-', deps.cwd);
      done(await deps.system.addConnection(config(flags, 'trial'), deps.io, { text, json: json !== undefined }));
    });
  withSettings(
    connectionsNoun(program)
      .command('consent <id>')
      .description('Print a one-time link to sign in at Microsoft for a connection, from this machine'),
  )
    .option('--minutes <number>', 'how long it works (60)')
    .option('--write', 'the second consent: to writing at Microsoft')
    .option('--user <name>', 'only this user may sign in; empty for anybody of the tenant')
    .option('--mail-to <address>', 'send the link to this mailbox too')
    .option('--wait', 'wait until somebody has signed in, and say what came of it')
    .action(async (id: string, { minutes, user, mailTo, wait, write, ...flags }: Flags & { wait?: string; write?: boolean }) => {
      const purpose = write === true ? ('writing' as const) : ('reading' as const);
      const request = {
        connection: id,
        purpose,
        minutes: minutes === undefined ? undefined : Number(minutes),
        user,
        mailTo,
        wait: wait !== undefined,
      };
      done(await deps.system.consentLink(config(flags, 'trial'), deps.io, request));
    });
  withSettings(
    connectionsNoun(program)
      .command('accept-loss <id>')
      .description('Accept that records which Concord doubts to be gone are gone; the next full reading then removes them here'),
  )
    .requiredOption('--reason <text>', 'what was seen at the other system')
    .action(async (id: string, { reason, ...flags }: Flags) => {
      done(await deps.system.acceptLoss(config(flags, 'trial'), deps.io, id, reason ?? ''));
    });
  withSettings(
    connectionsNoun(program)
      .command('webhook <id> <act>')
      .description("Decide who gets Microsoft's notifications of an account: register, take-over, give-back"),
  )
    .requiredOption('--reason <text>', 'why; goes into the audit log')
    .requiredOption('--from <host>', 'whose registration you saw (concord connections feeds), none for nobody')
    .action(async (id: string, act: string, { reason, from, ...flags }: Flags) => {
      done(
        await deps.system.actOnWebhook(config(flags, 'trial'), deps.io, { connection: id, act, reason: reason ?? '', from: from ?? '' }),
      );
    });
  writingCommands(program, deps, done);
}

/** What changes whether and how far a connection is used. */
function writingCommands(program: Command, deps: CliDeps, done: (code: number) => void): void {
  const config = configReader(deps);
  const act = (name: string, what: Omit<ConnectionAct, 'connection' | 'kinds' | 'reason'>, description: string): void => {
    withSettings(connectionsNoun(program).command(`${name} <id>`).description(description)).action(async (id: string, flags: Flags) => {
      done(await deps.system.actOnConnection(config(flags, 'trial'), deps.io, { ...what, connection: id, kinds: [], reason: undefined }));
    });
  };
  withSettings(
    connectionsNoun(program)
      .command('write <id> [kinds...]')
      .description('Switch kinds of writing on (psaLines, subscriptions, access, profiles, tenants); none switches all off'),
  )
    .option('--reason <text>', 'why; goes into the audit log')
    .action(async (id: string, kinds: string[], { reason, ...flags }: Flags) => {
      done(await deps.system.actOnConnection(config(flags, 'trial'), deps.io, { act: 'write', connection: id, kinds, reason }));
    });
  withSettings(
    connectionsNoun(program)
      .command('remove <id>')
      .description('Remove a connection: its secrets are destroyed and nothing is read there; history, mappings and invoices stay'),
  )
    .requiredOption('--name <name>', 'the name of the connection, so that it is the right one')
    .requiredOption('--reason <text>', 'why; goes into the audit log')
    .action(async (id: string, { name, reason, ...flags }: Flags) => {
      done(await deps.system.actOnConnection(config(flags, 'trial'), deps.io, { act: 'remove', connection: id, kinds: [], name, reason }));
    });
  act('withdraw-writing', { act: 'withdrawWriting' }, 'Take the consent to write at Microsoft back; reading goes on');
  act('pause', { act: 'pause' }, 'Read and write nothing there until it is resumed; mapping and history stay');
  act('resume', { act: 'resume' }, 'Go on after a pause');
}
