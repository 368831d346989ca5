import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aFolder } from '../../test/support/folder.ts';
import { addGeneratedKey, dropOldGeneratedKeys, loadKeyRing } from './secrets/key-ring.ts';
import { createSecrets } from './secrets.ts';

const key = (text: string, old?: string) => loadKeyRing({ dataDir: '/nowhere', secretKey: text, secretKeyOld: old });
const secrets = createSecrets(key('q3f0Xc7m2LzV9aTn5RbY8wKs1HdJ6uPe'));
const place = { table: 'connection', row: 'a', column: 'secrets' };
const unreadable = expect.objectContaining({ code: 'secret_unreadable', kind: 'needs_operator' }) as Error;

describe('a sealed secret', () => {
  test('opens to what it was, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (plain) => {
        expect(secrets.open(secrets.seal(plain, place), place)).toBe(Buffer.from(plain, 'utf8').toString('utf8'));
      }),
    );
  });

  test('shows nothing of itself, and looks different each time', () => {
    const [one, two] = [secrets.seal('hunter2-hunter2', place), secrets.seal('hunter2-hunter2', place)];

    expect(one).not.toBe(two);
    expect(one).not.toContain(Buffer.from('hunter2').toString('base64url'));
    expect(one.startsWith(`v1.${secrets.currentKeyId}.`)).toBe(true);
  });

  test.each([
    ['another row', { ...place, row: 'b' }],
    ['another column', { ...place, column: 'settings' }],
    ['another table', { ...place, table: 'person' }],
    ['names that only run together the same', { table: 'connectiona', row: '', column: 'secrets' }],
  ])('does not open when it was moved to %s', (_name, elsewhere) => {
    const sealed = secrets.seal('x', place);

    expect(() => secrets.open(sealed, elsewhere)).toThrow(unreadable);
  });

  test('does not open when a single letter of it was changed', () => {
    const sealed = secrets.seal('a secret', place);
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      // The last letter of a base64url part may carry unused bits: the same bytes are the same secret.
      const same = changed
        .split('.')
        .every(
          (part, index) => index < 2 || Buffer.from(part, 'base64url').equals(Buffer.from(sealed.split('.')[index] ?? '', 'base64url')),
        );
      if (same && changed.split('.')[1] === sealed.split('.')[1] && changed.startsWith('v1.')) continue;
      expect(() => secrets.open(changed, place), `letter ${at}`).toThrow(unreadable);
    }
  });

  test.each(['', 'v1', 'v2.a.b.c', 'v1.a.b', 'plain text'])('%j is none', (text) => {
    expect(() => secrets.open(text, place)).toThrow(unreadable);
  });
});

describe('a change of the master key', () => {
  const [before, after] = [
    createSecrets(key('the key before, 32 letters long..')),
    createSecrets(key('the key after, 32 letters long...', 'the key before, 32 letters long..')),
  ];

  test('both keys open while it lasts; what is wrapped anew opens with the new one alone', () => {
    const sealed = before.seal('token', place);
    const rewrapped = after.rewrap(sealed, place) ?? '';

    expect(after.open(sealed, place)).toBe('token');
    expect(createSecrets(key('the key after, 32 letters long...')).open(rewrapped, place)).toBe('token');
    expect(() => createSecrets(key('the key after, 32 letters long...')).open(sealed, place)).toThrow(unreadable);
  });

  test('what is under the current key already is left alone, and what does not open is not wrapped', () => {
    expect(after.rewrap(after.seal('x', place), place)).toBeUndefined();
    expect(() => after.rewrap(before.seal('x', place), { ...place, row: 'b' })).toThrow(unreadable);
  });
});

describe('the generated key file', () => {
  test('is made once, for its owner only, and gives the same key again', () => {
    const dataDir = aFolder();
    const first = loadKeyRing({ dataDir });

    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(loadKeyRing({ dataDir }).current.id).toBe(first.current.id);
  });

  test('takes a new key in front and keeps the old one until it is dropped', () => {
    const dataDir = aFolder();
    const first = loadKeyRing({ dataDir });
    addGeneratedKey(dataDir);
    const both = loadKeyRing({ dataDir });

    expect(both.old.map(({ id }) => id)).toEqual([first.current.id]);
    dropOldGeneratedKeys(dataDir);
    expect(loadKeyRing({ dataDir })).toMatchObject({ current: { id: both.current.id }, old: [] });
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  test('that others can read is refused with what to do', () => {
    const dataDir = aFolder();
    loadKeyRing({ dataDir });
    chmodSync(join(dataDir, 'secret.key'), 0o644);

    expect(() => loadKeyRing({ dataDir })).toThrow(expect.objectContaining({ code: 'secret_key_exposed' }));
  });

  test.each([
    ['xx\n', 'secret_key_damaged'],
    [`${'k'.repeat(44)}\nhalf\n`, 'secret_key_damaged'],
    ['', 'secret_key_missing'],
    [' \n\n', 'secret_key_missing'],
  ])('that holds %j is refused: nothing is sealed with half a key', (content, code) => {
    const dataDir = aFolder();
    loadKeyRing({ dataDir });
    writeFileSync(join(dataDir, 'secret.key'), content);

    expect(() => loadKeyRing({ dataDir })).toThrow(expect.objectContaining({ code }));
  });

  test('is not made when the setting gives the key, and its id gives nothing away', () => {
    const dataDir = aFolder();
    const { current } = loadKeyRing({ dataDir, secretKey: 'q3f0Xc7m2LzV9aTn5RbY8wKs1HdJ6uPe' });

    expect(existsSync(join(dataDir, 'secret.key'))).toBe(false);
    expect(current.bytes.toString('hex')).not.toContain(current.id);
    expect(readFileSync(import.meta.filename, 'utf8')).not.toContain(current.id);
  });
});
