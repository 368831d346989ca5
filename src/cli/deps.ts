import type { Io } from './output.ts';
import type { System } from './system.ts';

/** What a command is given from outside: so that tests can hand in another. */
export type CliDeps = {
  readonly system: System;
  readonly io: Io;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly nowMs: () => number;
};
