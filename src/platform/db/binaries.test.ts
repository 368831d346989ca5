import { existsSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder } from '../../../test/support/folder.ts';
import { findBinaries, restoreLinks } from './binaries.ts';

test('a new folder gets the PostgreSQL that npm brought', () => {
  const found = findBinaries(undefined);

  expect(found.major).toBeGreaterThanOrEqual(15);
  expect(existsSync(join(found.bin, 'postgres'))).toBe(true);
});

test('a folder of a version that is not here is refused, with both versions', () => {
  expect(() => findBinaries(7)).toThrow(expect.objectContaining({ code: 'database_version_mismatch' }));
});

test('library links that npm left out are made, once, and existing ones are left alone', () => {
  const root = aFolder();
  mkdirSync(join(root, 'native/lib'), { recursive: true });
  writeFileSync(join(root, 'native/lib/libx.so.6.18'), '');
  const links = ['libx.so', 'libx.so.6'].map((name) => ({ source: 'native/lib/libx.so.6.18', target: `native/lib/${name}` }));
  writeFileSync(join(root, 'native/pg-symlinks.json'), JSON.stringify(links));

  restoreLinks(root);
  restoreLinks(root);

  expect(readlinkSync(join(root, 'native/lib/libx.so.6'))).toBe('libx.so.6.18');
  expect(existsSync(join(root, 'native/lib/libx.so'))).toBe(true);
});
