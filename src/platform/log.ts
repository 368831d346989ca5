import { type DestinationStream, pino } from 'pino';
import { isAppError } from '../lib/errors.ts';
import { maskUrl } from './mask.ts';

/** Facts of a log line. Only names on the list below are written; the rest is dropped, so that a secret cannot slip in by a new field. */
export type LogFacts = Readonly<Record<string, unknown>>;

export interface Log {
  debug(facts: LogFacts, message: string): void;
  info(facts: LogFacts, message: string): void;
  warn(facts: LogFacts, message: string): void;
  error(facts: LogFacts, message: string): void;
  /** A log whose lines all carry these facts. */
  with(facts: LogFacts): Log;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const allowed = new Set(
  (
    'remote method status ms attempt correlationId requestId connectionId connection customerId jobId job kind name queue code remoteCode hint ' +
    'nextAttemptAt count done total bytes address port path route role permission state reason planId stepId commandId runId version applied ' +
    'pid event step family waitMs retryInMs host sqlState exitCode profile size from to worker fault url error err'
  ).split(' '),
);

/** Text that looks like a secret wherever it stands: bearer and basic sign-in, tokens with three parts, storage signatures, keys of ours. */
const secrets = [
  /\b(?:Bearer|Basic|Signature)\s+[\w+/=._~-]{8,}/gi,
  /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g,
  /\b(?:sig|code|client_secret|refresh_token|access_token|id_token|password|secret|token|api_?key)=[^&\s"']+/gi,
  /"(?:client_secret|refresh_token|access_token|id_token|password|secret|token|api_?key)"\s*:\s*"[^"]*"/gi,
  /\bconcord_(?:live|sbx)_[\w-]+/g,
];

export const maskText = (text: string): string => secrets.reduce((masked, secret) => masked.replace(secret, '(masked)'), text);

/** Writes JSON lines to `to` (standard error unless given). A full disk or closed pipe loses lines, never the work (F75). */
export function createLog({ level = 'info', to }: { level?: LogLevel; to?: DestinationStream } = {}): Log {
  const sink = to ?? pino.destination({ fd: 2, sync: true });
  if ('on' in sink && typeof sink.on === 'function') (sink.on as (event: string, listener: () => void) => void)('error', () => undefined);
  const out = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    sink,
  );
  return wrap((at, facts, message) => {
    out[at](facts, maskText(message));
  }, {});
}

export const silentLog: Log = wrap(() => undefined, {});

function wrap(write: (at: Exclude<LogLevel, 'silent'>, facts: LogFacts, message: string) => void, always: LogFacts): Log {
  const at = (level: Exclude<LogLevel, 'silent'>) => (facts: LogFacts, message: string) => {
    write(level, clean({ ...always, ...facts }), message);
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (facts) => wrap(write, { ...always, ...facts }),
  };
}

function clean(facts: LogFacts): LogFacts {
  const kept = Object.entries(facts).filter(([name, value]) => allowed.has(name) && value !== undefined);
  return Object.fromEntries(kept.map(([name, value]) => [name, cleanValue(name, value)]));
}

function cleanValue(name: string, value: unknown): unknown {
  if (name === 'url' && typeof value === 'string') return maskText(maskUrl(value));
  if (typeof value === 'string') return maskText(value).slice(0, 2_000);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Temporal.Instant) return value.toString();
  if (value instanceof Error) return describe(value);
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => cleanValue('', item));
  return '(left out)';
}

/** A fault as log fields; its causes by name and message only. */
function describe(error: Error, depth = 0): Record<string, unknown> {
  const own = isAppError(error)
    ? { code: error.code, kind: error.kind, ...clean(error.facts) }
    : { code: (error as { code?: unknown }).code };
  const cause = error.cause instanceof Error && depth < 3 ? { cause: describe(error.cause, depth + 1) } : {};
  const stack = isAppError(error) || depth > 0 ? {} : { stack: maskText(error.stack ?? '').slice(0, 2_000) };
  return { name: error.name, message: maskText(error.message), ...own, ...stack, ...cause };
}
