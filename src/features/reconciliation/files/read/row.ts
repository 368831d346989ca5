/** One row of an estate, PSA or mapping file: of a CSV by header, of a JSON line by path, always as text. */
export interface Row {
  /** Text of the first of these columns or paths that has one; '' when none has. */
  text(...names: readonly string[]): string;
  readonly line: number;
}
