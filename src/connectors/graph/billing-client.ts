import type { BillingExport } from '../../model/billing.ts';
import type { CloudHosts } from '../../model/cloud.ts';
import type { Answer, Call, HttpClient } from '../../platform/http/call.ts';
import { strayLink } from './client.ts';
import { explainWith } from './explain.ts';
import { WireManifest, WireOperationOfExport } from './schema.ts';

export type BillingClient = ReturnType<typeof createBillingClient>;

type ClientOptions = {
  readonly http: HttpClient;
  readonly hosts: CloudHosts;
  readonly connectionId: string;
  readonly headers: (audience: string, state: { readonly refused: boolean }) => Promise<Readonly<Record<string, string>>>;
};

const root = '/v1.0/reports/partners/billing';

/** One function for each step of Microsoft's billing export (partner-center-api reference 12). */
export function createBillingClient({ http, hosts, connectionId, headers }: ClientOptions) {
  const audience = `https://${hosts.graph}`;
  const call = (url: string, signal: AbortSignal | undefined): Omit<Call, 'method' | 'write'> => ({
    remote: 'graph',
    connectionId,
    family: 'billing',
    url,
    tracing: { correlation: 'client-request-id' },
    authorise: (state) => headers(audience, state),
    explain: explainWith('PartnerBilling.Read.All'),
    ...(signal === undefined ? {} : { signal }),
  });
  /** A link of an answer: Graph's own, and below one of the two folders that the export has. */
  const own = (link: string, folder: 'operations' | 'manifests'): string => {
    const url = new URL(http.link(link, hosts.graph));
    if (url.pathname.toLowerCase().startsWith(`${root}/${folder}/`)) return url.href;
    throw strayLink(url.pathname);
  };

  return {
    /** `POST .../{reconciliation|usage}/{billed|unbilled}/export`: where to look how it goes. Nothing at Microsoft changes by asking twice. */
    ask: async (wanted: BillingExport, signal?: AbortSignal): Promise<string | undefined> => {
      const path = `${root}/${wanted.data}/${'invoice' in wanted ? 'billed' : 'unbilled'}/export`;
      const answer = await http.send({ ...call(`${audience}${path}`, signal), method: 'POST', write: false, body: bodyOf(wanted) });
      return answer.headers['location'];
    },

    /**
     * `GET .../operations/{id}`. The answer may hold the manifest and with it the key to the blobs, so it is not kept among the raw answers;
     * the blobs themselves are kept whole.
     */
    operation: async (
      location: string,
      signal?: AbortSignal,
    ): Promise<{ readonly body: WireOperationOfExport; readonly answer: Answer }> => {
      const request: Call = { ...call(own(location, 'operations'), signal), method: 'GET', write: false, sensitive: true };
      const answer = await http.send(request);
      return { body: http.parse(request, answer, WireOperationOfExport), answer };
    },

    /** `GET .../operations/{id}` of an operation that does not exist: any answer but a refusal says that the caller may ask. */
    reaches: async (): Promise<void> => {
      const url = `${audience}${root}/operations/00000000-0000-0000-0000-000000000000`;
      await http.send({ ...call(url, undefined), method: 'GET', write: false, urgent: true, accept: [400, 404, 410] });
    },

    /** `GET .../manifests/{id}`; holds the key to the blobs. */
    manifest: (link: string, signal?: AbortSignal): Promise<WireManifest> =>
      http.get({ ...call(own(link, 'manifests'), signal), sensitive: true, reply: WireManifest }),

    /** A blob, packed as it lies there. Its address carries its own right, so no token goes along. */
    blob: (url: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> =>
      http
        .download({
          remote: 'blob',
          connectionId,
          family: 'billing',
          url,
          headers: { accept: '*/*', 'accept-encoding': 'identity' },
          tracing: { correlation: 'x-ms-client-request-id' },
          ...(signal === undefined ? {} : { signal }),
        })
        .then(({ body }) => body),
  };
}

/** All columns: what only the full set has tells customers and products apart. */
const bodyOf = (wanted: BillingExport): object =>
  'invoice' in wanted
    ? { invoiceId: wanted.invoice, attributeSet: 'full' }
    : { currencyCode: wanted.currency, billingPeriod: wanted.unbilled, attributeSet: 'full' };
