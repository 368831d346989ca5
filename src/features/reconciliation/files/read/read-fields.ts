import { fileFault, type ProblemList } from '../problem.ts';
import { CsvFramer } from './csv-framer.ts';
import { Fields, type WantedColumn } from './fields.ts';
import { pieces } from './inflate.ts';
import { JsonFramer } from './json-framer.ts';
import { eachRecord } from './records.ts';

export type FileFormat = 'jsonl' | 'csv';

/** The format a file's name promises: `part-00000.json.gz`, `recon.csv.gz`. */
export const formatOf = (file: string): FileFormat => (/\.csv(\.gz)?$/i.test(file) ? 'csv' : 'jsonl');

export type FieldsReader = {
  readonly columns: readonly WantedColumn[];
  /** Called for each record; throw nothing, say `badRow` instead. */
  readonly onRecord: (fields: Fields, line: number) => void;
};

function refuseMissing(missing: readonly WantedColumn[]): void {
  const names = missing.filter((column) => column.required === true).map((column) => column.name);
  if (names.length === 0) return;
  const message = `The file lacks the ${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}.`;
  throw fileFault('columns_missing', message, 'Is this the right file? Columns are found by name; their order does not matter.');
}

/**
 * Reads the wanted columns of one file as a stream; memory does not grow with the file. A fault of the file is thrown after all
 * records before it were handed over. Answers how many records there were.
 */
export const readFields = (file: string, format: FileFormat, problems: ProblemList, reader: FieldsReader): Promise<number> =>
  readContent({ file, format, content: pieces(file) }, problems, reader);

/** Bytes of an export under the name that problems are told by, inflated, wherever they are kept. */
export type Content = { readonly file: string; readonly format: FileFormat; readonly content: AsyncIterable<Buffer> };

export async function readContent({ file, format, content }: Content, problems: ProblemList, reader: FieldsReader): Promise<number> {
  const { columns } = reader;
  const fields = new Fields(columns.length);
  const framer = format === 'csv' ? new CsvFramer(options()) : new JsonFramer(options());
  let records = 0;
  function options() {
    return {
      columns,
      fields,
      onRecord: () => {
        records += 1;
        reader.onRecord(fields, framer.line);
      },
      onBad: (line: number, message: string) => {
        problems.badRow(file, line, message);
      },
      onFirst: (missing: readonly WantedColumn[]) => {
        refuseMissing(missing);
      },
    };
  }
  await eachRecord(content, framer);
  if (framer.line === 0) throw fileFault('file_empty', 'The file holds no records.', 'Fetch the file again.');
  return records;
}
