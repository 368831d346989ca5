import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readConfig, settings } from '../config.ts';
import { CommandError } from './command-error.ts';
import type { CliDeps } from './deps.ts';
import { connectionsNoun } from './noun.ts';
import { exitCodes } from './output.ts';
import { WorldAsked } from './sandbox.ts';

type Flags = Readonly<Record<string, string | undefined>>;

/** Commands that run on this machine: they start, stop and look after an installation. */
export function serverCommands(program: Command, deps: CliDeps, done: (code: number) => void): void {
  const config = (flags: Flags, defaultProfile: 'trial' | 'production') =>
    readConfig({ flags, env: deps.env, cwd: deps.cwd, defaultProfile });
  const withSettings = (command: Command): Command => {
    for (const { name, says, secret } of settings)
      if (secret !== true && !name.includes('.')) command.option(`--${kebab(name)} <value>`, says);
    return command;
  };

  withSettings(program.command('start').description('Start everything: database, sandbox, server, worker (trial profile)')).action(
    async (flags: Flags) => {
      done(await deps.system.start(config(flags, 'trial'), deps.io));
    },
  );
  withSettings(program.command('sandbox').description('Start the sandbox alone: simulated Microsoft, distributors and PSA systems'))
    .option('--seed <number>', 'which world a new folder gets (1)')
    .option('--scale <customers>', 'customers of that world, 10 to 150000 (60)')
    .option('--starts-at <instant>', 'when that world begins (now)')
    .option('--scenario <name or file>', 'what happens first in that world: month, lost-webhooks, extended-service-term, or a YAML file')
    .action(async ({ seed, scale, startsAt, scenario, ...flags }: Flags) => {
      done(await deps.system.sandbox(config(flags, 'trial'), deps.io, worldFrom({ seed, scale, startsAt, scenario })));
    });
  withSettings(program.command('serve').description('Start the server (production profile)')).action(async (flags: Flags) => {
    done(await deps.system.serve(config(flags, 'production'), deps.io));
  });
  withSettings(program.command('worker').description('Start a worker (production profile)')).action(async (flags: Flags) => {
    done(await deps.system.work(config(flags, 'production'), deps.io));
  });
  withSettings(program.command('migrate').description('Bring the database schema up to this version')).action(async (flags: Flags) => {
    done(await deps.system.migrate(config(flags, 'production'), deps.io));
  });
  withSettings(program.command('sign-in-link').description('Print a one-time sign-in link for the first owner')).action(
    async (flags: Flags) => {
      done(await deps.system.signInLink(config(flags, 'trial'), deps.io));
    },
  );
  const keys = program.command('keys').description('The key that encrypts stored secrets');
  withSettings(
    keys.command('rotate').description('Encrypt all secrets anew; the new key comes from CONCORD_NEW_SECRET_KEY, or is generated'),
  ).action(async (flags: Flags) => {
    done(await deps.system.rotateKeys(config(flags, 'trial'), deps.io, deps.env['CONCORD_NEW_SECRET_KEY']));
  });
  withSettings(keys.command('lost').description('Give up a key that is lost for good; the secrets it sealed have to be entered again'))
    .requiredOption('--reason <text>', 'how it was lost')
    .action(async ({ reason, ...flags }: Flags) => {
      done(await deps.system.giveUpLostKeys(config(flags, 'trial'), deps.io, reason ?? ''));
    });
  const writing = program.command('writing').description('Writing to other systems');
  withSettings(writing.command('release').description('End the hold after a restore, once everything was read again'))
    .requiredOption('--reason <text>', 'why it is safe')
    .action(async ({ reason, ...flags }: Flags) => {
      done(await deps.system.releaseWriting(config(flags, 'trial'), deps.io, reason ?? ''));
    });
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
    .option('--user <name>', 'only this user may sign in; empty for anybody of the tenant')
    .option('--wait', 'wait until somebody has signed in, and say what came of it')
    .action(async (id: string, { minutes, user, wait, ...flags }: Flags & { wait?: string }) => {
      const request = { connection: id, minutes: minutes === undefined ? undefined : Number(minutes), user, wait: wait !== undefined };
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
  const settingsCommand = program.command('config').description('Settings');
  withSettings(
    settingsCommand.command('print').description('Each setting with its value and where it came from; secrets are not shown'),
  ).action((flags: Flags) => {
    deps.io.out(printConfig(config(flags, 'trial')));
  });
}

function worldFrom(flags: Flags): WorldAsked {
  const { data, error } = WorldAsked.safeParse(flags);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const flag = kebab(String(issue?.path[0]));
  throw new CommandError(
    exitCodes.usage,
    `--${flag} cannot be ${flags[String(issue?.path[0])] ?? ''}.`,
    issue?.message,
    'concord sandbox --help',
  );
}

/** A file as a command names it; - is standard input. */
export function readGiven(path: string, cwd: string): string {
  try {
    return readFileSync(path === '-' ? 0 : resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new CommandError(exitCodes.usage, `The file ${path} cannot be read.`, undefined, 'another path, or - for standard input', error);
  }
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function printConfig(config: ReturnType<typeof readConfig>): string {
  const values = config as unknown as Readonly<Record<string, string | number | boolean | undefined>>;
  const lines = settings
    .filter(({ name }) => !name.includes('.'))
    .map(({ name, env, secret }) => {
      const origin = config.origins[name];
      const value = secret === true ? (values[name] === undefined ? '(not set)' : '(set)') : String(values[name] ?? '(not set)');
      return `${env}=${value}  # ${origin ?? 'default'}`;
    });
  return `${lines.join('\n')}\n`;
}
