import { lookup } from 'node:dns';
import { Agent, request } from 'undici';
import { isPrivateAddress } from './address.ts';
import type { Method } from './call.ts';

export type WireRequest = {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
  readonly connectMs: number;
  readonly firstByteMs: number;
  /** The sandbox on this machine; everywhere else private addresses are refused, after the name was looked up. */
  readonly mayBeLocal: boolean;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
};

/** The network. Tests and the fault harness put another in its place. Never follows a redirect, never unpacks. */
export interface Transport {
  send(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

/** A name that leads to an address which no remote of ours has. */
export class PrivateAddressError extends Error {}

export function createTransport(): Transport {
  const agents = new Map<string, Agent>();
  const agentFor = ({ connectMs, mayBeLocal }: WireRequest): Agent => {
    const key = `${connectMs} ${String(mayBeLocal)}`;
    const known = agents.get(key);
    if (known !== undefined) return known;
    // The check is in the look-up, and the address it returns is the one that is connected to: a name cannot change in between (SEC-42).
    const made = new Agent({
      connections: 32,
      connect: { timeout: connectMs, ...(!mayBeLocal && { lookup: guardedLookup }) },
      bodyTimeout: 0,
    });
    agents.set(key, made);
    return made;
  };
  return {
    send: async (wire) => {
      const answer = await request(wire.url, {
        method: wire.method,
        headers: wire.headers,
        body: wire.body ?? null,
        signal: wire.signal,
        headersTimeout: wire.firstByteMs,
        dispatcher: agentFor(wire),
      });
      return { status: answer.statusCode, headers: flat(answer.headers), body: answer.body };
    },
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

type LookupDone = (error: Error | null, addresses?: unknown) => void;

const guardedLookup = ((hostname: string, options: object, done: LookupDone): void => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const bad = error === null && addresses.some(({ address }) => isPrivateAddress(address));
    done(bad ? new PrivateAddressError(`${hostname} leads to a private address`) : error, addresses);
  });
}) as typeof lookup; // undici always asks for all addresses, so only that form of the answer is given

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
