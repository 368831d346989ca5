import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bundled from '@sparticuz/chromium';

const installed = ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/opt/google/chrome/chrome'];

/** A real browser and the flags that it needs: `CHROME_PATH`, else an installed one, else the one inside the npm package. None is a failure, not a skip. */
export async function findBrowser(): Promise<{ readonly executablePath: string; readonly args: readonly string[] }> {
  const own = process.env['CHROME_PATH'] ?? installed.find((path) => existsSync(path));
  return own === undefined ? { executablePath: await unpacked(), args: bundled.args } : { executablePath: own, args: [] };
}

/** The package unpacks into the folder for temporary files, where another user's copy may lie that only he may run. */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), `concord-browser-${String(process.getuid?.() ?? 0)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    return await bundled.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}
