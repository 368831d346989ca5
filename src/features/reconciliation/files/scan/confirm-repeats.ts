import type { BlobScan } from './blob-scan.ts';
import type { Charges } from './charges.ts';
import type { Line } from './line.ts';
import { openLines } from './line-pool.ts';
import { blobOf, indexOf } from './places.ts';
import type { ReadJob } from './read-lines.ts';

type Group = { readonly kept: Map<string, number> };

/**
 * Lines far from each other whose hashes are equal are read again and compared by all of their bytes (SHA-256, as for blobs). Of
 * equal lines the first stays, the others are taken back. `again` makes a blob ready to be read once more.
 */
export async function confirmRepeats(
  candidates: readonly (readonly number[])[],
  jobs: readonly ReadJob[],
  again: (blob: number) => BlobScan,
): Promise<void> {
  if (candidates.length === 0) return;
  const groups = new Map<number, Group>();
  const only = new Map<number, number[]>();
  for (const places of candidates) {
    const group: Group = { kept: new Map() };
    for (const place of places) {
      groups.set(place, group);
      const indexes = only.get(blobOf(place));
      if (indexes === undefined) only.set(blobOf(place), [indexOf(place)]);
      else indexes.push(indexOf(place));
    }
  }
  const blobs = new Map([...only.keys()].map((blob) => [blob, again(blob)]));
  const source = await openLines(
    jobs.flatMap((job) => {
      const indexes = only.get(job.blob);
      return indexes === undefined ? [] : [{ ...job, only: indexes }];
    }),
  );
  await source.run((event) => {
    if (event.type === 'end') return;
    blobs.get(event.blob)?.each(event.batch, (line, charges, row) => {
      const digest = event.batch.digests[row] ?? '';
      const group = groups.get(line.place);
      const other = group?.kept.get(digest);
      if (other !== undefined) takeBack(blobs, line, charges, other);
      group?.kept.set(digest, Math.min(line.place, other ?? line.place));
    });
  });
}

/** The later of two equal lines goes. Their bytes are equal, so what is known of the one holds for the other. */
function takeBack(blobs: ReadonlyMap<number, BlobScan>, line: Line, charges: Charges, other: number): void {
  const place = Math.max(line.place, other);
  const scan = blobs.get(blobOf(place))?.scan;
  const its = scan?.table.byId.get(charges.subscriptionId);
  line.place = place;
  if (scan !== undefined && its !== undefined) scan.takeBack(line, its);
}
