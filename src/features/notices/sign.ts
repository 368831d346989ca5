import { createHmac } from 'node:crypto';

/** A secret as the receiver keeps it: `whsec_` and base64 of its bytes (ux reference 12, Standard Webhooks). */
export const secretText = (bytes: Uint8Array): string => `whsec_${Buffer.from(bytes).toString('base64')}`;

/**
 * `webhook-signature` over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, one for each secret with a space between (SEC-46). Receivers
 * refuse timestamps that are more than five minutes off.
 */
export const signatureOf = (secrets: readonly string[], id: string, timestamp: number, body: string): string =>
  secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
