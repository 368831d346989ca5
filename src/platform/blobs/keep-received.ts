import type { BlobStore } from './blob-store.ts';
import type { KeptBlob } from './new-blob.ts';

/** Keeps a file of the entrance as it came, packed or not, under the hash of its bytes. */
export async function keepReceived(blobs: Pick<BlobStore, 'create' | 'received'>, name: string): Promise<KeptBlob> {
  const blob = await blobs.create(`${name}-kept`);
  const { writer } = blob;
  try {
    for await (const piece of blobs.received(name)) {
      if (writer.isFull(piece.length)) writer.cut();
      writer.append(piece);
      await writer.settle();
    }
    return await blob.keep(0);
  } catch (error) {
    await blob.abandon();
    throw error;
  }
}
