import { jsonText } from './json.ts';
import type { World } from './world/world.ts';

/** A request as a remote sees it. */
export type RemoteRequest = {
  readonly method: string;
  /** The real host name, lower case: `api.pax8.com`. */
  readonly host: string;
  /** Below the host, still percent-encoded, without the query: `/v1/companies`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** `?a=b` as sent, or ''. */
  readonly rawQuery: string;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: Uint8Array;
  /** The body as UTF-8 text. */
  readonly body: string;
  /** Where links inside answers begin, in the form in which the request came: `http://127.0.0.1:8090/api.pax8.com` or `https://api.pax8.com`. */
  readonly linkBase: string;
  /** The same for another host. */
  linkTo(host: string): string;
};

export type RemoteAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** A long body, made while it is sent; `body` is not looked at then. Sent in chunks unless the headers give a length. */
  readonly stream?: AsyncIterable<Uint8Array>;
};

/** A remote that the server shows under its real host names. `hosts`: exact names or patterns. */
export type Remote = {
  readonly name: string;
  readonly hosts: readonly (string | RegExp)[];
  handle(request: RemoteRequest, world: World): RemoteAnswer | Promise<RemoteAnswer>;
  /** Called when a world begins to run (start, reset): listen to it (`world.on`), send notifications. Answers a function that stops it all. */
  watch?(world: World): () => void | Promise<void>;
};

/** A JSON answer. Wrap amounts in `exact('1.50')`. */
export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): RemoteAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: jsonText(value),
});

export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): RemoteAnswer => ({ status, headers });

/** The text after `Bearer `, or undefined. */
export function bearerOf(request: Pick<RemoteRequest, 'headers'>): string | undefined {
  const found = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '');
  return found?.[1];
}

/** The body as JSON; undefined when it is none. */
export function jsonBody(request: RemoteRequest): unknown {
  try {
    return JSON.parse(request.body.charCodeAt(0) === 0xfeff ? request.body.slice(1) : request.body) as unknown;
  } catch {
    return undefined;
  }
}
