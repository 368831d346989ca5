import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { isRecord } from '../../lib/is-record.ts';
import { nearest } from './nearest.ts';

export type Origin = 'flag' | 'environment' | 'file';

type Setting = { readonly name: string; readonly env: string; readonly secret?: true };

export type Collected = {
  /** Nested as the settings' names say: `microsoft.global.clientId`. */
  readonly values: Record<string, unknown>;
  readonly origins: Record<string, Origin>;
  readonly mistakes: string[];
};

type Sources = {
  readonly settings: readonly Setting[];
  readonly otherNames: readonly string[];
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
};

/** Puts the sources together, the stronger over the weaker, and names every key that is none. Values are not judged here. */
export function collectSettings({ settings, otherNames, flags, env, cwd }: Sources): Collected {
  const collected: Collected = { values: {}, origins: {}, mistakes: [] };
  readSettingsFile(collected, settings, env['CONCORD_CONFIG'], cwd);
  readEnvironment(collected, settings, otherNames, env, cwd);
  for (const [name, value] of Object.entries(flags)) {
    if (value !== undefined) put(collected, name, value, 'flag');
  }
  return collected;
}

function put({ values, origins }: Collected, name: string, value: unknown, origin: Origin): void {
  const path = name.split('.');
  let at = values;
  for (const part of path.slice(0, -1)) at = at[part] = { ...(isRecord(at[part]) ? at[part] : {}) };
  at[path.at(-1) ?? name] = value;
  origins[name] = origin;
}

function readEnvironment(
  collected: Collected,
  settings: readonly Setting[],
  otherNames: readonly string[],
  env: Sources['env'],
  cwd: string,
): void {
  const byEnv = new Map(settings.map((setting) => [setting.env, setting]));
  const files = new Map(settings.filter(({ secret }) => secret).map((setting) => [`${setting.env}_FILE`, setting]));
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('CONCORD_') || value === undefined || value === '' || otherNames.includes(name)) continue;
    const [plain, file] = [byEnv.get(name), files.get(name)];
    if (plain !== undefined) put(collected, plain.name, value, 'environment');
    else if (file !== undefined) putFile(collected, file, name, resolve(cwd, value), env);
    else collected.mistakes.push(`${name} is not a setting${nearest(name, [...byEnv.keys(), ...files.keys()])}`);
  }
}

/** A secret in a file, as container platforms hand them over. The line break at its end is not part of it. */
function putFile(collected: Collected, setting: Setting, name: string, path: string, env: Sources['env']): void {
  if ((env[setting.env] ?? '') !== '') {
    collected.mistakes.push(`${setting.env} and ${name} are both set; keep one`);
    return;
  }
  try {
    put(collected, setting.name, readFileSync(path, 'utf8').replace(/\r?\n$/, ''), 'environment');
  } catch {
    collected.mistakes.push(`${name}: the file ${path} cannot be read`);
  }
}

function readSettingsFile(collected: Collected, settings: readonly Setting[], named: string | undefined, cwd: string): void {
  const path = resolve(cwd, named ?? 'concord.config.yaml');
  if (!existsSync(path)) {
    if (named !== undefined) collected.mistakes.push(`CONCORD_CONFIG: the file ${path} does not exist`);
    return;
  }
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch {
    collected.mistakes.push(`${path} cannot be read as YAML`); // the parser's message quotes the file, which may hold secrets
    return;
  }
  for (const [name, value] of flatten(content)) {
    const known = settings.map((setting) => setting.name);
    if (known.includes(name)) put(collected, name, value, 'file');
    else collected.mistakes.push(`${name} in ${path} is not a setting${nearest(name, known)}`);
  }
}

function flatten(value: unknown, prefix = ''): [string, unknown][] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    return isRecord(item) ? flatten(item, name) : [[name, item]];
  });
}
