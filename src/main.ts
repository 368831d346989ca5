import { join } from 'node:path';
import { runCli } from './cli/main.ts';
import type { System } from './cli/system.ts';

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

// Most commands only speak with a running server: database, queue and all features are read from disk when a command starts them here.
async function here(): Promise<System> {
  const [{ metrics, migrateOnly, openProcess, watchRequests }, { createSystem }, { createClock }, { createLog }] = await Promise.all([
    import('./app.ts'),
    import('./cli/run-system.ts'),
    import('./platform/clock.ts'),
    import('./platform/log.ts'),
  ]);
  return createSystem({
    openProcess,
    migrateOnly,
    metrics,
    watchRequests,
    stopAsked,
    makeLog: (level) => createLog({ level, to: process.stderr }),
    root: join(import.meta.dirname, '..'),
    nowMs: () => createClock().now().epochMilliseconds,
  });
}

const system: System = {
  start: async (...asked) => (await here()).start(...asked),
  sandbox: async (...asked) => (await here()).sandbox(...asked),
  serve: async (...asked) => (await here()).serve(...asked),
  work: async (...asked) => (await here()).work(...asked),
  migrate: async (...asked) => (await here()).migrate(...asked),
  signInLink: async (...asked) => (await here()).signInLink(...asked),
  releaseWriting: async (...asked) => (await here()).releaseWriting(...asked),
  setUp: async (...asked) => (await here()).setUp(...asked),
  importPreferences: async (...asked) => (await here()).importPreferences(...asked),
  addConnection: async (...asked) => (await here()).addConnection(...asked),
  consentLink: async (...asked) => (await here()).consentLink(...asked),
  actOnConnection: async (...asked) => (await here()).actOnConnection(...asked),
  acceptLoss: async (...asked) => (await here()).acceptLoss(...asked),
  actOnWebhook: async (...asked) => (await here()).actOnWebhook(...asked),
  settleNotices: async (...asked) => (await here()).settleNotices(...asked),
  giveUpLostKeys: async (...asked) => (await here()).giveUpLostKeys(...asked),
  rotateKeys: async (...asked) => (await here()).rotateKeys(...asked),
};

process.exitCode = await runCli(process.argv.slice(2), {
  system,
  io: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text), isTerminal: process.stdout.isTTY },
  env: process.env,
  cwd: process.cwd(),
  nowMs: () => performance.now(),
});
