import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from '../lib/errors.ts';
import { claimFolder } from './sole-start.ts';

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'concord-claim-')), 'Données de Zoë');
});
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const claimed = (): string => readFileSync(join(folder, 'running.pid'), 'utf8').trim();

/** A process whose command line looks like ours, until the test is over. */
async function another<T>(script: string, work: (pid: number) => T): Promise<T> {
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)', script]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  try {
    return work(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
  }
}

describe('one system on a data folder', () => {
  test('a new folder is made and claimed, and given back clean', () => {
    const release = claimFolder(folder);
    expect(claimed()).toBe(String(process.pid));

    release();

    expect(existsSync(join(folder, 'running.pid'))).toBe(false);
  });

  test('while another lives on it, the start is refused with what to do, and the claim stays his', async () => {
    await another('src/main.ts', (pid) => {
      claimFolder(folder, pid);

      let fault: unknown;
      try {
        claimFolder(folder);
      } catch (error) {
        fault = error;
      }

      expect(isAppError(fault) && [fault.code, fault.message, fault.facts.hint]).toEqual([
        'already_running',
        `Concord runs already on this data folder (process ${pid})`,
        `Stop it with Ctrl-C, or set CONCORD_DATA_DIR to another folder than ${folder}.`,
      ]);
      expect(claimed()).toBe(String(pid));
    });
  });

  test('the number of a process that is somebody else counts for nothing', async () => {
    await another('something-else', (pid) => {
      claimFolder(folder, pid);
      claimFolder(folder);

      expect(claimed()).toBe(String(process.pid));
    });
  });

  test.each(['999999999', '', 'rubbish', '-1', '0', '1e3.5', '\0'])(
    'what a killed process or a broken disk left (%j) counts for nothing',
    (left) => {
      claimFolder(folder)();
      writeFileSync(join(folder, 'running.pid'), left);

      claimFolder(folder);

      expect(claimed()).toBe(String(process.pid));
    },
  );

  test('a folder that is a file, or below one, is named with what to do', () => {
    claimFolder(folder)();
    const file = join(folder, 'a-file');
    writeFileSync(file, '');

    for (const place of [file, join(file, 'below')])
      expect(() => claimFolder(place)).toThrow(expect.objectContaining({ code: 'data_folder_unwritable' }));
  });

  test('a claim that somebody else holds by now is not taken from him', () => {
    const release = claimFolder(folder);
    writeFileSync(join(folder, 'running.pid'), '12345\n');

    release();

    expect(claimed()).toBe('12345');
  });
});
