import { rootCertificates } from 'node:tls';
import type { Clock } from '../lib/clock.ts';
import type { HttpClient } from '../platform/http/call.ts';
import { createPostOnce } from '../platform/http/post-once.ts';
import type { Transport } from '../platform/http/transport.ts';
import { createHandOn } from './partner-center/hand-on.ts';
import { certificateFetcher } from './partner-center/webhook-certificate.ts';
import { createReceiver, type Receiver } from './partner-center/webhooks.ts';
import type { Webhooks } from './ports.ts';

export type WebhooksOptions = {
  readonly http: HttpClient;
  readonly transport: Transport;
  /** The product's clock: certificates are valid by it. */
  readonly clock: Clock;
  /** The machine's: how long an answer takes. */
  readonly machine: Clock;
  /** The trial profile: its root is trusted, and nothing else is. */
  readonly isSandbox: boolean;
  /** PEM text of a setting: authorities besides the public ones, and those between a root and the signer. */
  readonly authorities: string | undefined;
};

/** The one place where Microsoft keeps the certificates of notifications (partner-center-api reference 15, sample delivery). */
const certificates = { host: '3psostorageacct.blob.core.windows.net', pathPrefix: '/cert/' };
const organisation = 'Microsoft Corporation';
/** Certificates are fetched for no connection in particular; raw answers and rates want an id. */
const ofNobody = '00000000-0000-0000-0000-000000000000';
/** Not at Microsoft. */
const sandboxRoot = `https://${certificates.host}${certificates.pathPrefix}concord-sandbox-root.cer`;

/**
 * Notifications of the installation. In production a signer leads to a public root that Node trusts, over authorities of the setting
 * (Microsoft's exact list is unverified); in the trial profile only to the sandbox's root, which is asked for once.
 */
export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { http, transport, clock, machine, isSandbox } = options;
  const fetchCertificate = certificateFetcher(http, ofNobody);
  const given = certificatesIn(options.authorities ?? '');
  const receiverFor = (roots: readonly (string | Uint8Array)[]): Receiver =>
    createReceiver({
      clock,
      pinned: { roots, intermediates: given, organisation },
      certificates,
      fetchCertificate,
      ...(isSandbox && { toReal: (address: string, host: string) => http.link(address, host) }),
    });
  let receiver = isSandbox ? undefined : receiverFor([...rootCertificates, ...given]);
  return {
    check: async (delivery) => {
      if (receiver === undefined) {
        const root = await fetchCertificate(sandboxRoot);
        if (root === undefined) return { is: 'tryLater' };
        receiver = receiverFor([root]);
      }
      return receiver.check(delivery);
    },
    // On a trial machine other tools are on this machine too.
    handOn: createHandOn(createPostOnce({ transport, sleep: (ms, signal) => machine.sleep(ms, signal), mayBeLocal: () => isSandbox })),
  };
}

const certificatesIn = (pem: string): readonly string[] => pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
