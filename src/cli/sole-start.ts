import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../lib/errors.ts';

/**
 * Claims a data folder for one `start` or `sandbox`: two sandboxes would write one event log, and two systems one `cli.json`.
 * Further `serve` and `worker` processes may share it. A claim left by a process that was killed counts for nothing.
 *
 * @returns what gives it back.
 */
export function claimFolder(dataDir: string, pid: number = process.pid): () => void {
  const file = join(dataDir, 'running.pid');
  try {
    mkdirSync(dataDir, { recursive: true });
    const owner = ownerOf(file);
    if (owner !== undefined && owner !== pid && isOurs(owner)) throw runsAlready(dataDir, owner);
    rmSync(file, { force: true });
    writeFileSync(file, `${pid}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && ownerOf(file) !== undefined) throw runsAlready(dataDir, ownerOf(file)); // both came at once
    throw unwritable.includes(code) ? notWritable(dataDir, code, error) : error;
  }
  return () => {
    if (ownerOf(file) === pid) rmSync(file, { force: true });
  };
}

function ownerOf(file: string): number | undefined {
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : Number.NaN;
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

/** Whether that process lives and is one of ours: after a restart of the machine the number may be anybody's. Where it cannot be seen, living is enough. */
function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('main.ts');
}

const unwritable: readonly string[] = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'];

const notWritable = (dataDir: string, code: string, cause: unknown): Fault =>
  new Fault(
    'data_folder_unwritable',
    'needs_operator',
    `Nothing can be written into the data folder ${dataDir} (${code})`,
    { hint: 'Make it a folder that this user may write to, with free space, or set CONCORD_DATA_DIR to another one.' },
    cause,
  );

const runsAlready = (dataDir: string, pid: number | undefined): Fault =>
  new Fault('already_running', 'needs_operator', `Concord runs already on this data folder (process ${pid ?? 'unknown'})`, {
    hint: `Stop it with Ctrl-C, or set CONCORD_DATA_DIR to another folder than ${dataDir}.`,
  });
