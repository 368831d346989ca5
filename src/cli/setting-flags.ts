import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, readConfig, settings } from '../config.ts';
import { CommandError } from './command-error.ts';
import type { CliDeps } from './deps.ts';
import { exitCodes } from './output.ts';

export type Flags = Readonly<Record<string, string | undefined>>;

export const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A flag for each setting that is not secret. */
export function withSettings(command: Command): Command {
  for (const { name, says, secret } of settings)
    if (secret !== true && !name.includes('.')) command.option(`--${kebab(name)} <value>`, says);
  return command;
}

/** Settings of a command that runs on this machine: its flags before environment, file and default. */
export const configReader =
  ({ env, cwd }: Pick<CliDeps, 'env' | 'cwd'>) =>
  (flags: Flags, defaultProfile: 'trial' | 'production'): Config =>
    readConfig({ flags, env, cwd, defaultProfile });

/** A file as a command names it; - is standard input. */
export function readGiven(path: string, cwd: string): string {
  try {
    return readFileSync(path === '-' ? 0 : resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new CommandError(exitCodes.usage, `The file ${path} cannot be read.`, undefined, 'another path, or - for standard input', error);
  }
}
