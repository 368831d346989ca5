import { Fault, type FaultKind, isAppError } from '../../lib/errors.ts';

type Known = { readonly code: string; readonly kind: FaultKind; readonly message: string; readonly hint: string };

const down: Known = {
  code: 'database_down',
  kind: 'retryable',
  message: 'The database does not answer',
  hint: 'Work waits and goes on by itself when the database is back. Nothing that was saved is lost.',
};
const full: Known = {
  code: 'disk_full',
  kind: 'retryable',
  message: 'The disk of the database is full',
  hint: 'Free some space; work goes on by itself. Nothing that was saved is lost.',
};
const readOnly: Known = {
  code: 'database_read_only',
  kind: 'retryable',
  message: 'The database accepts no changes at the moment',
  hint: 'Reading works. Changes go on when the database has finished failing over.',
};
const busy: Known = {
  code: 'database_busy',
  kind: 'retryable',
  message: 'The database has more to do than it can',
  hint: 'Try again in a moment.',
};
const tooLong: Known = {
  code: 'database_busy',
  kind: 'retryable',
  message: 'The database took too long for this and gave it up',
  hint: 'Ask for less, for example with a filter or a smaller page, or try again in a moment.',
};
const refused: Known = {
  code: 'database_refused',
  kind: 'needs_operator',
  message: 'The database refuses the account or the address',
  hint: 'Check CONCORD_DATABASE_URL: host, user, password, database name.',
};

/** SQLSTATE (PostgreSQL documentation, appendix A) or Node's code of a broken connection. */
const byCode: Readonly<Record<string, Known>> = {
  '53100': full,
  '25006': readOnly,
  '53300': busy,
  '57014': tooLong,
  '57P01': down,
  '57P02': down,
  '57P03': down,
  '08000': down,
  '08003': down,
  '08006': down,
  ECONNREFUSED: down,
  ECONNRESET: down,
  ENOENT: down,
  EPIPE: down,
  ETIMEDOUT: down,
  EHOSTUNREACH: down,
  ENOTFOUND: down,
  EAI_AGAIN: down,
  '28000': refused,
  '28P01': refused,
  '3D000': refused,
};

/** A fault of the server that a person or time can mend as a `Fault`; everything else (unique keys, syntax) as it was. */
export function explainDatabase(error: unknown): unknown {
  if (isAppError(error)) return error;
  const code = sqlState(error);
  const known = (code === undefined ? undefined : byCode[code]) ?? withoutCode(error);
  return known === undefined
    ? error
    : new Fault(known.code, known.kind, known.message, { hint: known.hint, ...(code !== undefined && { sqlState: code }) }, error);
}

/** The SQLSTATE of an error of the driver, or of the one that caused it. */
export function sqlState(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const own = isAppError(at) ? undefined : (at as { code?: unknown }).code;
    if (typeof own === 'string') return own;
  }
  return undefined;
}

/** True for a broken unique key; with `constraint` only for that one. */
export const isDuplicate = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23505' && (constraint === undefined || (error as { constraint?: string }).constraint === constraint);

/** The driver reports these without a code, by how its sentence begins. */
const bySentence: readonly (readonly [string, Known])[] = [
  ['Connection terminated', down],
  ['Client has encountered a connection error', down],
  ['Client was closed', down],
  ['timeout exceeded when trying to connect', busy], // every connection of the pool stayed in use
];
const withoutCode = (error: unknown): Known | undefined =>
  error instanceof Error ? bySentence.find(([text]) => error.message.startsWith(text))?.[1] : undefined;
