import type { ProblemList } from '../problem.ts';
import { nameOf, type Source } from '../read/inflate.ts';
import { type FileFormat, readFields } from '../read/read-fields.ts';
import type { AzureUsage } from './azure-usage.ts';
import { usageColumns } from './invoice-columns.ts';

/** Adds the days of these files to what is known of Azure usage; answers whether all of it could be read. */
export async function addUsage(blobs: readonly Source[], format: FileFormat, usage: AzureUsage, problems: ProblemList): Promise<boolean> {
  const bad = problems.badRows;
  let isWhole = true;
  for (const blob of blobs) {
    const name = nameOf(blob);
    try {
      await readFields(blob, format, {
        columns: usageColumns,
        onRecord: (fields, line) => {
          usage.add(fields, name, line, problems);
        },
        onBad: (line, message) => {
          problems.badRow(name, line, message);
        },
      });
    } catch (error) {
      problems.fault(name, error);
      isWhole = false;
    }
  }
  return isWhole && problems.badRows === bad;
}
