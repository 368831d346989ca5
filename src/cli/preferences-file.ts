import type { Config } from '../config.ts';
import { system } from '../features/context.ts';
import { importPreferences } from '../features/preferences/index.ts';
import { plainly } from '../lib/field-words.ts';
import { Preferences } from '../model/preferences.ts';
import { CommandError } from './command-error.ts';
import { mistakesIn, yamlOf } from './file-mistakes.ts';
import { exitCodes, type Io } from './output.ts';
import type { Parts } from './system.ts';

/** A file of preferences, JSON or YAML; mistakes name their field. */
export function preferencesIn(text: string): Preferences {
  const read = Preferences.safeParse(yamlOf(text, 'concord settings export'), plainly);
  if (read.success) return read.data;
  throw new CommandError(exitCodes.usage, 'These are no preferences:', mistakesIn(read.error), 'concord settings export');
}

/** `settings import`: whoever may run commands on the host may change what holds for all. */
export async function importPreferencesHere(parts: Parts, config: Config, io: Io, text: string): Promise<number> {
  const file = preferencesIn(text);
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    const outcome = await importPreferences({ ...running.context, actor: system }, file);
    if (outcome.status === 'unknown_customers')
      throw new CommandError(
        exitCodes.notFound,
        `No customer here has the tenant ${outcome.customers.map(({ tenantId }) => tenantId).join(', ')}.`,
        undefined,
        'leave their lines out, or read the customers first: concord sync',
      );
    if (outcome.status !== 'imported') throw new Error(`An import on this machine was refused: ${outcome.status}`);
    for (const { part, name } of outcome.changes) io.out(`${part}: ${name}\n`);
    io.out(outcome.changes.length === 0 ? 'Nothing is otherwise.\n' : `Changed: ${outcome.changes.length}\n`);
    return exitCodes.ok;
  } finally {
    await running.close();
  }
}
