import type { Call, HttpClient } from '../../platform/http/call.ts';
import type { SignIn } from './auth.ts';
import { explainRefusal } from './explain.ts';
import { WireCloudProfiles, WireCustomers, WireSubscriptions } from './schema.ts';

export type TdSynnexClient = ReturnType<typeof createClient>;
type Options = {
  readonly http: HttpClient;
  readonly signIn: SignIn;
  readonly connectionId: string;
  readonly baseUrl: string;
  readonly accountId: string;
};

/** No greatest size is published; a hundred is what the vendor's own lists default to. */
const pageSize = 100;

/** The address as people enter it, with or without a slash behind it. */
export const baseOf = (entered: string): string => entered.replace(/\/+$/, '');

/** One function for each endpoint of StreamOne Ion v3 that we use. */
export function createClient({ http, signIn, connectionId, baseUrl, accountId }: Options) {
  const call = (family: string, path: string, signal: AbortSignal | undefined): Omit<Call, 'method' | 'write'> => ({
    remote: 'td-synnex',
    connectionId,
    family,
    url: `${baseUrl}/api/v3/accounts/${encodeURIComponent(accountId)}${path}`,
    authorise: (state) => signIn.headers(state),
    explain: explainRefusal,
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    /** `GET /accounts/{a}/customers`: `pageSize` is required. */
    customers: (pageToken: string | undefined, signal?: AbortSignal, size = pageSize) => {
      const query = new URLSearchParams({ pageSize: String(size), ...(pageToken === undefined ? {} : { pageToken }) });
      return http.get({ ...call('customers', `/customers?${query.toString()}`, signal), reply: WireCustomers });
    },

    /** `GET .../customers/{c}/cloudProfiles`: tenant and domain of a customer, and what the distributor knows of delegated access. */
    cloudProfiles: (customerId: string, signal?: AbortSignal) =>
      http.get({ ...call('customers', `/customers/${encodeURIComponent(customerId)}/cloudProfiles`, signal), reply: WireCloudProfiles }),

    /** `GET /accounts/{a}/subscriptions`: how many there are. */
    countSubscriptions: async (signal?: AbortSignal): Promise<number> => {
      const list = await http.get({ ...call('subscriptions', '/subscriptions?pagination.limit=1', signal), reply: WireSubscriptions });
      return list.totalCount ?? list.items?.length ?? 0;
    },
  };
}
