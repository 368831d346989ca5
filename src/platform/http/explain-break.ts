import type { FaultKind } from '../../lib/errors.ts';
import { Silence, TooLarge, Unpackable } from './body.ts';
import type { Answer, Call } from './call.ts';
import { type Explained, faultOfStatus, type RemoteCode, RemoteError } from './fault.ts';
import { PrivateAddressError } from './transport.ts';

type Break = { readonly code: RemoteCode; readonly kind: FaultKind; readonly message: string; readonly neverSent?: true };

/** Node's and undici's codes. `neverSent`: the request did not leave, so that a write was certainly not carried out. */
const byCode: Readonly<Record<string, Break>> = {
  ECONNREFUSED: { code: 'remote_down', kind: 'retryable', message: 'does not accept connections', neverSent: true },
  ENOTFOUND: { code: 'remote_down', kind: 'retryable', message: 'has a name that leads nowhere', neverSent: true },
  EAI_AGAIN: { code: 'remote_down', kind: 'retryable', message: 'cannot be looked up: the name service does not answer', neverSent: true },
  EHOSTUNREACH: { code: 'remote_down', kind: 'retryable', message: 'cannot be reached', neverSent: true },
  ENETUNREACH: { code: 'remote_down', kind: 'retryable', message: 'cannot be reached: no network', neverSent: true },
  UND_ERR_CONNECT_TIMEOUT: { code: 'remote_timeout', kind: 'retryable', message: 'did not take the connection in time', neverSent: true },
  UND_ERR_HEADERS_TIMEOUT: { code: 'remote_timeout', kind: 'retryable', message: 'took the request and stayed silent' },
  UND_ERR_BODY_TIMEOUT: { code: 'remote_timeout', kind: 'retryable', message: 'stopped in the middle of its answer' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { code: 'remote_unreadable', kind: 'retryable', message: 'sent an answer of the wrong length' },
  UND_ERR_HEADERS_OVERFLOW: { code: 'remote_too_large', kind: 'permanent', message: 'sent too many headers' },
};

const insecure = /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/;

const byClass: readonly { readonly when: (error: unknown) => boolean; readonly then: Break }[] = [
  { when: (error) => error instanceof TooLarge, then: { code: 'remote_too_large', kind: 'permanent', message: 'sent more than agreed' } },
  {
    when: (error) => error instanceof Silence,
    then: { code: 'remote_timeout', kind: 'retryable', message: 'stopped in the middle of its answer' },
  },
  {
    when: (error) => error instanceof Unpackable,
    then: { code: 'remote_unreadable', kind: 'retryable', message: 'packed its answer in an unknown way' },
  },
  {
    when: (error) => error instanceof DOMException && error.name === 'TimeoutError',
    then: { code: 'remote_timeout', kind: 'retryable', message: 'took too long' },
  },
  {
    when: (error) => error instanceof PrivateAddressError,
    then: { code: 'remote_host_refused', kind: 'permanent', message: 'has a name that leads into a private network', neverSent: true },
  },
];

/** What broke, in words that follow the name of the remote. */
export function breakOf(error: unknown): Break {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const found = byClass.find(({ when }) => when(at))?.then ?? ofCode((at as { code?: unknown }).code);
    if (found !== undefined) return found;
  }
  return { code: 'remote_down', kind: 'retryable', message: 'broke the connection' };
}

function ofCode(code: unknown): Break | undefined {
  if (typeof code !== 'string') return undefined;
  const known = byCode[code];
  if (known !== undefined) return known;
  if (insecure.test(code))
    return { code: 'remote_insecure', kind: 'needs_operator', message: 'cannot prove who it is (TLS)', neverSent: true };
  return code.startsWith('Z_')
    ? { code: 'remote_unreadable', kind: 'retryable', message: 'sent an answer that does not unpack' }
    : undefined;
}

/** A call that got no whole answer. A write that may have arrived is `unknown_outcome`: nobody simply repeats it. */
export function faultOfBreak(call: Call, correlationId: string, error: unknown): RemoteError {
  const { code, kind, message, neverSent } = breakOf(error);
  const unknown = call.write && neverSent !== true;
  const hint = unknown ? 'It is not known whether this was carried out. It is looked up before anything else happens.' : hintFor(code);
  return new RemoteError(
    code,
    unknown ? 'unknown_outcome' : kind,
    `${call.remote} ${message}`,
    { remote: call.remote, correlationId, hint },
    error,
  );
}

const hintFor = (code: RemoteCode): string =>
  code === 'remote_insecure'
    ? 'The certificate is expired, for another name, or from an unknown issuer. It is never bypassed; ask whoever runs it.'
    : code === 'remote_too_large'
      ? 'Ask for less at once; the limits are listed in the reference.'
      : 'It is tried again by itself.';

/** An answer that is no success: by its status, and by what the connector reads out of it. */
export function faultOfAnswer(call: Call, answer: Answer): { fault: RemoteError; throttles: 'account' | 'customer' } {
  const known = faultOfStatus(answer.status);
  const told = call.explain?.(answer) ?? {};
  const facts = {
    remote: call.remote,
    status: answer.status,
    correlationId: answer.correlationId,
    hint: told.hint ?? known.hint,
    ...(told.remoteCode !== undefined && { remoteCode: told.remoteCode }),
    ...(answer.rawId !== undefined && { rawId: answer.rawId }),
  };
  const fault = new RemoteError(
    told.code ?? known.code,
    kindOf(call, answer.status, told, known.kind),
    `${call.remote} ${known.message}`,
    facts,
  );
  return { fault, throttles: told.throttles ?? 'account' };
}

function kindOf(call: Call, status: number, told: Explained, known: FaultKind): FaultKind {
  if (told.kind !== undefined) return told.kind;
  if (call.write && (status >= 500 || status === 408)) return 'unknown_outcome'; // it may have been carried out (F50)
  return (told.code === undefined ? undefined : kindOfCode[told.code]) ?? known;
}

const kindOfCode: Partial<Record<RemoteCode, FaultKind>> = {
  remote_throttled: 'retryable',
  remote_down: 'retryable',
  remote_timeout: 'retryable',
  remote_signed_out: 'needs_operator',
  remote_forbidden: 'needs_operator',
};
