import { sign } from 'node:crypto';
import { type Authority, keyOf, makeAuthority } from './authority.ts';

/** Where the signing certificate is kept (page "Partner Center webhooks", sample delivery). */
export const certificateHost = '3psostorageacct.blob.core.windows.net';
export const certificatePath = '/cert/pcnotifications-dispatch.microsoft.com.cer';
/** Not at Microsoft: the sandbox's root, for whoever pins it. */
export const rootPath = '/cert/concord-sandbox-root.cer';

export type Signed = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** RSA PKCS#1 v1.5 with SHA-256 over the bytes of the body, as base64. */
export const signatureOf = (authority: Authority, body: string): string =>
  sign('sha256', Buffer.from(body, 'utf8'), keyOf(authority.signer)).toString('base64');

/** A notification as it is sent. `inMsHeader`: registered with SignatureTokenToMsSignatureHeader. */
export function signed(authority: Authority, body: string, certificateUrl: string, inMsHeader: boolean): Signed {
  const signature = `Signature ${signatureOf(authority, body)}`;
  return {
    headers: {
      'Content-Type': 'application/json',
      ...(inMsHeader ? { 'x-ms-signature': signature } : { Authorization: signature }),
      'X-MS-Certificate-Url': certificateUrl,
      'X-MS-Signature-Algorithm': 'rsa-sha256',
    },
    body,
  };
}

/** A notification that a receiver must refuse; unknown names leave it as it is. */
export async function forged(message: Signed, kind: string | undefined, at: Temporal.Instant): Promise<Signed> {
  const name = 'Authorization' in message.headers ? 'Authorization' : 'x-ms-signature';
  const withHeader = (header: string, value: string): Signed => ({ ...message, headers: { ...message.headers, [header]: value } });
  switch (kind) {
    case 'badSignature':
      return withHeader(name, `Signature ${Buffer.alloc(256, 7).toString('base64')}`);
    case 'otherIssuer':
      // Right names, another root: the certificate at the named address does not fit the signature.
      return withHeader(name, `Signature ${signatureOf(await makeAuthority(at), message.body)}`);
    case 'foreignHost':
      return withHeader('X-MS-Certificate-Url', `https://${certificateHost}.example.net${certificatePath}`);
    case 'missingHeader':
      return without(message, 'X-MS-Certificate-Url');
    case 'missingSignature':
      return without(message, name);
    case 'otherOrganisation':
      return withHeader(name, `Signature ${signatureOf(await makeAuthority(at, 'Example Corporation'), message.body)}`);
    case 'unknownAlgorithm':
      return withHeader('X-MS-Signature-Algorithm', 'none');
    case 'plainHttp':
      return withHeader('X-MS-Certificate-Url', `http://${certificateHost}${certificatePath}`);
    case 'changedBody':
      return { ...message, body: `${message.body} ` };
    default:
      return message;
  }
}

const without = (message: Signed, name: string): Signed => ({
  ...message,
  headers: Object.fromEntries(Object.entries(message.headers).filter(([header]) => header !== name)),
});

/** Forgeries of the text itself, rightly signed: an event nobody knows, or the same notification long after its time. */
export function forgedText(body: string, kind: string | undefined): string {
  if (kind === 'unknownEvent') return body.replace(/"EventName":"[^"]*"/, '"EventName":"something-nobody-knows"');
  if (kind === 'replayed') return body.replace(/"ResourceChangeUtcDate":"\d{4}/, '"ResourceChangeUtcDate":"2019');
  return body;
}
