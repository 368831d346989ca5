import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the browser app is made of, its libraries and how it is built included. */
const sources = [
  'web/index.html',
  'web/vite.config.ts',
  'web/aliases.config.ts',
  'web/src',
  'src/contract',
  'src/model',
  'src/lib',
  'package-lock.json',
];

/** Builds the browser app when its sources are newer than what was built. Takes some seconds; nothing when it is fresh. */
export async function buildBrowserApp(root: string, tell: (text: string) => void): Promise<void> {
  const built = changedAt(join(root, 'web', 'dist', 'index.html'));
  const newest = Math.max(...sources.map((path) => newestIn(join(root, path))));
  if (built >= newest) return;
  tell('Building the browser app ...\n');
  const code = await new Promise<number | null>((resolve) => {
    const build = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'web', '--logLevel', 'error'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    build.once('error', () => {
      resolve(null);
    });
    build.once('close', resolve);
  });
  if (code !== 0) tell('The browser app could not be built. The API and the command line work; try "npm run build".\n');
}

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestIn(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(
    0,
    ...readdirSync(path)
      .filter((name) => !/\.test\.tsx?$/.test(name))
      .map((name) => newestIn(join(path, name))),
  );
}
