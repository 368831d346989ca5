// After `npm ci`: builds the browser app, so that the first start does not wait for it. Runs on the Node that runs npm (20 or newer).
// A build that fails does not fail the install: `npm start` builds again when the result is missing or old, and says what is wrong.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

const hasApp = existsSync(join(root, 'web', 'index.html'));
const hasBuilder = existsSync(join(root, 'node_modules', 'vite')); // absent with --omit=dev: then web/dist comes with the release

if (hasApp && hasBuilder) {
  const { code, output } = await run('vite', ['build', 'web', '--logLevel', 'error']);
  if (code !== 0) {
    console.error('The browser app could not be built; everything else is installed. `npm run build` shows this again:');
    console.error(output.trim().split('\n').slice(-15).join('\n'));
  }
}
