import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aFolder } from '../test/support/folder.ts';
import { readConfig } from './config.ts';

const folderWith = (file?: string): string => {
  const folder = aFolder();
  if (file !== undefined) writeFileSync(join(folder, 'concord.config.yaml'), file);
  return folder;
};
const goodKey = 'q3f0Xc7m2LzV9aTn5RbY8wKs1HdJ6uPe';
const production = { CONCORD_PROFILE: 'production', CONCORD_SECRET_KEY: goodKey, CONCORD_BASE_URL: 'https://concord.example' };
const mistakesOf = (env: Record<string, string>, file?: string): string => {
  try {
    readConfig({ env, cwd: folderWith(file) });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test('with nothing set everything has a default that starts', () => {
  const cwd = aFolder();
  const config = readConfig({ env: {}, cwd });

  expect(config).toMatchObject({ profile: 'trial', host: '127.0.0.1', port: 8080, sandboxPort: 8090, sandbox: true, logLevel: 'info' });
  expect(config.dataDir).toBe(join(cwd, 'data'));
  expect(config.explicit.size).toBe(0);
});

test('a statement of a request has 30 seconds, another limit that somebody sets, and always one', () => {
  expect(readConfig({ env: {}, cwd: aFolder() }).statementLimit).toBe(30);
  expect(readConfig({ flags: { statementLimit: '120' }, env: {}, cwd: aFolder() }).statementLimit).toBe(120);
  for (const none of ['0', '-1', '0.5', '3601', 'off'])
    expect(mistakesOf({ CONCORD_STATEMENT_LIMIT: none })).toContain('CONCORD_STATEMENT_LIMIT (statementLimit)');
});

test('a flag beats the environment, the environment beats the file, the file beats the default', () => {
  const cwd = folderWith('port: 1111\nhost: 0.0.0.0\nlogLevel: warn\n');
  const config = readConfig({ flags: { port: '3333', host: undefined }, env: { CONCORD_PORT: '2222', CONCORD_HOST: '::1' }, cwd });

  expect(config).toMatchObject({ port: 3333, host: '::1', logLevel: 'warn' });
  expect(config.origins).toEqual({ port: 'flag', host: 'environment', logLevel: 'file' });
});

test('the app registration of each cloud has its own settings', () => {
  const env = { CONCORD_MICROSOFT_US_GOVERNMENT_CLIENT_ID: 'gov', CONCORD_MICROSOFT_US_GOVERNMENT_CLIENT_SECRET: 's' };

  const config = readConfig({ env, cwd: folderWith('microsoft:\n  global:\n    clientId: abc\n') });
  expect(config.microsoft).toEqual({ global: { clientId: 'abc' }, usGovernment: { clientId: 'gov', clientSecret: 's' } });
});

describe('an unknown name is an error and the nearest one is named', () => {
  test('in the environment', () => {
    expect(mistakesOf({ CONCORD_PROT: '80' })).toContain('CONCORD_PROT is not a setting (did you mean CONCORD_PORT?)');
  });
  test('in the file', () => {
    expect(mistakesOf({}, 'databaseURL: x\n')).toMatch(/databaseURL in .* is not a setting \(did you mean databaseUrl\?\)/);
  });
  test('but names for the command line are left alone, and so are empty ones', () => {
    expect(mistakesOf({ CONCORD_TOKEN: 'x', CONCORD_URL: 'y', CONCORD_PORT: '' })).toBe('');
  });
});

describe('a secret', () => {
  test('may come from a file, without the line break at its end', () => {
    const cwd = aFolder();
    writeFileSync(join(cwd, 'key'), `${goodKey}\n`);

    expect(readConfig({ env: { CONCORD_SECRET_KEY_FILE: 'key' }, cwd }).secretKey).toBe(goodKey);
  });
  test('given twice is refused', () => {
    expect(mistakesOf({ CONCORD_SECRET_KEY: goodKey, CONCORD_SECRET_KEY_FILE: '/nowhere' })).toContain('both set');
  });
  test('in a file that is not there is named by the path', () => {
    expect(mistakesOf({ CONCORD_SECRET_KEY_FILE: '/nowhere/key' })).toContain(
      'CONCORD_SECRET_KEY_FILE: the file /nowhere/key cannot be read',
    );
  });
  test('is never printed, whatever is wrong with it', () => {
    const env = { CONCORD_SECRET_KEY: 'hunter2', CONCORD_DATABASE_URL: 'mysql://user:pa55@host', CONCORD_PROT: 'hunter2' };

    expect(mistakesOf(env)).not.toMatch(/hunter2|pa55/);
    expect(mistakesOf(env, 'secretKey: [hunter2')).not.toMatch(/hunter2|pa55/);
  });
});

describe('the production profile', () => {
  test('starts with a key and an https address, without sandbox', () => {
    expect(readConfig({ env: production, cwd: aFolder() })).toMatchObject({ profile: 'production', sandbox: false });
  });
  test.each([
    ['no key', { CONCORD_SECRET_KEY: '' }, 'CONCORD_SECRET_KEY or CONCORD_SECRET_KEY_FILE'],
    ['a short key', { CONCORD_SECRET_KEY: 'abc' }, 'too weak'],
    ['a key of one letter', { CONCORD_SECRET_KEY: 'a'.repeat(64) }, 'too weak'],
    ['a key out of an example', { CONCORD_SECRET_KEY: 'please-changeme-0123456789-abcdefgh' }, 'too weak'],
    ['no address', { CONCORD_BASE_URL: '' }, 'CONCORD_BASE_URL (baseUrl): is required'],
    ['an address without TLS', { CONCORD_BASE_URL: 'http://concord.example' }, 'must be https'],
    ['a sandbox', { CONCORD_SANDBOX: 'on' }, 'no sandbox in the production profile'],
  ])('refuses %s', (_name, change, says) => {
    expect(mistakesOf({ ...production, ...change })).toContain(says);
  });
  test('is the default of serve and worker', () => {
    expect(() => readConfig({ env: {}, cwd: aFolder(), defaultProfile: 'production' })).toThrow('is required in the production profile');
  });
});

test('all mistakes are named at once', () => {
  const says = mistakesOf({ CONCORD_PORT: 'eighty', CONCORD_LOG_LEVEL: 'loud', CONCORD_SANDBX: 'off' });

  for (const name of ['CONCORD_PORT', 'CONCORD_LOG_LEVEL', 'CONCORD_SANDBX']) expect(says).toContain(name);
});

test('a mistake says in plain words what a setting must be', () => {
  const says = mistakesOf({ CONCORD_PORT: 'eighty', CONCORD_UPLOAD_LIMIT: '0', CONCORD_LOG_LEVEL: 'loud', CONCORD_BASE_URL: 'concord' });

  for (const line of [
    'CONCORD_PORT (port): It must be a whole number from 0 to 65535.',
    'CONCORD_UPLOAD_LIMIT (uploadLimit): It must be a whole number from 1 to 100000.',
    'CONCORD_LOG_LEVEL (logLevel): It must be one of "debug", "info", "warn", "error", "silent".',
    'CONCORD_BASE_URL (baseUrl): It must be an address like https://example.com.',
  ])
    expect(says).toContain(line);
});

test('DATABASE_URL is not read', () => {
  expect(readConfig({ env: { DATABASE_URL: 'postgres://x' }, cwd: aFolder() }).databaseUrl).toBeUndefined();
});
