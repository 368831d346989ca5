import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whenDone } from './when-done.ts';

/** An empty folder, gone when the test or the file is done that asked for it. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'concord-test-'));
  whenDone(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
