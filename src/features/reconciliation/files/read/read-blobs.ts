import type { ProblemList } from '../problem.ts';
import type { Fields, WantedColumn } from './fields.ts';
import { nameOf, type Source } from './inflate.ts';
import { type FileFormat, readFields } from './read-fields.ts';

export type Blobs = { readonly blobs: readonly Source[]; readonly format: FileFormat };
export type BlobsReader = {
  readonly columns: readonly WantedColumn[];
  /** `name` and `line` say where the record stands, for problems. */
  readonly onRecord: (fields: Fields, line: number, name: string) => void;
};

/** Reads the wanted columns of one file after the other. What cannot be read is noted; answers whether all of it could be. */
export async function readBlobs({ blobs, format }: Blobs, { columns, onRecord }: BlobsReader, problems: ProblemList): Promise<boolean> {
  const bad = problems.badRows;
  let isWhole = true;
  for (const blob of blobs) {
    const name = nameOf(blob);
    try {
      await readFields(blob, format, {
        columns,
        onRecord: (fields, line) => {
          onRecord(fields, line, name);
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
