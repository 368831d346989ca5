import { open, rename, rm } from 'node:fs/promises';
import { Fault } from '../../../lib/errors.ts';
import { type Finding, findingLine } from './finding.ts';

const batch = 2000;

/** Writes the findings as JSON lines. The old file stays until the new one is whole and on disk. */
export async function writeFindings(file: string, findings: readonly Finding[]): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(draft, 'w');
    try {
      for (let from = 0; from < findings.length; from += batch) {
        await handle.write(
          findings
            .slice(from, from + batch)
            .map(findingLine)
            .join(''),
        );
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    const hint = 'Check that the folder exists, may be written and has room.';
    throw new Fault('findings_not_written', 'permanent', `The findings could not be written to ${file}.`, { hint }, error);
  }
}
