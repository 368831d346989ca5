import type { ProblemList } from '../problem.ts';
import { type Blobs, readBlobs } from '../read/read-blobs.ts';
import type { AzureUsage } from './azure-usage.ts';
import { usageColumns } from './invoice-columns.ts';

/** Adds the days of these files to what is known of Azure usage; answers whether all of it could be read. */
export const addUsage = (files: Blobs, usage: AzureUsage, problems: ProblemList): Promise<boolean> =>
  readBlobs(
    files,
    {
      columns: usageColumns,
      onRecord: (fields, line, name) => {
        usage.add(fields, name, line, problems);
      },
    },
    problems,
  );
