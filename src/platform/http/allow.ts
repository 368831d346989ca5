import { isIP } from 'node:net';
import { RemoteError } from './fault.ts';
import type { HostRule } from './hosts.ts';

export type Target = {
  /** Where the request really goes. */
  readonly url: string;
  /** The real host: what the remote is called in logs, rules and comparisons. */
  readonly host: string;
  readonly rule: HostRule;
  readonly mayBeLocal: boolean;
};

/** The outbound allow-list (SEC-42): the only way from an address in a call to an address on the wire. */
export interface AllowList {
  target(url: string): Target;
  /** The real https form of an address, also of one that the sandbox gave out with its prefix. */
  real(url: string): URL;
}

export type AllowOptions = {
  readonly hosts: readonly HostRule[];
  /** Base of the sandbox (`http://127.0.0.1:8090`): every real host is served below it, and nothing else is reached. Absent in production. */
  readonly sandbox?: string;
};

export function createAllowList({ hosts, sandbox }: AllowOptions): AllowList {
  const base = sandbox === undefined ? undefined : new URL(sandbox);
  const real = (text: string): URL => check(unprefix(parse(text), base));
  return {
    real,
    target: (text) => {
      const url = real(text);
      const rule = hosts.find((one) => one.host.test(url.hostname));
      if (rule === undefined) throw refused(url.hostname, 'is not a host of a known remote');
      const wire = base === undefined ? url.href : `${base.origin}/${url.hostname}${url.pathname}${url.search}`;
      return { url: wire, host: url.hostname, rule, mayBeLocal: base !== undefined };
    },
  };
}

function parse(text: string): URL {
  // The parser forgives back-slashes, tabs and line breaks; an address that needs forgiving is not one of ours.
  if (/[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text)) throw refused('(unreadable address)', 'is not an address');
  return new URL(text);
}

function unprefix(url: URL, base: URL | undefined): URL {
  if (url.origin !== base?.origin) return url;
  const [, host = '', ...path] = url.pathname.split('/');
  const text = `https://${host}/${path.join('/')}${url.search}`;
  if (!/^[a-z0-9.-]+$/i.test(host) || !URL.canParse(text)) throw refused('(sandbox address)', 'names no remote host');
  return new URL(text);
}

function check(url: URL): URL {
  if (url.protocol !== 'https:') throw refused(url.hostname, 'is not reached by https');
  if (url.username !== '' || url.password !== '') throw refused(url.hostname, 'comes with a name or password in the address');
  if (url.port !== '') throw refused(url.hostname, 'is asked for on an unusual port');
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) throw refused(url.hostname, 'is a bare network address');
  if (url.hostname.endsWith('.')) throw refused(url.hostname, 'ends with a dot');
  if (url.hash !== '') throw refused(url.hostname, 'comes with a fragment');
  return url;
}

export const refused = (host: string, why: string): RemoteError =>
  new RemoteError('remote_host_refused', 'permanent', `The host ${host} ${why}`, {
    host,
    hint: 'Nothing was sent. Add the host to the connection if it belongs to the remote.',
  });
