// Shared by the scripts: where things are, and how a program is run. Plain JavaScript that Node 20 understands.
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');

/** The environment in which `node` is the pinned one, whoever started us. */
export const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };

/** Runs a program to its end; resolves with its exit code, output and seconds. `show` passes its output through. */
export function run(command, args, { show = false, input, extraEnv = {} } = {}) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const stdio = [input === undefined ? 'ignore' : 'pipe', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'];
    const child = spawn(command, args, { cwd: root, env: { ...env, ...extraEnv }, stdio });
    const output = [];
    const take = (stream) => stream?.setEncoding('utf8').on('data', (text) => output.push(text));
    take(child.stdout);
    take(child.stderr);
    child.stdin?.end(input);
    const end = (code, note = '') => resolve({ code, output: output.join('') + note, seconds: (performance.now() - startedAt) / 1000 });
    child.on('error', (error) => end(127, error.message));
    child.on('close', (code, signal) => end(code ?? 1, signal ? `ended by ${signal}` : ''));
  });
}
