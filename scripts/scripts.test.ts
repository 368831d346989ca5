import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aFolder } from '../test/support/folder.ts';
import { checkSizes } from './sizes.mjs';
import { countResults } from './test-results.mjs';

const root = join(import.meta.dirname, '..');

describe('the count of npm test', () => {
  const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((one) => ({ status: one })) });

  test.each([
    ['all passed', [file('passed', 'passed', 'passed')], 0, { passed: 2, failed: 0 }],
    ['one failed', [file('failed', 'passed', 'failed')], 1, { passed: 1, failed: 1 }],
    ['a skipped test promises nothing', [file('passed', 'passed', 'skipped', 'todo', 'pending')], 0, { passed: 1, failed: 3 }],
    ['a file that does not load', [file('failed')], 1, { passed: 0, failed: 1 }],
    ['a hook that breaks after good tests', [file('failed', 'passed')], 1, { passed: 1, failed: 1 }],
    ['an error outside any test', [file('passed', 'passed')], 1, { passed: 1, failed: 1 }],
  ])('%s', (_name, testResults, exitCode, counts) => {
    expect(countResults({ testResults }, exitCode)).toEqual(counts);
  });
});

describe('the size bands', () => {
  const aTree = (files: Record<string, number>): string => {
    const folder = aFolder();
    for (const [path, lines] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), 'x\n'.repeat(lines));
    }
    return folder;
  };

  test('hold for a tree of small files with tests', () => {
    expect(checkSizes(aTree({ 'src/a.ts': 100, 'src/b/c.ts': 90, 'src/a.test.ts': 160 }))).toMatchObject({ code: 0, output: '' });
  });
  test('do not hold with a long file, in any part', () => {
    expect(checkSizes(aTree({ 'src/a.ts': 10, 'src/a.test.ts': 900, 'web/src/b.tsx': 501 })).output).toBe(
      'web/src/b.tsx has 501 lines, at most 500',
    );
  });
  test('do not hold with large files in the middle', () => {
    expect(checkSizes(aTree({ 'src/a.ts': 111, 'src/b.ts': 120, 'src/a.test.ts': 900 })).output).toContain('the median file of src');
  });
  test('do not hold with too few tests', () => {
    expect(checkSizes(aTree({ 'src/a.ts': 100, 'src/a.test.ts': 79 })).output).toContain('0.79, at least 0.80');
  });
});

describe('bin/concord', () => {
  /** A tree that looks installed: our start script, a Node, and a program that tells how it was called. */
  const anInstallation = ({ installed = true } = {}): string => {
    const folder = aFolder();
    for (const path of ['bin', 'src']) mkdirSync(join(folder, path));
    copyFileSync(join(root, 'bin/concord'), join(folder, 'bin/concord'));
    writeFileSync(join(folder, 'src/main.ts'), 'console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }));');
    if (installed) {
      mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
      symlinkSync(process.execPath, join(folder, 'node_modules/.bin/node'));
    }
    return folder;
  };

  test('runs the program with its arguments as they are, in the folder one is in, also through links', () => {
    const folder = anInstallation();
    const elsewhere = aFolder();
    symlinkSync(join(folder, 'bin/concord'), join(elsewhere, 'one'));
    symlinkSync('one', join(elsewhere, 'two'));

    const said = execFileSync(join(elsewhere, 'two'), ['a b', '--x=*'], { cwd: elsewhere, encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual({ args: ['a b', '--x=*'], cwd: elsewhere });
  });

  test('says in plain words what to do when the packages are not installed', () => {
    const folder = anInstallation({ installed: false });
    const { status, stderr } = spawnSync('sh', [join(folder, 'bin/concord')], { encoding: 'utf8' });

    expect(status).toBe(2);
    expect(stderr).toContain('npm ci');
  });

  test('says which Node is needed when there is none that fits', () => {
    const folder = anInstallation({ installed: false });
    mkdirSync(join(folder, 'node_modules'));
    mkdirSync(join(folder, 'path'));
    writeFileSync(join(folder, 'path/node'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const env = { PATH: `${join(folder, 'path')}:/usr/bin:/bin` };
    const { status, stderr } = spawnSync('sh', [join(folder, 'bin/concord')], { encoding: 'utf8', env });

    expect(status).toBe(2);
    expect(stderr).toContain('Node 26');
  });
});

test('a test project that does not exist is named, and nothing counts as passed', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/test.mjs'), 'fats'], { encoding: 'utf8' });

  expect(status).toBe(1);
  expect(stderr).toContain('There are: fast, db, sandbox, web, journeys');
  expect(stdout.trim().split('\n').at(-1)).toBe('0 passed, 1 failed');
});
