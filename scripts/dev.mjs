// `npm run dev`: server, worker and sandbox restarting on change, and the browser app with hot reload beside them. Ctrl-C stops all.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env, root } from './run.mjs';

const watched = ['src', 'sandbox'].filter((folder) => existsSync(join(root, folder))).map((folder) => `--watch-path=${folder}`);
const programs = [
  ['node', [...watched, '--watch-preserve-output', 'src/main.ts', 'start']],
  ['vite', ['web']],
];
const children = programs.map(([command, args]) => spawn(command, args, { cwd: root, env, stdio: 'inherit' }));

// The terminal sends Ctrl-C to the whole group; we wait until the database is stopped cleanly.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => children.forEach((child) => child.kill(signal)));
for (const child of children) {
  child.on('exit', () => {
    for (const other of children) if (other !== child && other.exitCode === null) other.kill('SIGINT');
  });
}
