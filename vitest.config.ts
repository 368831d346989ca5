import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const everywhere = ['src/**', 'sandbox/**', 'bench/**', 'scripts/**'];
// Left alone it keeps one core free, which on a machine of two is half of it: files then run one after the other, waits and all.
const maxWorkers = Math.max(availableParallelism(), 2);
const slow = ['**/node_modules/**', '**/*.db.test.ts', '**/*.sandbox.test.ts'];

// The suffix of a test file says what it needs; each kind is a project, so that `npm run test:fast` and its sisters run alone.
// Files of one worker share its modules (`isolate: false`): reading hundreds of them anew for each file took longer than most files' tests.
// So nothing that a test changes may live in a module; what must not be shared hangs on the file's own database or world.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          maxWorkers,
          include: everywhere.map((folder) => `${folder}/*.test.ts`),
          exclude: slow,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'db',
          maxWorkers,
          include: everywhere.map((folder) => `${folder}/*.db.test.ts`),
          globalSetup: ['test/support/cluster.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'sandbox',
          maxWorkers,
          include: everywhere.map((folder) => `${folder}/*.sandbox.test.ts`),
          globalSetup: ['test/support/cluster.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      './web/vitest.config.ts',
    ],
  },
});
