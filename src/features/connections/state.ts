import { isAppError } from '../../lib/errors.ts';
import { type ConnectionState, connectionNext, type DegradedReason, type Probe } from '../../model/connection.ts';

export type Standing = { readonly state: ConnectionState; readonly reason: DegradedReason | null };

/** A code of a probe or fault as the reason that people read. The order is that of importance: the first that fits a set of failures counts. */
const reasons: readonly (readonly [RegExp, DegradedReason])[] = [
  [/file_old/i, 'fileOld'],
  [/wrong_?tenant|tenant_mismatch|wrong_company/i, 'wrongTenant'],
  [/mfa|900421|50076|50079/i, 'mfaRequired'],
  [/signed_out|reconsent|invalid_grant|consent|unauthori[sz]ed|secrets_missing/i, 'reconsentNeeded'],
  [/forbidden|role/i, 'roleMissing'],
  [/throttled/i, 'throttled'],
  [/down|timeout|insecure|host_refused|too_large/i, 'remoteDown'],
  [/wrong_client|wrong_keys|rejected/i, 'rejected'],
  [/unreadable|secret|envelope/i, 'unreadable'],
];

export const reasonOf = (codes: readonly string[]): DegradedReason =>
  reasons.find(([pattern]) => codes.some((code) => pattern.test(code)))?.[1] ?? 'rejected';

/** May it become that? Staying as it is always may. */
export const mayBecome = (from: ConnectionState, to: ConnectionState): boolean => {
  const next: readonly ConnectionState[] = connectionNext[from];
  return from === to || next.includes(to);
};

const moved = (from: ConnectionState, to: Standing): Standing => (mayBecome(from, to.state) ? to : { state: from, reason: null });

/** Nobody has signed in yet: a connection that waits for that goes on waiting. */
const stillWaits = (from: ConnectionState, codes: readonly string[]): boolean =>
  (from === 'draft' || from === 'awaitingConsent') && codes.includes('consent_missing');

/** What a connection is after its probes. One that is switched off stays off, whatever they say. */
export function afterProbes(from: ConnectionState, probes: readonly Probe[]): Standing {
  if (from === 'off') return { state: 'off', reason: null };
  const failed = probes.filter((probe) => probe.outcome === 'failed');
  if (failed.length === 0) return moved(from, { state: 'connected', reason: null });
  const codes = failed.flatMap(({ code }) => code ?? []);
  return stillWaits(from, codes) ? { state: from, reason: null } : moved(from, { state: 'degraded', reason: reasonOf(codes) });
}

/** What a connection is after a reading: `error` is the last fault of it, `read` whether anything came. */
export function afterReading(from: Standing, { error, read }: { readonly error: unknown; readonly read: boolean }): Standing {
  if (from.state === 'off') return from;
  if (error === undefined && read) return moved(from.state, { state: 'connected', reason: null });
  if (error === undefined) return from;
  const codes = codesOf(error);
  return stillWaits(from.state, codes) ? from : moved(from.state, { state: 'degraded', reason: reasonOf(codes) });
}

const codesOf = (error: unknown): string[] =>
  isAppError(error) ? [error.facts.remoteCode ?? '', error.code].filter((code) => code !== '') : ['unreadable'];
