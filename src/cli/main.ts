import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { isAppError } from '../lib/errors.ts';
import { CommandError } from './command-error.ts';
import { connectionCommands } from './connection-commands.ts';
import { dataCommands } from './data-commands.ts';
import type { CliDeps } from './deps.ts';
import { noticeChannelCommands } from './notice-channels.ts';
import { exitCodes, type Io } from './output.ts';
import { serverCommands } from './server-commands.ts';

/** Runs one command; answers its exit code. Nothing is thrown past here: every stop explains itself. */
export async function runCli(args: readonly string[], deps: CliDeps): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = new Command('concord')
    .description('Keeps Microsoft Partner Center, the distributor and the PSA in agreement.')
    .version(version(), '-V, --version', 'Print the version')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: deps.io.out, writeErr: deps.io.err })
    .addHelpText('after', examples);
  const done = (code: number): void => {
    exitCode = code;
  };
  serverCommands(program, deps, done);
  connectionCommands(program, deps, done);
  dataCommands(program, deps, done);
  noticeChannelCommands(program, deps, done);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, deps.io, deps.env['CONCORD_LOG_LEVEL'] === 'debug');
  }
}

/** As the package says it. */
const version = (): string => {
  const { version: said } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return said;
};

const examples = `
Examples:
  concord start                                  everything, with a sandbox to try it in
  concord differences list                       what differs, dearest first
  concord plans create dif_01J...                preview a correction
  concord plans apply plan_01J... --wait         carry it out and wait for the outcome
  concord reconcile files --data DIR --findings OUT.jsonl

Exit codes: 0 ok, 1 failure, 2 usage, 3 configuration, 4 not signed in or forbidden, 5 not found, 6 conflict or stale plan,
  7 remote unavailable, 8 completed with errors, 9 differences found, 130 interrupted`;

function explain(error: unknown, io: Io, inDetail: boolean): number {
  // What a command finds wrong by itself; what is found while the words are read has been said.
  if (error instanceof InvalidArgumentError) {
    io.err(`${error.message}\n`);
    return exitCodes.usage;
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof CommandError) {
    io.err(
      [error.message, error.why, error.tryNext && `Try: ${error.tryNext}`, error.requestId && `Request: ${error.requestId}`]
        .filter(Boolean)
        .join('\n') + '\n',
    );
    return error.exitCode;
  }
  if (isAppError(error)) {
    io.err(`${error.message} (${error.code})\n${error.facts.hint === undefined ? '' : `Try: ${error.facts.hint}\n`}`);
    return configurationCodes.has(error.code) ? exitCodes.configuration : exitCodes.failure;
  }
  io.err(
    `Something went wrong on our side: ${inDetail ? detailsOf(error) : `${wordsOf(error)}\nTry: the same with CONCORD_LOG_LEVEL=debug`}\n`,
  );
  return exitCodes.failure;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
const detailsOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : 'unknown');

const configurationCodes = new Set([
  'config_invalid',
  'port_busy',
  'already_running',
  'data_folder_unwritable',
  'sandbox_world_unreadable',
  'secret_key_missing',
  'secret_key_wrong',
  'secret_key_damaged',
  'secret_key_exposed',
  'database_version_mismatch',
  'database_url_invalid',
  'database_refused',
  'database_too_old',
  'schema_newer',
  'workspace_profile_mismatch',
  'schema_changed',
]);
