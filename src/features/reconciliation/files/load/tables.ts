import { parseMicro } from '../exact.ts';
import type { ProblemList } from '../problem.ts';
import type { Row } from '../read/row.ts';
import { readRows } from '../read/rows.ts';
import { whyNoNumber } from '../wrong-value.ts';

/** Reads one file; a fault of the file is noted and the rows before it stay. Answers whether the file was read to its end. */
export async function readTable(
  file: string,
  problems: ProblemList,
  needs: readonly string[],
  visit: (row: Row) => void,
): Promise<boolean> {
  try {
    await readRows(file, problems, needs, visit);
    return true;
  } catch (error) {
    problems.fault(file, error);
    return false;
  }
}

/** A needed number of a row, in millionths; a row without it is named as unreadable. */
export function needMicro(row: Row, file: string, problems: ProblemList, ...names: readonly string[]): number | undefined {
  const text = row.text(...names);
  const value = parseMicro(text);
  if (value === undefined) problems.badRow(file, row.line, whyNoNumber(names[0] ?? '', text), names[0]);
  return value;
}
