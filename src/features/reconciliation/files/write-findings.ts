import { DraftFile } from './draft-file.ts';
import { type Finding, findingLine } from './finding.ts';

/** Writes the findings as JSON lines. The old file stays until the new one is whole and on disk. */
export async function writeFindings(file: string, findings: readonly Finding[]): Promise<void> {
  const draft = new DraftFile(file, { code: 'findings_not_written', what: 'The findings' });
  try {
    for (const finding of findings) draft.write(findingLine(finding));
  } catch (error) {
    await draft.drop();
    throw error;
  }
  await draft.keep();
}
