import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const engine = path.resolve(import.meta.dirname, '..');
let mark: string | undefined;

/** Stands for the code that reads lines: what other code read of them is not used, so that a mended reader reads anew. */
export function readerMark(): string {
  mark ??= markOf(engine);
  return mark;
}

function markOf(folder: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ts|wasm)$/.test(name) && !name.endsWith('.test.ts'),
  );
  for (const name of names.sort()) hash.update(name).update(readFileSync(path.join(folder, name)));
  return `lines-${hash.digest('hex').slice(0, 12)}`;
}
