import { readCsv, textOfFile } from '../../lib/csv-read.ts';
import { safeText } from '../../lib/wire.ts';
import type { ColumnChoice, DistributorFileField, DistributorFileKind } from '../distributor-file.ts';
import { kindOf, missingIn, type Places, placesOf } from './headings.ts';
import { plainText } from './values.ts';

/** Something in a file that cannot be taken: where and why, in a sentence. `line` counts from 1 with the headings. */
export type FileProblem = { readonly line: number; readonly column: string; readonly sentence: string };

/** A line of the file: what stands in the column of each field, blanks and tricks of spreadsheets taken off; '' where nothing stands. */
export type Line = { readonly line: number; readonly cell: (field: DistributorFileField) => string };

/** A file with its columns found. Nothing of what stands in them was judged yet. */
export type Table = {
  readonly kind: DistributorFileKind;
  readonly headings: readonly string[];
  readonly places: Places;
  /** Groups of fields of which one is needed and none is there. */
  readonly missing: readonly (readonly DistributorFileField[])[];
  readonly lines: readonly Line[];
  /** What is wrong with the file as a whole; then there are no lines. */
  readonly problems: readonly FileProblem[];
};

export type Wanted = { readonly kind?: DistributorFileKind | undefined; readonly columns?: ColumnChoice | undefined };

/** Finds headings and columns of a file: the kind that was said, else the one that the columns speak of. */
export function readTable(bytes: Uint8Array, wanted: Wanted): Table {
  const { records, openQuote } = readCsv(textOfFile(bytes));
  const [head, ...rest] = records;
  const headings = (head?.fields ?? []).map((heading) => safeText(heading).trim());
  const kind = wanted.kind ?? kindOf(headings);
  const places = placesOf(kind, headings, wanted.columns);
  const missing = missingIn(kind, places);
  const broken =
    openQuote === undefined ? undefined : { line: openQuote, column: '', sentence: 'A quotation mark is opened here and never closed.' };
  if (broken !== undefined || missing.length > 0)
    return { kind, headings, places, missing, lines: [], problems: broken === undefined ? [] : [broken] };
  const lines = rest.map(
    ({ line, fields }): Line => ({ line, cell: (field) => plainText(safeText(fields[places.get(field) ?? -1] ?? '')) }),
  );
  return { kind, headings, places, missing, lines, problems: [] };
}

/** The name of a field's column, as the file has it. */
export const columnOf = ({ headings, places }: Pick<Table, 'headings' | 'places'>, field: DistributorFileField): string =>
  headings[places.get(field) ?? -1] ?? '';
