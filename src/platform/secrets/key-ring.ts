import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../lib/errors.ts';

export type MasterKey = { readonly id: string; readonly bytes: Buffer };

/** The key that seals, and older ones that still open. */
export type KeyRing = { readonly current: MasterKey; readonly old: readonly MasterKey[] };

type Sources = { readonly dataDir: string; readonly secretKey?: string | undefined; readonly secretKeyOld?: string | undefined };

/** Keys from the settings; else from `secret.key` in the data folder, made on first use and readable by its owner only. */
export function loadKeyRing({ dataDir, secretKey, secretKeyOld }: Sources): KeyRing {
  if (secretKey !== undefined) return { current: toKey(secretKey), old: secretKeyOld === undefined ? [] : [toKey(secretKeyOld)] };
  const file = join(dataDir, 'secret.key');
  if (!existsSync(file)) makeKeyFile(dataDir, file);
  refuseOpenFile(file);
  const lines = linesOf(file);
  if (lines.some((line) => line.length < shortest)) throw damaged(file);
  const [current, ...old] = lines.map(toKey);
  if (current !== undefined) return { current, old };
  throw new Fault('secret_key_missing', 'needs_operator', `The key file ${file} is empty`, {
    hint: 'Bring it back from a backup: without it no stored secret opens.',
  });
}

/** False before the first key was made, and when somebody took it away. */
export const hasKey = ({ dataDir, secretKey }: Sources): boolean => secretKey !== undefined || existsSync(join(dataDir, 'secret.key'));

/** Puts a new key in front of the generated file; the older ones stay until every secret is wrapped anew. */
export function addGeneratedKey(dataDir: string): void {
  const file = join(dataDir, 'secret.key');
  replaceFile(file, [generate(), ...linesOf(file)]);
}

/** Forgets the older keys of the generated file, once nothing needs them. */
export function dropOldGeneratedKeys(dataDir: string): void {
  const file = join(dataDir, 'secret.key');
  replaceFile(file, linesOf(file).slice(0, 1));
}

/** Characters of a key that somebody may have put there himself; generated ones have 44. */
const shortest = 32;
const damaged = (file: string): Fault =>
  new Fault('secret_key_damaged', 'needs_operator', `The key file ${file} holds a line that is no key: it is too short`, {
    hint: 'Bring it back from a backup: without it no stored secret opens.',
  });

const generate = (): string => randomBytes(32).toString('base64');
const linesOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function makeKeyFile(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, `${generate()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // a second process made it in the same moment
  }
}

function replaceFile(file: string, lines: readonly string[]): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}

function refuseOpenFile(file: string): void {
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return;
  throw new Fault('secret_key_exposed', 'needs_operator', `The key file ${file} can be read by other users of this machine`, {
    hint: `Run: chmod 600 ${file}`,
  });
}

/** The text of a key is stretched to 256 bits; its id says nothing about it. */
function toKey(text: string): MasterKey {
  const bytes = Buffer.from(hkdfSync('sha256', text, 'concord', 'master key', 32));
  return { bytes, id: createHash('sha256').update('concord key id').update(bytes).digest('hex').slice(0, 12) };
}
