import { relative } from 'node:path';
import { readConfig, settings } from '../../src/config.ts';
import { code, made, page, table } from './markdown.ts';

/** Nowhere on a real machine: no settings file is found there, so that every value is the default. */
const nowhere = '/concord-reference/nowhere';

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** docs/reference/settings.md, from src/config.ts. */
export function settingsPage(): string {
  const defaults = readConfig({ env: {}, cwd: nowhere });
  const values = new Map<string, unknown>(
    Object.entries({ ...defaults, dataDir: `./${relative(nowhere, defaults.dataDir)}`, sandbox: 'on' }),
  );
  const defaultOf = (name: string): string => {
    if (name === 'profile') return '`trial` for `start`, `production` for `serve`, `worker` and `migrate`';
    const value = values.get(name);
    return typeof value === 'string' || typeof value === 'number' ? code(String(value)) : 'none';
  };
  return page(
    made('Settings', 'src/config.ts'),
    'A setting comes from a flag, else from the environment, else from the file, else it has its default. The first that is set wins.',
    table(
      ['Environment', 'Flag', 'In the file', 'Default', 'Meaning'],
      settings.map(({ name, env, says, secret }) => [
        secret === true ? `${code(env)} or ${code(`${env}_FILE`)}` : code(env),
        secret === true || name.includes('.') ? 'none' : code(`--${kebab(name)}`),
        code(name),
        defaultOf(name),
        says,
      ]),
    ),
    `- The file is ${code('concord.config.yaml')} in the working directory, or the one that ${code('CONCORD_CONFIG')} names. A name with a dot is nested.
- A secret has no flag, because other users of a machine can read command lines. ${code('..._FILE')} names a file that holds the value.
- A name that is no setting is an error that names the nearest one. Nothing starts before all mistakes are corrected.
- The production profile needs ${code('CONCORD_SECRET_KEY')} (at least 32 random characters) and an https ${code('CONCORD_BASE_URL')}. It has no sandbox.
- ${code('concord config print')} shows each value and where it came from. It never shows a secret.`,
    '## Read by the command line only',
    table(
      ['Environment', 'Meaning'],
      [
        [code('CONCORD_URL'), 'Address of a running Concord'],
        [code('CONCORD_TOKEN'), 'API key for it; both together replace `cli.json` of the data folder'],
        [code('CONCORD_NEW_SECRET_KEY'), 'The key that `concord keys rotate` changes to, where the key comes from the environment'],
      ],
    ),
  );
}
