import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { ownLibraries } from './aliases.config.ts';
import { findBrowser } from './browser.config.ts';

const { executablePath, args: needed } = await findBrowser();
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const args = [...quiet, '--disable-component-update', '--disable-sync', ...needed];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { alias: ownLibraries },
  optimizeDeps: { include: ['react', 'react-dom', 'react-dom/client', 'react/jsx-dev-runtime', 'axe-core', 'decimal.js/decimal'] },
  test: {
    name: 'web',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/clean-page.ts'],
    // The browser inside the npm package is one process; it has one page at a time.
    maxWorkers: 1,
    isolate: false, // with `clean-page.ts`
    sequence: { groupOrder: 1, hooks: 'list' }, // the page is gone before what it asks is
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A busy machine shows the same thing later; that is no failure of the page.
    expect: { poll: { timeout: 8_000 } },
    browser: {
      enabled: true,
      headless: true,
      // With nothing bundled yet, a busy machine takes more than the usual minute to show its first page.
      connectTimeout: 240_000,
      screenshotFailures: false,
      viewport: { width: 1280, height: 800 },
      provider: playwright({ launchOptions: { executablePath, args } }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
