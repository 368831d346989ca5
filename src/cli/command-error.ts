/** A command that could not do it: what, why, and what to try; and the exit code (ux reference 13). */
export class CommandError extends Error {
  readonly exitCode: number;
  readonly why: string | undefined;
  readonly tryNext: string | undefined;
  readonly requestId: string | undefined;

  constructor(exitCode: number, what: string, why?: string, tryNext?: string, cause?: unknown, requestId?: string) {
    super(what, cause === undefined ? undefined : { cause });
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.why = why;
    this.tryNext = tryNext;
    this.requestId = requestId;
  }
}
