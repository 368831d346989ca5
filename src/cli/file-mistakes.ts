import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { CommandError } from './command-error.ts';
import { exitCodes } from './output.ts';

/** What a file in JSON or YAML holds. What is wrong is told by its place only: the parser's own message quotes the file, which may hold secrets. */
export function yamlOf(text: string, hint?: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new CommandError(exitCodes.usage, `The file is neither JSON nor YAML${placeOf(error)}.`, undefined, hint);
  }
}

const words: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'names a field a second time',
  TAB_AS_INDENT: 'is indented by a tab instead of blanks',
  BAD_INDENT: 'is not indented like the lines that it belongs to',
  MISSING_CHAR: 'lacks a sign that closes or parts something, like a quotation mark or a colon',
};

function placeOf(error: unknown): string {
  if (!(error instanceof YAMLParseError) || error.linePos === undefined) return '';
  const [{ line, col }] = error.linePos;
  return `: line ${line}, column ${col} ${words[error.code] ?? 'cannot be read'}`;
}

/** A mistake by its field, of what was read `plainly`. */
export const mistakeIn = ({ path, message }: z.core.$ZodIssue, whole = 'the file'): string => `${path.join('.') || whole}: ${message}`;

/** All of them, a line each, to stand below a sentence. */
export const mistakesIn = ({ issues }: z.ZodError, whole?: string): string =>
  issues.map((issue) => `  - ${mistakeIn(issue, whole)}`).join('\n');
