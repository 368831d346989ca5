import type { NamedColumn } from './json-template.ts';

/** Reads lines of JSON that are like the ones before, and leaves all others to who asks it. */
export interface FastLines {
  /** How many lines the last call of `take` read. */
  readonly taken: number;
  /** The keys of the lines to come, in their order; not `isWhole` when a required one is not among them. */
  useKeys(keys: readonly NamedColumn[], isWhole: boolean): void;
  /** Reads lines from `from` on; answers where the first one begins that is left to the caller, or the unfinished one at the end. */
  take(bytes: Buffer, from: number): number;
  /** The caller has read the line that was left to him. */
  goOn(): void;
}
