import { AppError, type FaultFacts, type FaultKind } from '../../lib/errors.ts';

/** What can go wrong with a remote; the reader's words for each are made in one table of the browser and of the API. */
export type RemoteCode =
  | 'remote_throttled' // 429: it told us to wait
  | 'remote_signed_out' // 401
  | 'remote_forbidden' // 403
  | 'remote_not_found' // 404
  | 'remote_conflict' // 409, 412: it changed since we looked
  | 'remote_rejected' // any other 4xx: it will say no every time
  | 'remote_unreadable' // it answered, but not what was agreed
  | 'remote_down' // 5xx, no connection, or the circuit is open
  | 'remote_timeout' // it was silent for too long
  | 'remote_insecure' // TLS: certificate expired, wrong name, unknown issuer
  | 'remote_redirect' // it sent us elsewhere; never followed
  | 'remote_host_refused' // an address outside the allow-list
  | 'remote_too_large'; // more bytes than agreed, or a packed bomb

/** A fault of a remote (rule B9). `facts.remoteCode` is the remote's own code; its body is in the raw store only. */
export class RemoteError extends AppError {
  readonly code: RemoteCode;
  readonly kind: FaultKind;

  constructor(code: RemoteCode, kind: FaultKind, message: string, facts: FaultFacts, cause?: unknown) {
    super(message, facts, cause);
    this.code = code;
    this.kind = kind;
  }
}

export const isRemoteError = (error: unknown, code?: RemoteCode): error is RemoteError =>
  error instanceof RemoteError && (code === undefined || error.code === code);

/** What a connector reads out of a refusal: the remote's own code, and what the reader should do. */
export type Explained = {
  readonly remoteCode?: string;
  readonly hint?: string;
  /** When the remote's own code says more than its status: 400 that means throttled, 401 that means MFA is missing. */
  readonly code?: RemoteCode;
  readonly kind?: FaultKind;
  /** Whom a throttling answer meant; the account unless said otherwise. */
  readonly throttles?: 'account' | 'customer';
};

type Known = { readonly code: RemoteCode; readonly kind: FaultKind; readonly message: string; readonly hint: string };

const operator = (code: RemoteCode, message: string, hint: string): Known => ({ code, kind: 'needs_operator', message, hint });
const permanent = (code: RemoteCode, message: string, hint: string): Known => ({ code, kind: 'permanent', message, hint });
const passing = (code: RemoteCode, message: string): Known => ({ code, kind: 'retryable', message, hint: 'It is tried again by itself.' });

const byStatus: Readonly<Record<number, Known>> = {
  401: operator('remote_signed_out', 'does not accept our sign-in', 'Connect it again on the Connections screen.'),
  403: operator('remote_forbidden', 'does not let this account do that', 'Give the account the role that the Connections screen names.'),
  404: permanent('remote_not_found', 'does not know what was asked for', 'It may have been deleted there; the next sync will tell.'),
  408: passing('remote_timeout', 'gave up waiting'),
  409: permanent('remote_conflict', 'is busy with the same record', 'Look again and repeat the action.'),
  412: permanent('remote_conflict', 'has a newer version of the record', 'It changed since you looked. Look again and repeat the action.'),
  429: passing('remote_throttled', 'asks us to wait'),
};

/** What a status means: kind of fault and first words. */
export function faultOfStatus(status: number): Known {
  const known = byStatus[status];
  if (known !== undefined) return known;
  if (status >= 300 && status < 400)
    return permanent(
      'remote_redirect',
      'sends us to another address',
      'Redirects are not followed. Check the base address of the connection.',
    );
  if (status >= 500) return passing('remote_down', 'has trouble of its own');
  return permanent('remote_rejected', 'rejected the request', 'Its own code and the raw answer are in the details.');
}
