import type { ProblemList } from '../problem.ts';
import { fileFault } from '../problem.ts';
import { CsvFramer } from './csv-framer.ts';
import { Fields, type WantedColumn } from './fields.ts';
import { pieces } from './inflate.ts';
import { JsonRows } from './json-rows.ts';
import { formatOf } from './read-fields.ts';
import { eachRecord } from './records.ts';
import type { Row } from './row.ts';

type Visit = (row: Row) => void;

/** Reads a file row by row, for the inputs that grow with the estate, not with the invoice. Answers how many rows there were. */
export async function readRows(file: string, problems: ProblemList, needs: readonly string[], visit: Visit): Promise<number> {
  return formatOf(file) === 'csv' ? readCsv(file, problems, needs, visit) : readJson(file, problems, visit);
}

async function readJson(file: string, problems: ProblemList, visit: Visit): Promise<number> {
  let rows = 0;
  const framer = new JsonRows({
    onRow: (row) => {
      rows += 1;
      visit(row);
    },
    onBad: (line, message) => {
      problems.badRow(file, line, message);
    },
  });
  await eachRecord(pieces(file), framer);
  if (framer.line === 0) throw fileFault('file_empty', 'The file holds no records.', 'Fetch the file again.');
  return rows;
}

async function readCsv(file: string, problems: ProblemList, needs: readonly string[], visit: Visit): Promise<number> {
  const columns: readonly WantedColumn[] = needs.map((need) => {
    const required = need.endsWith('!');
    return { name: required ? need.slice(0, -1) : need, required };
  });
  const index = new Map(columns.map((column, at) => [column.name.toLowerCase(), at]));
  const fields = new Fields(columns.length);
  let rows = 0;
  const framer = new CsvFramer({
    columns,
    fields,
    onRecord: () => {
      rows += 1;
      visit({
        line: framer.line,
        text: (...names) => {
          for (const name of names) {
            const at = index.get(name.toLowerCase());
            const text = at === undefined ? '' : fields.text(at);
            if (text !== '') return text;
          }
          return '';
        },
      });
    },
    onBad: (line, message) => {
      problems.badRow(file, line, message);
    },
    onFirst: (missing) => {
      const names = missing.filter((column) => column.required === true).map((column) => column.name);
      if (names.length > 0)
        throw fileFault('columns_missing', `The file lacks the columns ${names.join(', ')}.`, 'Is this the right file?');
    },
  });
  await eachRecord(pieces(file), framer);
  if (framer.line === 0) throw fileFault('file_empty', 'The file holds no records.', 'Fetch the file again.');
  return rows;
}
