import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Measured } from './benchmark.ts';

export type ProcessRun = Measured & { readonly stdout: string };

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
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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
  return { seconds: (performance.now() - startedAt) / 1000, peakMiB, stdout };
}
