import { createPrivateKey, type KeyObject, webcrypto } from 'node:crypto';
import { supplyMetadata } from './metadata.ts';

/** A certificate and its private key, both as PEM text. */
export type Identity = { readonly certificate: string; readonly privateKey: string };

/** The sandbox's own certificate authority: a root, and the certificate by which notifications are signed. */
export type Authority = { readonly root: Identity; readonly signer: Identity };

const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 };

/** The organisation that a receiver looks for in the subject of the signer (Partner Center webhooks, "How to authenticate the callback"). */
const organisation = 'Microsoft Corporation';

/**
 * Makes a root and a signer that are valid around `at`: one year before, ten years after (the virtual clock may jump).
 * `signerOrganisation` lets a test forge a signer of somebody else.
 */
export async function makeAuthority(at: Temporal.Instant, signerOrganisation: string = organisation): Promise<Authority> {
  supplyMetadata();
  const x509 = await import('@peculiar/x509');
  const day = 24 * 3_600_000;
  const notBefore = new Date(at.epochMilliseconds - 365 * day);
  const notAfter = new Date(at.epochMilliseconds + 3650 * day);
  const rootKeys = await webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const signerKeys = await webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']);

  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=Concord Sandbox Root CA, O=${organisation}, C=US`,
    notBefore,
    notAfter,
    signingAlgorithm: rsa,
    keys: rootKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const signer = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: `CN=pcnotifications-dispatch.microsoft.com, O=${signerOrganisation}, L=Redmond, ST=WA, C=US`,
    issuer: root.subject,
    notBefore,
    notAfter,
    signingAlgorithm: rsa,
    publicKey: signerKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'pcnotifications-dispatch.microsoft.com' }]),
      await x509.SubjectKeyIdentifierExtension.create(signerKeys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  return {
    root: { certificate: root.toString('pem'), privateKey: await toPem(rootKeys.privateKey) },
    signer: { certificate: signer.toString('pem'), privateKey: await toPem(signerKeys.privateKey) },
  };
}

const toPem = async (key: webcrypto.CryptoKey): Promise<string> => {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' });
};

export const keyOf = (identity: Identity): KeyObject => createPrivateKey(identity.privateKey);

/** DER bytes of a PEM certificate, as a `.cer` file holds them. */
export const derOf = (certificate: string): Buffer => Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64');
