export type EnteredAddressFault = 'unreadable' | 'notHttps' | 'hasLogin' | 'isNetworkAddress' | 'hasFragment';

/** What an address must be or must not, to be said after "The address". */
export const enteredAddressWords: Readonly<Record<EnteredAddressFault, string>> = {
  unreadable: 'cannot be read as an address',
  notHttps: 'must begin with https://',
  hasLogin: 'must not hold a name or password',
  isNetworkAddress: 'must be a public name, not a network address',
  hasFragment: 'must not hold a fragment (#)',
};

/**
 * Why nothing is sent to an address that a person entered (SEC-42, SEC-44); undefined when it can be tried. Names that lead to private addresses
 * are refused when it is sent. `mayBeLocal`: hosts of this machine or network that may be called, also without https. Pure.
 */
export function enteredAddressFault(address: string, mayBeLocal: (host: string) => boolean): EnteredAddressFault | undefined {
  if (/[\s\\\p{Cc}]/u.test(address) || !URL.canParse(address)) return 'unreadable';
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return 'hasLogin';
  if (url.hash !== '') return 'hasFragment';
  if (mayBeLocal(url.hostname) && ['http:', 'https:'].includes(url.protocol)) return undefined;
  if (url.protocol !== 'https:') return 'notHttps';
  return isBareAddress(url.hostname) ? 'isNetworkAddress' : undefined;
}

/** The parser turns every way to write an IPv4 address into dotted numbers; a name without a dot is one of a local network. */
const isBareAddress = (host: string): boolean => host.startsWith('[') || /^[\d.]+$/.test(host) || host.endsWith('.') || !host.includes('.');
