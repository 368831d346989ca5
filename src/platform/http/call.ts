import type { z } from 'zod';
import type { Explained } from './fault.ts';
import type { RemoteName } from './limits.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call to a remote. */
export type Call = {
  readonly remote: RemoteName;
  readonly connectionId: string;
  /** The part of the remote's API that shares one rate: `customers`, `invoices`, ... */
  readonly family: string;
  readonly method: Method;
  /** The real address, https. In the trial profile the allow-list turns it to the sandbox. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text or bytes as they are; anything else is sent as JSON. */
  readonly body?: unknown;
  /** The customer whose own rate may be used up while the account's is not. */
  readonly customer?: string;
  readonly signal?: AbortSignal;
  /** True when it may change something there: then it is sent once, and a broken answer is `unknown_outcome`. */
  readonly write: boolean;
  /** Statuses besides 2xx that are answers, not faults. */
  readonly accept?: readonly number[];
  /** Sign-in headers, fetched before every try; `refused` after a 401, once: fetch a new token then. */
  readonly authorise?: (state: { readonly refused: boolean }) => Promise<Readonly<Record<string, string>>>;
  /** Reads the remote's own code out of a refusal. */
  readonly explain?: (answer: Answer) => Explained | undefined;
  /** Names of the headers by which the remote traces calls. `x-correlation-id` unless given. */
  readonly tracing?: { readonly correlation: string; readonly request?: string };
  readonly correlationId?: string;
  /** Someone waits for it: goes before paced work, within what the remote allows. */
  readonly urgent?: boolean;
  /** The answer holds secrets (tokens): never kept, never logged. */
  readonly sensitive?: boolean;
  /** How long the call may wait for the remote's rate in all; then `remote_throttled`. */
  readonly patienceMs?: number;
};

/** What came back, whole. */
export type Answer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly text: () => string;
  /** Parsed without losing digits (`lossless.ts`); undefined when the body is no JSON. */
  readonly json: () => unknown;
  readonly correlationId: string;
  /** Where the raw answer is kept (B3); undefined for sensitive ones. */
  readonly rawId: string | undefined;
};

/** What came back, with its body still on its way: bytes as the remote packed them, to be read once. */
export type Download = Pick<Answer, 'status' | 'headers' | 'correlationId'> & { readonly body: AsyncIterable<Uint8Array> };

export type CallWithout<Fixed extends keyof Call> = Omit<Call, Fixed>;
type Reading<S extends z.ZodType> = CallWithout<'method' | 'write'> & { readonly reply: S };
type Writing<S extends z.ZodType> = CallWithout<'method' | 'write'> & { readonly reply: S; readonly write?: boolean };

/** The one way out to remotes. Reads are repeated with growing pauses, writes never. */
export interface HttpClient {
  /** Sends and returns the answer when its status is 2xx or accepted; otherwise a `RemoteError`. */
  send(call: Call): Promise<Answer>;
  /** The same for a file of any size: goes only to hosts of the call's own remote. Its bytes are not kept here; the reader keeps the file. */
  download(call: CallWithout<'method' | 'write'>): Promise<Download>;
  get<S extends z.ZodType>(call: Reading<S>): Promise<z.infer<S>>;
  /** A write unless `write: false` (a search by POST, a token request). */
  post<S extends z.ZodType>(call: Writing<S>): Promise<z.infer<S>>;
  put<S extends z.ZodType>(call: Writing<S>): Promise<z.infer<S>>;
  patch<S extends z.ZodType>(call: Writing<S>): Promise<z.infer<S>>;
  delete<S extends z.ZodType>(call: Writing<S>): Promise<z.infer<S>>;
  /** Parses an answer by a schema; `remote_unreadable` when it does not fit. */
  parse<S extends z.ZodType>(call: Call, answer: Answer, reply: S): z.infer<S>;
  /** A link out of remote data in its real form, only when it leads to `host` (SEC-43); otherwise `remote_host_refused`. */
  link(link: string, host: string): string;
}
