import { canonicalJson } from '../../lib/canonical.ts';
import type { JobId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { findOpenJob } from '../jobs/index.ts';
import type { FilePreview } from './file-preview.ts';
import { filesInUse } from './store.ts';

/** What the jobs of one application have in common: a preview's token is of one state of the connection, so it is good for one application. */
export const joinsOf = (fileId: string, token: string): string => `distributorFile ${fileId} ${token}`;

/**
 * The job of the very application that is asked for once more (a double click), while it waits or runs. Undefined when it was asked for in another
 * way, or when another file took its place since.
 */
export async function sameApplication(tx: Tx, preview: FilePreview, token: string): Promise<JobId | undefined> {
  const { fileId, connectionId } = preview.file;
  const applied = (await filesInUse(tx, connectionId)).find((file) => file.fileId === fileId)?.applied;
  return applied !== undefined && markOf(applied) === markOf(preview) ? findOpenJob(tx, joinsOf(fileId, token)) : undefined;
}

const markOf = ({ kind, columns, invoice, asOf }: Pick<FilePreview, 'kind' | 'columns' | 'invoice' | 'asOf'>): string =>
  canonicalJson([kind, columns, invoice, asOf.toString()]);
