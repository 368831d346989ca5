import { X509Certificate } from 'node:crypto';

/** Whom we trust to sign for whom. Certificates as PEM or DER. */
export type Pinned = {
  readonly roots: readonly (string | Uint8Array)[];
  /** Issuing authorities between signer and root; the signer's file brings none. */
  readonly intermediates: readonly (string | Uint8Array)[];
  /** Exactly this organisation in the signer's own subject. */
  readonly organisation: string;
};

export type CertificateRefusal =
  | 'certificate_unreadable'
  | 'certificate_not_valid_now'
  | 'certificate_of_other_organisation'
  | 'certificate_key_too_weak'
  | 'certificate_chain_refused';

const longestChain = 4;
const smallestKeyBits = 2048;

/** The signer's certificate, when it leads to a pinned root and is what it should be; otherwise why not. Pure but for reading its bytes. */
export function checkCertificate(bytes: Uint8Array, pinned: Pinned, now: Temporal.Instant): X509Certificate | CertificateRefusal {
  const signer = readCertificate(bytes);
  if (signer === undefined) return 'certificate_unreadable';
  if (!isValidAt(signer, now)) return 'certificate_not_valid_now';
  // The issuer's organisation proves nothing: anybody can name his own authority so, and real ones sign for many.
  if (organisationOf(signer) !== pinned.organisation) return 'certificate_of_other_organisation';
  const key = signer.publicKey;
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < smallestKeyBits)
    return 'certificate_key_too_weak';
  const roots = pinned.roots.flatMap((root) => readCertificate(root) ?? []);
  const between = pinned.intermediates.flatMap((one) => readCertificate(one) ?? []);
  return !signer.ca && leadsTo(signer, roots, between, now, longestChain) ? signer : 'certificate_chain_refused';
}

function leadsTo(
  certificate: X509Certificate,
  roots: readonly X509Certificate[],
  between: readonly X509Certificate[],
  now: Temporal.Instant,
  steps: number,
): boolean {
  const issued = (issuer: X509Certificate): boolean =>
    issuer.ca && isValidAt(issuer, now) && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  if (roots.some(issued)) return true;
  return steps > 1 && between.some((issuer) => issued(issuer) && leadsTo(issuer, roots, between, now, steps - 1));
}

function readCertificate(given: string | Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(given);
  } catch {
    return undefined;
  }
}

const isValidAt = (certificate: X509Certificate, now: Temporal.Instant): boolean =>
  certificate.validFromDate.getTime() <= now.epochMilliseconds && now.epochMilliseconds <= certificate.validToDate.getTime();

/** Taken apart by the library, not by searching text: a name may contain "O=". Several organisations are none. */
function organisationOf(certificate: X509Certificate): string | undefined {
  const { O: organisation } = certificate.toLegacyObject().subject as { readonly O?: string | readonly string[] };
  return typeof organisation === 'string' ? organisation : undefined;
}

/** When a certificate ends: it may be kept until then. */
export const endOf = (certificate: X509Certificate): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(certificate.validToDate.getTime());
