import { existsSync } from 'node:fs';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const installed = ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/opt/google/chrome/chrome'];
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser: `CHROME_PATH`, else an installed one, else the one inside the npm package. None is a failure, not a skip. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['CHROME_PATH'] ?? installed.find((path) => existsSync(path));
  const executablePath = own ?? (await bundled.executablePath());
  return chromium.launch({ executablePath, args: own === undefined ? [...bundled.args, ...quiet] : quiet });
}
