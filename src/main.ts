import { join } from 'node:path';
import { metrics, migrateOnly, openProcess, watchRequests } from './app.ts';
import { runCli } from './cli/main.ts';
import { createSystem } from './cli/run-system.ts';
import { createClock } from './platform/clock.ts';
import { createLog } from './platform/log.ts';

// Reads the command line, starts what was asked for, stops it cleanly.

/** Ctrl-C or a service manager's stop; the second one does not wait. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

const system = createSystem({
  openProcess,
  migrateOnly,
  metrics,
  watchRequests,
  stopAsked,
  makeLog: (level) => createLog({ level, to: process.stderr }),
  root: join(import.meta.dirname, '..'),
  nowMs: () => createClock().now().epochMilliseconds,
});

process.exitCode = await runCli(process.argv.slice(2), {
  system,
  io: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text), isTerminal: process.stdout.isTTY },
  env: process.env,
  cwd: process.cwd(),
  nowMs: () => performance.now(),
});
