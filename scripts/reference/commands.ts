import { Command } from 'commander';
import { connectionCommands } from '../../src/cli/connection-commands.ts';
import { dataCommands } from '../../src/cli/data-commands.ts';
import type { CliDeps } from '../../src/cli/deps.ts';
import { noticeChannelCommands } from '../../src/cli/notice-channels.ts';
import { exitCodes } from '../../src/cli/output.ts';
import { serverCommands } from '../../src/cli/server-commands.ts';
import { code, made, page, table } from './markdown.ts';

const never = (): Promise<never> => Promise.reject(new Error('The reference runs no command'));

/** The command line as it is built for every run, with nothing behind it. */
export function commandTree(): Command {
  const deps: CliDeps = {
    system: {
      start: never,
      serve: never,
      work: never,
      migrate: never,
      signInLink: never,
      consentLink: never,
      acceptLoss: never,
      actOnConnection: never,
      actOnWebhook: never,
      settleNotices: never,
      giveUpLostKeys: never,
      rotateKeys: never,
      sandbox: never,
      releaseWriting: never,
      addConnection: never,
      setUp: never,
      importPreferences: never,
    },
    io: { out: () => undefined, err: () => undefined, isTerminal: false },
    env: {},
    cwd: '/',
    nowMs: () => 0,
  };
  const program = new Command('concord');
  serverCommands(program, deps, () => undefined);
  connectionCommands(program, deps, () => undefined);
  dataCommands(program, deps, () => undefined);
  noticeChannelCommands(program, deps, () => undefined);
  return program;
}

/** Commands that do something, with their words: `differences list`. */
export const leaves = (command: Command, words: readonly string[] = []): (readonly [string, Command])[] =>
  command.commands.flatMap((child) => {
    const path = [...words, child.name()];
    return child.commands.length > 0 ? leaves(child, path) : [[path.join(' '), child] as const];
  });

const argumentsOf = (command: Command): string =>
  command.registeredArguments
    .map((one) => `${one.name()}${one.variadic ? '...' : ''}`)
    .map((name) => ` <${name}>`)
    .join('');

function entry([words, command]: readonly [string, Command]): string {
  const flags = command.options.map((option) => [
    code(option.flags),
    option.mandatory ? `${option.description} (required)` : option.description,
    option.defaultValue === undefined ? '' : code(String(option.defaultValue)),
  ]);
  return page(
    `## ${words}`,
    `\`\`\`\nconcord ${words}${argumentsOf(command)}\n\`\`\``,
    command.description(),
    table(['Flag', 'Meaning', 'Default'], flags),
  );
}

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'Done',
  failure: 'Failed',
  usage: 'Wrong flags, or a value that cannot be used',
  configuration: 'Settings, port, database version or key: nothing was started',
  forbidden: 'Not signed in, or not allowed',
  notFound: 'There is no such thing',
  conflict: 'Something else happened first, or the plan is stale',
  remote: 'Concord or the other system does not answer, or asks to wait',
  withErrors: 'Done, but not all of it',
  differencesFound: 'There are open differences (`differences list --fail-on-open`)',
  interrupted: 'Interrupted a second time',
};

/** docs/reference/commands.md, from src/cli. */
export function commandsPage(): string {
  const codes = Object.entries(exitCodes).map(([name, number]) => [String(number), meanings[name as keyof typeof exitCodes]]);
  return page(
    made('Commands', 'src/cli'),
    'Run them as `bin/concord`, from any working directory. Data goes to standard output, everything else to standard error.',
    'Commands over data use the HTTP API: with `CONCORD_URL` and `CONCORD_TOKEN`, else with `cli.json` of the data folder, which `npm start` writes.',
    '## Exit codes',
    table(['Code', 'Meaning'], codes),
    ...leaves(commandTree()).map(entry),
  );
}
