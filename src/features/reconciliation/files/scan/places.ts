/**
 * Blobs are read side by side, so where a line stands is known before its number is: a place is blob and line in one number, in the
 * order of the export. A line's number counts over the blobs of its export from 0.
 */
const linesOfBlob = 2 ** 32;

export const placeOf = (blob: number, index: number): number => blob * linesOfBlob + index;
export const blobOf = (place: number): number => Math.floor(place / linesOfBlob);
export const indexOf = (place: number): number => place % linesOfBlob;

/** Numbers for the places of one export, whose first blob is `firstBlob`; `lines` are the lines of each of its blobs. */
export function numbering(firstBlob: number, lines: readonly number[]): (place: number) => number {
  const before: number[] = [];
  let sum = 0;
  for (const count of lines) {
    before.push(sum);
    sum += count;
  }
  return (place) => (before[blobOf(place) - firstBlob] ?? 0) + indexOf(place);
}
