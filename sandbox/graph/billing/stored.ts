import { spooled } from '../../blobs/spool.ts';
import type { WrittenBlob } from '../../blobs/write.ts';
import type { BillingExport } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { formOf } from './form.ts';
import { exportTexts } from './lines.ts';

/** A blob of an export with what the storage service says of it. */
export type StoredBlob = WrittenBlob & { readonly name: string; readonly etag: string; readonly modifiedMs: number };

/** Where exports of a partner lie. */
export const storageHost = 'adlsreconbuprodeastus201.blob.core.windows.net';

/** `part-00000-{guid}.c000.json.gz` */
const nameOf = (row: BillingExport, place: number): string => `part-${String(place).padStart(5, '0')}-${row.blobId}.c000.json.gz`;
const namePattern = /^part-(\d{5})-([0-9a-f-]{36})\.c000\.json\.gz$/;

/** The blobs of an export; written when they are asked for first. */
export async function storedOf(world: World, row: BillingExport): Promise<readonly StoredBlob[]> {
  const form = formOf(row);
  const written = await spooled(world, `${row.directory}|${row.revision}`, () => exportTexts(world, row), form);
  return written.map((blob, place) => ({ ...blob, name: nameOf(row, place), etag: etagOf(blob), modifiedMs: modifiedMsOf(row) }));
}

const etagOf = ({ md5 }: WrittenBlob): string => `"0x8D${Buffer.from(md5, 'base64').toString('hex').slice(0, 12).toUpperCase()}"`;

/** Whole seconds, as HTTP writes them. */
const modifiedMsOf = (row: BillingExport): number => Math.floor(Date.parse(row.doneAt) / 1000) * 1000;

/** The blob at a path of the storage host. Of two exports that gave it the same name the later one counts. */
export async function findStored(world: World, host: string, path: string): Promise<StoredBlob | undefined> {
  const cut = path.lastIndexOf('/');
  const name = path.slice(cut + 1);
  const [, place, blobId] = namePattern.exec(name) ?? [];
  if (host !== storageHost || place === undefined) return undefined;
  const done = world.now();
  const row = world.tables.billingExports
    .by('directory', path.slice(0, cut))
    .findLast((one) => one.blobId === blobId && one.doneAt <= done);
  return row === undefined ? undefined : (await storedOf(world, row))[Number(place)];
}
