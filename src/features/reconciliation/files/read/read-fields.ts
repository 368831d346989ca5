import { fileFault } from '../problem.ts';
import { CsvFramer } from './csv-framer.ts';
import type { FastLines } from './fast-lines.ts';
import { Fields, type WantedColumn } from './fields.ts';
import { pieces, type Source } from './inflate.ts';
import { JsonFramer } from './json-framer.ts';
import { eachRecord } from './records.ts';

export type FileFormat = 'jsonl' | 'csv';

/** The format a file's name promises: `part-00000.json.gz`, `recon.csv.gz`. */
export const formatOf = (file: string): FileFormat => (/\.csv(\.gz)?$/i.test(file) ? 'csv' : 'jsonl');

export type FieldsReader = {
  readonly columns: readonly WantedColumn[];
  /** Called for each record; throw nothing, say `badRow` instead. */
  readonly onRecord: (fields: Fields, line: number) => void;
  /** Called for a record that is none; `line` counts from 1, the header included. */
  readonly onBad: (line: number, message: string) => void;
  /** Called between two pieces of the file; reading goes on when it is done. */
  readonly pause?: () => Promise<void>;
  /** Reads what it can of a JSON file; `onRecord` gets the rest. */
  readonly fast?: FastLines | undefined;
};

function refuseMissing(missing: readonly WantedColumn[]): void {
  const names = missing.filter((column) => column.required === true).map((column) => column.name);
  if (names.length === 0) return;
  const message = `The file lacks the ${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}.`;
  throw fileFault('columns_missing', message, 'Is this the right file? Columns are found by name; their order does not matter.');
}

/**
 * Reads the wanted columns of one file as a stream; memory does not grow with the file. A fault of the file is thrown after all
 * records before it were handed over. Answers the number of its last line, blank lines and header counted.
 */
export async function readFields(source: Source, format: FileFormat, reader: FieldsReader): Promise<number> {
  const { columns, onBad } = reader;
  const fields = new Fields(columns.length);
  const options = {
    columns,
    fields,
    onRecord: () => {
      reader.onRecord(fields, framer.line);
    },
    onBad,
    onFirst: refuseMissing,
    fast: reader.fast,
  };
  const framer = format === 'csv' ? new CsvFramer(options) : new JsonFramer(options);
  await eachRecord(pieces(source), framer, reader.pause);
  if (framer.line === 0) throw fileFault('file_empty', 'The file holds no records.', 'Fetch the file again.');
  return framer.line;
}
