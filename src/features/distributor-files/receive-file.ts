import { publicId } from '../../model/ids.ts';
import { keepReceived } from '../../platform/blobs/keep-received.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { findConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { type DistributorFile, keepFile } from './store.ts';

export type ReceiveOutcome =
  | { readonly status: 'received'; readonly file: DistributorFile }
  | { readonly status: 'refused'; readonly because: 'unknownConnection' | 'notByFile' };

/** Keeps a file as it came, before anybody reads it. Nothing of it counts until it is applied. */
export async function receiveFile(
  context: Context,
  connectionId: string,
  file: { readonly name: string; readonly content: AsyncIterable<Buffer> },
): Promise<ReceiveOutcome> {
  const connection = await findConnection(context, connectionId);
  if (connection === undefined) return { status: 'refused', because: 'unknownConnection' };
  if (connection.kind !== 'distributorFile') return { status: 'refused', because: 'notByFile' };
  const fileId = context.ids();
  const entrance = `distributor-${fileId}`;
  try {
    const { hash, bytes } = await context.blobs.receive(entrance, file.content);
    if (!context.blobs.has(hash)) await keepReceived(context.blobs, entrance);
    const kept = await inScope(context.db, everything, async (tx) => {
      const given = {
        connectionId,
        name: file.name.slice(0, 200),
        hash,
        bytes,
        receivedAt: context.clock.now(),
        receivedBy: context.actor.name,
      };
      const row = await keepFile(tx, fileId, given);
      await record(tx, context, {
        action: 'distributorFile.received',
        object: publicId('connection', connectionId),
        after: { file: publicId('distributorFile', row.fileId), name: row.name, bytes, sha256: hash },
      });
      return row;
    });
    return { status: 'received', file: kept };
  } finally {
    await context.blobs.forget(entrance);
  }
}
