import type { Problem } from '../features/reconciliation/files/index.ts';

/** Where a command over files prints and what time it is. */
export type FilesIo = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly nowMs: () => number;
};

/** What could not be read, each with file, record, column and what to do next. */
export function printProblems(problems: readonly Problem[], err: (text: string) => void): void {
  for (const { code, file, line, column, message, hint, partial } of problems) {
    const where = [file, line === undefined ? undefined : `record ${line}`, column].filter((part) => part !== undefined).join(', ');
    err(`${partial ? 'problem' : 'note'} ${code}: ${where}: ${message}${hint === undefined ? '' : ` ${hint}`}\n`);
  }
}
