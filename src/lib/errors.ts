/** What happens next after a fault (rule B9). */
export type FaultKind =
  | 'retryable' // the same attempt may succeed later
  | 'needs_operator' // a person must act first: consent again, grant a role
  | 'permanent' // it fails the same way every time
  | 'unknown_outcome'; // a write may or may not have happened; nobody simply repeats it

/** Facts beside a fault. Never a secret, never a remote's body. */
export type FaultFacts = {
  readonly remote?: string;
  readonly status?: number;
  readonly remoteCode?: string;
  readonly correlationId?: string;
  /** Instant (RFC 3339) of the next automatic try, when there is one. */
  readonly nextAttemptAt?: string;
  /** What the reader should do next, in one sentence. */
  readonly hint?: string;
  readonly [fact: string]: string | number | boolean | undefined;
};

/** Every fault of the product: a stable code, what kind it is, and facts. Expected refusals are values, not faults. */
export abstract class AppError extends Error {
  abstract readonly code: string;
  abstract readonly kind: FaultKind;
  readonly facts: FaultFacts;

  constructor(message: string, facts: FaultFacts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.facts = facts;
  }
}

/** A fault of our own that needs no class: configuration, storage, files. */
export class Fault extends AppError {
  readonly code: string;
  readonly kind: FaultKind;

  constructor(code: string, kind: FaultKind, message: string, facts: FaultFacts = {}, cause?: unknown) {
    super(message, facts, cause);
    this.code = code;
    this.kind = kind;
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError;

/** A fault as data: a class does not go from thread to thread. */
export type FaultData = Pick<AppError, 'code' | 'kind' | 'message' | 'facts'>;
export const faultData = ({ code, kind, message, facts }: FaultData): FaultData => ({ code, kind, message, facts });
export const faultOf = ({ code, kind, message, facts }: FaultData): Fault => new Fault(code, kind, message, facts);
