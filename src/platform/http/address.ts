import { BlockList, isIP } from 'node:net';

// IANA's registries of special-purpose addresses (RFC 6890 and later): nothing on the public internet answers there.
const blocked = new BlockList();
const v4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const v6 = [
  '::/128',
  '::1/128',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];
for (const range of v4) add(range, 'ipv4');
for (const range of v6) add(range, 'ipv6');

function add(range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits = ''] = range.split('/');
  blocked.addSubnet(address, Number(bits), family);
}

/** True for addresses that only exist inside a network or a machine: loopback, private, link-local (cloud metadata), and their IPv6 wrappings. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true; // not an address at all: nothing to be trusted
  if (family === 4) return blocked.check(address, 'ipv4');
  return blocked.check(address, 'ipv6') || isWrapped(address);
}

/** IPv4 inside IPv6: `::ffff:127.0.0.1`, and NAT64's `64:ff9b::7f00:1`. */
function isWrapped(address: string): boolean {
  const text = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1);
  const tail = /^(?:::ffff|64:ff9b:):(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(text);
  if (tail === null) return false;
  const value = (Number.parseInt(tail[1] ?? '0', 16) << 16) | Number.parseInt(tail[2] ?? '0', 16);
  return blocked.check([24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.'), 'ipv4');
}
