import { z } from 'zod';
import { SettingsChange } from '../contract/settings.ts';
import type { WholeSetup } from '../features/setup/index.ts';
import { plainly } from '../lib/field-words.ts';
import { Preferences } from '../model/preferences.ts';
import { SetupChoices } from '../model/setup.ts';
import { CommandError } from './command-error.ts';
import { checkConnection } from './connection-file.ts';
import { mistakeIn, yamlOf } from './file-mistakes.ts';
import { exitCodes } from './output.ts';

const SetupFile = z.strictObject({
  systems: SetupChoices.optional(),
  confirmedBy: z.string().trim().min(1).max(100),
  withoutTenantEvidence: z.string().trim().min(1).max(500).optional(),
  /** Each as in a file of `connections add`. */
  connections: z.array(z.unknown()).min(1),
  settings: SettingsChange.omit({ version: true }).optional(),
  /** As `settings export` writes them, or a part of it. */
  preferences: Preferences.optional(),
});

/** A whole set-up as JSON or YAML. Mistakes name their field, never what stands in it: the file holds secrets. */
export function readSetupFile(text: string): WholeSetup {
  const given = SetupFile.safeParse(yamlOf(text, example), plainly);
  if (!given.success) throw refused(given.error.issues.map((issue) => mistakeIn(issue)));
  const { connections, ...rest } = given.data;
  const checked = connections.map((each) => checkConnection(each));
  const mistakes = checked.flatMap((each, at) => ('mistakes' in each ? each.mistakes.map((line) => `connections.${at}.${line}`) : []));
  if (mistakes.length > 0) throw refused(mistakes);
  return { ...rest, connections: checked.flatMap((each) => ('connection' in each ? [each.connection] : [])) };
}

const refused = (mistakes: readonly string[]): CommandError =>
  new CommandError(exitCodes.usage, 'The set-up cannot be done like this:', mistakes.map((line) => `  - ${line}`).join('\n'), example);

const example = 'docs/guides/set-up-from-a-file.md shows one.';
