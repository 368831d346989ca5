import { Fault, isAppError } from '../../../lib/errors.ts';

/** Something about an input that the reader of the result must know. `partial` inputs make the command end with exit code 8. */
export type Problem = {
  readonly code: string;
  readonly file: string;
  readonly message: string;
  readonly hint?: string;
  /** Counted from 1 over the records of the file, the header included. */
  readonly line?: number;
  readonly column?: string;
  /** False for remarks: a mapping that points nowhere, a blob listed twice. */
  readonly partial: boolean;
};

/** A row that could not be used: where it stands and why. */
export type BadRow = { readonly line: number; readonly column: string; readonly message: string };

const rowsNamed = 20;

/** Collects what could not be read; of bad rows the first few of a file are named, all are counted. */
export class ProblemList {
  readonly problems: Problem[] = [];
  badRows = 0;
  readonly #rowsOf = new Map<string, BadRow[]>();

  add(problem: Problem): void {
    this.problems.push(problem);
  }

  remark(code: string, file: string, message: string, hint?: string): void {
    this.add({ code, file, message, partial: false, ...(hint === undefined ? {} : { hint }) });
  }

  badRow(file: string, line: number, message: string, column?: string): void {
    this.badRows += 1;
    const rows = this.#rowsOf.get(file) ?? [];
    if (rows.length === 0) this.#rowsOf.set(file, rows);
    rows.push({ line, column: column ?? '', message });
    if (rows.length > rowsNamed) return;
    const hint = 'Correct the row in the source or fetch the file again; all other rows were used.';
    this.add({ code: 'row_unreadable', file, line, message, hint, partial: true, ...(column === undefined ? {} : { column }) });
  }

  fault(file: string, error: unknown): void {
    if (!isAppError(error)) throw error;
    const hint = error.facts.hint;
    this.add({ code: error.code, file, message: error.message, partial: true, ...(hint === undefined ? {} : { hint }) });
  }

  /** Adds what another list has collected, as if it had been said here. */
  absorb(other: ProblemList): void {
    this.problems.push(...other.problems);
    this.badRows += other.badRows;
    for (const [file, rows] of other.#rowsOf) this.#rowsOf.set(file, [...(this.#rowsOf.get(file) ?? []), ...rows]);
  }

  /** All of them, file by file, so that they can be handed back for correction. */
  get rowsOf(): ReadonlyMap<string, readonly BadRow[]> {
    return this.#rowsOf;
  }

  get isPartial(): boolean {
    return this.badRows > 0 || this.problems.some((problem) => problem.partial);
  }
}

/** A fault about one file, with what to do next. */
export const fileFault = (code: string, message: string, hint: string, cause?: unknown): Fault =>
  new Fault(code, 'permanent', message, { hint }, cause);
