import type { ReadFiles } from '../../model/distributor-file/books.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { taken } from './preview-file.ts';
import { filesInUse } from './store.ts';

/** What a connection is read from: the files in use, with their bytes. Those of charges are imported as invoices. */
export const readFilesOf =
  (context: Pick<Context, 'db' | 'blobs'>): ReadFiles =>
  async (connectionId) => {
    const files = await inScope(context.db, everything, (tx) => filesInUse(tx, connectionId));
    return Promise.all(files.filter(({ applied }) => applied.kind !== 'charges').map((file) => taken(context, file)));
  };
