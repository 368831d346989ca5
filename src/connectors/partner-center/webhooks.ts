import { createHash, verify, type X509Certificate } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Delivery, DeliveryRefusal, DeliveryVerdict } from '../ports.ts';
import { checkCertificate, endOf, type Pinned } from './certificate-chain.ts';
import { readHint } from './webhook-hint.ts';

export type ReceiverOptions = {
  readonly clock: Clock;
  readonly pinned: Pinned;
  /** Where certificates may lie: exact host, and how the path begins. Default of the product: the one documented blob host, `/cert/`. */
  readonly certificates: { readonly host: string; readonly pathPrefix: string };
  /** Through the outbound transport, redirects refused. Undefined: it could not be had now. */
  readonly fetchCertificate: (address: string) => Promise<Uint8Array | undefined>;
  /** The real form of an address (the sandbox prefixes them); throws or answers another host for what is not the host's. */
  readonly toReal?: (address: string, host: string) => string;
};

export type Receiver = { readonly check: (delivery: Delivery) => Promise<DeliveryVerdict> };

const largestBody = 64 * 1024;
const largestCertificate = 64 * 1024;

/** Checks deliveries of Partner Center in the order of the reliability reference, section 11. */
export function createReceiver(options: ReceiverOptions): Receiver {
  const known = new Map<string, { readonly certificate: X509Certificate; readonly until: Temporal.Instant }>();

  async function certificateAt(address: string): Promise<X509Certificate | DeliveryRefusal | undefined> {
    const now = options.clock.now();
    const kept = known.get(address);
    if (kept !== undefined && Temporal.Instant.compare(now, kept.until) < 0) return kept.certificate;
    known.delete(address);
    const bytes = await options.fetchCertificate(address);
    if (bytes === undefined) return undefined;
    if (bytes.byteLength > largestCertificate) return 'certificate_too_large';
    const certificate = checkCertificate(bytes, options.pinned, now);
    // Only a certificate that passed is kept: what a stranger made us fetch takes no room.
    if (typeof certificate !== 'string') known.set(address, { certificate, until: endOf(certificate) });
    return certificate;
  }

  return {
    check: async ({ body, headers }) => {
      if (body.byteLength > largestBody) return refused('body_too_large');
      const signed = readHeaders(headers);
      if (typeof signed === 'string') return refused(signed);
      const address = certificateAddress(signed.certificateUrl, options);
      if (address === undefined) return refused('certificate_address_refused');
      const certificate = await certificateAt(address);
      if (certificate === undefined) return { is: 'tryLater' };
      if (typeof certificate === 'string') return refused(certificate);
      if (!verify('sha256', body, certificate.publicKey, signed.signature)) return refused('signature_wrong');
      const hint = readHint(body);
      return hint === undefined
        ? refused('body_unreadable')
        : { is: 'genuine', hint, sha256: createHash('sha256').update(body).digest('hex') };
    },
  };
}

const refused = (because: DeliveryRefusal): DeliveryVerdict => ({ is: 'refused', because });

type Signed = { readonly signature: Uint8Array; readonly certificateUrl: string };

/** The signature stands in `Authorization` or, if registered so, in `x-ms-signature`: in exactly one, once. */
function readHeaders(headers: Delivery['headers']): Signed | 'header_missing' | 'header_doubled' | 'algorithm_refused' {
  const all = (...names: readonly string[]): string[] =>
    headers.flatMap(([name, value]) => (names.includes(name.toLowerCase()) ? [value] : []));
  const found = [all('authorization', 'x-ms-signature'), all('x-ms-certificate-url'), all('x-ms-signature-algorithm')];
  if (found.some((values) => values.length > 1)) return 'header_doubled';
  const [signature, certificateUrl, algorithm] = found.flat();
  if (signature === undefined || certificateUrl === undefined || algorithm === undefined) return 'header_missing';
  if (algorithm.trim().toLowerCase() !== 'rsa-sha256') return 'algorithm_refused';
  const base64 = /^Signature\s+([A-Za-z0-9+/]+={0,2})$/i.exec(signature.trim())?.[1];
  return base64 === undefined ? 'header_missing' : { signature: Buffer.from(base64, 'base64'), certificateUrl };
}

/** The address in the message is the sender's word: nothing is fetched from anywhere but the one place where Microsoft keeps certificates. */
function certificateAddress(given: string, { certificates, toReal }: ReceiverOptions): string | undefined {
  const url = realUrl(given, certificates.host, toReal);
  if (url === undefined) return undefined;
  const isPlain = url.username === '' && url.password === '' && url.port === '' && url.search === '' && url.hash === '';
  const isThere = url.protocol === 'https:' && url.hostname === certificates.host && url.pathname.startsWith(certificates.pathPrefix);
  return isPlain && isThere && /^[\w.-]+\.cer$/.test(url.pathname.slice(certificates.pathPrefix.length)) ? url.href : undefined;
}

function realUrl(given: string, host: string, toReal: ReceiverOptions['toReal']): URL | undefined {
  // An address that the parser has to mend (back-slashes, tabs) is not one that Microsoft writes.
  if (/[\s\\]/.test(given) || !URL.canParse(given)) return undefined;
  try {
    return new URL(toReal === undefined ? given : toReal(given, host));
  } catch {
    return undefined;
  }
}
