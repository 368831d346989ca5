import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Measured } from './benchmark.ts';

export type ProcessRun = Measured & { readonly stdout: string };

// What was compiled once is kept, as bin/concord keeps it.
export const compiled = { NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../node_modules/.cache/concord') };

/** As bin/concord starts Node. */
export const nodeFlags = ['--initial-heap-size=96'];

/** Processor seconds that the children of this process have used so far, those of their threads included; undefined off Linux. */
async function childrenSeconds(): Promise<number | undefined> {
  try {
    const stat = await readFile('/proc/self/stat', 'utf8');
    // Behind the name, which may hold anything: cutime and cstime are the 14th and 15th (proc(5)), in hundredths.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return undefined;
  }
}

/** Highest resident memory of a process, from /proc on Linux; undefined elsewhere. */
async function peakOf(pid: number | undefined): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
    const match = /VmHWM:\s+(\d+) kB/.exec(status);
    return match === null ? undefined : Math.round(Number(match[1]) / 1024);
  } catch {
    return undefined;
  }
}

/** Runs a Node script to its end; wall seconds include the start of the process. Throws when it fails. */
export async function runNode(script: string, args: readonly string[]): Promise<ProcessRun> {
  const before = await childrenSeconds();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeFlags, script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...compiled },
  });
  let stdout = '';
  let stderr = '';
  let peakMiB: number | undefined;
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  // The high-water mark only grows, so a look now and then misses at most the very end.
  const watch = setInterval(() => void peakOf(child.pid).then((peak) => (peakMiB = peak ?? peakMiB)), 50);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(watch);
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}: ${stderr.slice(0, 2000)}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await childrenSeconds();
  return { seconds, cpuSeconds: after === undefined || before === undefined ? undefined : after - before, peakMiB, stdout };
}
