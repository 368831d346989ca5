import { sasToken } from '../../blobs/sas.ts';
import type { BillingExport } from '../../world/types.ts';
import type { Call } from '../call.ts';
import { formOf } from './form.ts';
import { type StoredBlob, storageHost } from './stored.ts';

/** The manifest of an export that is done: where its blobs lie, and a new token to read them. */
export function manifestAnswer({ world, request, account }: Call, row: BillingExport, blobs: readonly StoredBlob[]) {
  const form = formOf(row);
  const isCounted = form.partition === 'ItemCount';
  const listed = blobs.map((blob, place) => ({
    name: blob.name,
    partitionValue: isCounted ? String(place + 1) : 'default',
    ...(form.manifest === 'inline' ? { sizeInBytes: blob.size, itemCount: blob.lines } : {}),
  }));
  const twice = form.blobListedTwice ? listed.slice(0, 1) : [];
  return {
    id: row.manifestId,
    schemaVersion: '1',
    dataFormat: form.dataFormat,
    createdDateTime: row.doneAt,
    eTag: row.revision,
    partnerTenantId: account.tenantId,
    rootDirectory: `${request.linkTo(storageHost)}${row.directory}`,
    sasToken: sasToken(world, storageHost, row.directory, form.sasMinutes),
    partitionType: form.partition,
    blobCount: listed.length + twice.length,
    blobs: [...listed, ...twice],
  };
}
