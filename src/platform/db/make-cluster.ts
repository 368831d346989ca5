import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explainLog } from './explain-log.ts';
import { forbidden, type Place } from './place.ts';

/** Makes a new cluster. It appears under its name only when whole: a process killed in between leaves nothing that looks like a database. */
export async function makeCluster(bin: string, place: Place): Promise<void> {
  const unfinished = `${place.cluster}.new-${process.pid}`;
  clearLeftovers(place.cluster);
  makeOwnFolder(unfinished, place);
  makeOwnFolder(place.socket === place.cluster ? unfinished : place.socket, place);
  const args = ['-D', unfinished, '-U', 'app', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions'];
  const { code, output } = await run(join(bin, 'initdb'), args, place);
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw explainLog(output, code);
  }
  if (existsSync(place.cluster) && readdirSync(place.cluster).length === 0) rmdirSync(place.cluster);
  try {
    renameSync(unfinished, place.cluster);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(join(place.cluster, 'PG_VERSION'))) throw forbidden(`The database folder ${place.cluster} cannot be made`, error);
  }
}

function makeOwnFolder(folder: string, place: Place): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (place.as.uid !== undefined) chownSync(folder, place.as.uid, place.as.gid ?? place.as.uid);
  } catch (error) {
    throw forbidden(`The folder ${folder} cannot be made`, error);
  }
}

function clearLeftovers(cluster: string): void {
  const above = dirname(cluster);
  for (const name of existsSync(above) ? readdirSync(above) : []) {
    const left = /\.new-(\d+)$/.exec(name)?.[1];
    if (left !== undefined && !isRunning(Number(left))) rmSync(join(above, name), { recursive: true, force: true });
  }
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

function run(program: string, args: readonly string[], place: Place): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: '/',
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...place.as,
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.once('error', (error) => {
      resolve({ code: -1, output: `${output.join('')}${error.message}` });
    });
    child.once('close', (code) => {
      resolve({ code: code ?? -1, output: output.join('') });
    });
  });
}
