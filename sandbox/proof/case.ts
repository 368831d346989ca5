import type { TestSandbox } from '../testing.ts';

/** What a case found: a JSON body that the sandbox answered or sent, the columns of a table, or a request that it took. */
export type Shown =
  | { readonly body: unknown }
  | { readonly columns: readonly string[] }
  /** Rows of a table that is no file of the service, as the sandbox has it. */
  | { readonly rows: readonly (readonly string[])[] }
  /** A request with exactly these members was answered like this. */
  | { readonly sent: unknown; readonly status: number; readonly answer?: unknown };

export type Case = { readonly sample: string; readonly show: (box: TestSandbox) => Promise<Shown> };
