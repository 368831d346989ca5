import { createHash } from 'node:crypto';
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

const secretHeaders = new Set(['authorization', 'cookie', 'ocp-apim-subscription-key']);

const short = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The last calls of all remotes, oldest dropped first, and exact counts of all. */
export class CallLog {
  readonly #calls: CallRecord[] = [];
  readonly #keep: number;
  #seq = 0;

  constructor(keep = 20_000) {
    this.#keep = keep;
  }

  get total(): number {
    return this.#seq;
  }

  add(
    request: RemoteRequest,
    facts: Omit<CallRecord, 'seq' | 'method' | 'host' | 'path' | 'query' | 'headers' | 'requestHash' | 'requestBytes'>,
  ): CallRecord {
    this.#seq += 1;
    const record: CallRecord = {
      seq: this.#seq,
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
      requestHash: short(request.rawBody),
      requestBytes: request.rawBody.length,
      ...facts,
    };
    this.#calls.push(record);
    if (this.#calls.length > this.#keep * 1.1) this.#calls.splice(0, this.#calls.length - this.#keep);
    return record;
  }

  /** Calls after a sequence number, oldest first. */
  since(seq = 0, limit = 1000, remote?: string): CallRecord[] {
    return this.#calls.filter((call) => call.seq > seq && (remote === undefined || call.remote === remote)).slice(0, limit);
  }

  latest(limit: number): CallRecord[] {
    return this.#calls.slice(-limit).reverse();
  }

  clear(): void {
    this.#calls.length = 0;
    this.#seq = 0;
  }
}
