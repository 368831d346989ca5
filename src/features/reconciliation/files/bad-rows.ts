import path from 'node:path';
import { csvRecord } from '../../../lib/csv.ts';
import { isAppError } from '../../../lib/errors.ts';
import { DraftFile } from './draft-file.ts';
import type { BadRow, ProblemList } from './problem.ts';
import { eachRawRow, type RawRow } from './read/raw-rows.ts';

/** Columns behind those of the source. Readers find columns by name, so a corrected file can be imported with them. */
const told = ['ProblemFile', 'ProblemLine', 'ProblemColumn', 'Problem', 'RowAsItWas'];

type Written = { readonly file: string; rows: number; readonly draft: DraftFile; readonly names: readonly string[] };

/**
 * Hands the rows that could not be used back, with all their columns and what is wrong with them, to be corrected and imported. Sources
 * with other columns go to a file of their own beside it: OUT.csv, OUT-2.csv. What was written is remarked; without bad rows nothing is.
 */
export async function handBackRows(out: string | undefined, problems: ProblemList): Promise<void> {
  if (out === undefined) return;
  const files = new Map<string, Written>();
  try {
    for (const [source, rows] of problems.rowsOf) await writeRows(files, out, { source, rows });
    for (const { draft } of files.values()) await draft.keep();
  } catch (error) {
    for (const { draft } of files.values()) await draft.drop();
    throw error;
  }
  for (const { file, rows } of files.values())
    problems.remark(
      'bad_rows_written',
      file,
      `${String(rows)} ${rows === 1 ? 'row' : 'rows'} to correct.`,
      'Import this file when they are right.',
    );
}

type Rows = { readonly source: string; readonly rows: readonly BadRow[] };

async function writeRows(files: Map<string, Written>, out: string, { source, rows }: Rows): Promise<void> {
  const why = new Map(rows.map((row) => [row.line, row]));
  const names = new Set<string>();
  await readAgain(source, why, (row) => {
    for (const name of row.names) names.add(name);
  });
  for (const name of told) names.delete(name);
  const written = fileFor(files, out, [...names]);
  await readAgain(source, why, ({ line, cells, text }) => {
    const { column = '', message = '' } = why.get(line) ?? {};
    const own = written.names.map((name) => cells?.get(name) ?? '');
    written.draft.write(csvRecord([...own, source, String(line), column, message, cells === undefined ? text : '']));
    written.rows += 1;
  });
}

function fileFor(files: Map<string, Written>, out: string, names: readonly string[]): Written {
  const key = JSON.stringify(names);
  const known = files.get(key);
  if (known !== undefined) return known;
  const { dir, name, ext } = path.parse(out);
  const file = files.size === 0 ? out : path.join(dir, `${name}-${String(files.size + 1)}${ext}`);
  const draft = new DraftFile(file, { code: 'bad_rows_not_written', what: 'The bad rows' });
  const written = { file, rows: 0, draft, names };
  files.set(key, written);
  draft.write(csvRecord([...names, ...told]));
  return written;
}

/** A file that broke off breaks off again at the same place; that was told already. */
async function readAgain(source: string, why: ReadonlyMap<number, BadRow>, visit: (row: RawRow) => void): Promise<void> {
  try {
    await eachRawRow(source, new Set(why.keys()), visit);
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
}
