import type { Command } from 'commander';
import { type readConfig, settings } from '../config.ts';
import { plainly } from '../lib/field-words.ts';
import { CommandError } from './command-error.ts';
import type { CliDeps } from './deps.ts';
import { exitCodes } from './output.ts';
import { WorldAsked } from './sandbox.ts';
import { configReader, type Flags, kebab, withSettings } from './setting-flags.ts';

/** Commands that run on this machine: they start, stop and look after an installation. */
export function serverCommands(program: Command, deps: CliDeps, done: (code: number) => void): void {
  const config = configReader(deps);

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
  const settingsCommand = program.command('config').description('Settings');
  withSettings(
    settingsCommand.command('print').description('Each setting with its value and where it came from; secrets are not shown'),
  ).action((flags: Flags) => {
    deps.io.out(printConfig(config(flags, 'trial')));
  });
}

function worldFrom(flags: Flags): WorldAsked {
  const { data, error } = WorldAsked.safeParse(flags, plainly);
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
