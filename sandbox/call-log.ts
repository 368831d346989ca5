import { createHash } from 'node:crypto';
import type { CallFacts } from './faults/fault-book.ts';
import type { RemoteRequest } from './remote.ts';

/** One call as the ground truth keeps it. Credentials appear as hashes only. */
export type CallRecord = {
  readonly seq: number;
  /** Instant of the world's clock. */
  readonly at: string;
  readonly remote: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestHash: string;
  readonly requestBytes: number;
  readonly status: number | 'none';
  /** Whether the remote carried it out: a call that a fault rule swallowed, or that was refused, is `notProcessed`. */
  readonly outcome: 'processed' | 'notProcessed';
  readonly rules: readonly string[];
  readonly partnerAccount?: string;
  readonly customer?: string;
};

const secretHeaders = new Set(['authorization', 'cookie', 'ocp-apim-subscription-key', 'apiintegrationcode', 'secret', 'gradient-token']);

const short = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const emptyHash = short('');

/** What is kept of a call; the readable record is made when somebody asks. Headers are masked then. */
type Kept = {
  readonly seq: number;
  readonly request: Pick<RemoteRequest, 'method' | 'host' | 'path' | 'rawQuery' | 'headers'>;
  readonly hash: string;
  readonly bytes: number;
  readonly facts: CallFacts;
  readonly status: number | 'none';
  readonly outcome: CallRecord['outcome'];
  readonly rules: readonly string[];
};

/** The last calls of all remotes, oldest dropped first, and exact counts of all. */
export class CallLog {
  readonly #keep: number;
  #calls: Kept[] = [];
  #seq = 0;

  constructor(keep = 20_000) {
    this.#keep = keep;
  }

  get total(): number {
    return this.#seq;
  }

  add(request: RemoteRequest, facts: CallFacts, ended: Pick<CallRecord, 'status' | 'outcome' | 'rules'>): void {
    this.#seq += 1;
    const { method, host, path, rawQuery, headers, rawBody } = request;
    const bytes = rawBody.length;
    // Bodies are not kept, so their hash is taken at once; most calls have none.
    const hash = bytes === 0 ? emptyHash : short(rawBody);
    this.#calls.push({ seq: this.#seq, request: { method, host, path, rawQuery, headers }, hash, bytes, facts, ...ended });
    if (this.#calls.length > this.#keep * 1.1) this.#calls = this.#calls.slice(-this.#keep);
  }

  /** Calls after a sequence number, oldest first. */
  since(seq = 0, limit = 1000, remote?: string): CallRecord[] {
    return this.#calls
      .filter((call) => call.seq > seq && (remote === undefined || call.facts.remote === remote))
      .slice(0, limit)
      .map(recordOf);
  }

  latest(limit: number): CallRecord[] {
    return this.#calls.slice(-limit).reverse().map(recordOf);
  }

  clear(): void {
    this.#calls = [];
    this.#seq = 0;
  }
}

function recordOf({ seq, request, hash, bytes, facts, status, outcome, rules }: Kept): CallRecord {
  const [partnerAccount] = facts.accountNames;
  const [customer] = facts.customerNames;
  return {
    seq,
    method: request.method,
    host: request.host,
    path: request.path,
    query: request.rawQuery,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        secretHeaders.has(name) ? `sha256:${short(value ?? '')}` : (value ?? ''),
      ]),
    ),
    requestHash: hash,
    requestBytes: bytes,
    at: facts.at,
    remote: facts.remote,
    status,
    outcome,
    rules,
    ...(partnerAccount === undefined ? {} : { partnerAccount }),
    ...(customer === undefined ? {} : { customer }),
  };
}
