import { type Problem, type ProblemCode, problems } from '../contract/problem.ts';
import { type AppError, type FaultKind, isAppError } from '../lib/errors.ts';
import type { Refusal } from './handle.ts';

/** Where the pages of the error codes are; relative, so that every installation shows its own. */
const pages = '/docs/errors/';

const base = (code: ProblemCode, detail: string, requestId: string): Problem => ({
  type: `${pages}${code.replaceAll('_', '-')}`,
  title: problems[code].title,
  status: problems[code].status,
  detail,
  code,
  requestId,
  retryable: problems[code].status === 408 || problems[code].status === 429 || problems[code].status >= 502,
});

/** A decision of the business as a problem reply. */
export const fromRefusal = (refusal: Refusal, requestId: string): Problem => ({
  ...base(refusal.refused, refusal.detail, requestId),
  ...(refusal.hint !== undefined && { remediation: { text: refusal.hint } }),
  ...(refusal.errors !== undefined && { errors: [...refusal.errors] }),
  ...(refusal.planId !== undefined && { planId: refusal.planId }),
});

/** Faults that only the caller's own mistake brings: what tells them is deep below, where a value would go through every list. */
const mistakes: ReadonlySet<string> = new Set<ProblemCode>(['invalid_cursor']);

/** Whether a fault is a refusal: nothing of ours failed, and nobody who runs this need look. */
export const isMistake = (error: unknown): error is AppError => isAppError(error) && mistakes.has(error.code);

/** Codes of faults that have a reply of their own. Everything else of the remotes and the database goes by kind. */
const ownCode: Readonly<Record<string, ProblemCode>> = {
  invalid_cursor: 'invalid_cursor',
  database_down: 'database_unavailable',
  database_refused: 'database_unavailable',
  database_read_only: 'database_unavailable',
  disk_full: 'database_unavailable',
  database_busy: 'overloaded',
  remote_rejected: 'remote_refused',
  remote_forbidden: 'remote_refused',
  remote_signed_out: 'remote_refused',
  remote_not_found: 'remote_refused',
};

const byKind: Readonly<Record<FaultKind, ProblemCode>> = {
  retryable: 'remote_unavailable',
  needs_operator: 'remote_refused',
  permanent: 'remote_refused',
  unknown_outcome: 'remote_unavailable',
};

/** A fault as a problem reply: our own words and facts, never a stack, a statement, a path or a remote's body (SEC-29). */
export function fromFault(error: unknown, requestId: string): Problem {
  if (!isAppError(error)) return base('internal', 'An unexpected error happened. Nothing was half-written.', requestId);
  const problem = base(codeOf(error), error.message, requestId);
  const { remote, status, remoteCode, correlationId, hint } = error.facts;
  return {
    ...problem,
    retryable: error.kind === 'retryable',
    ...(hint !== undefined && { remediation: { text: hint } }),
    ...(remote !== undefined && {
      upstream: {
        system: remote,
        ...(status !== undefined && { status }),
        code: remoteCode ?? error.code,
        ...(correlationId !== undefined && { correlationId }),
      },
    }),
  };
}

const codeOf = (error: AppError): ProblemCode =>
  ownCode[error.code] ?? (error.facts.remote === undefined ? 'internal' : byKind[error.kind]);

export const ofCode = base;
