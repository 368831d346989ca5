import type { HttpClient } from '../../platform/http/call.ts';
import type { SignIn } from '../held-token.ts';
import { explainRefusal } from './explain.ts';
import { WireList } from './schema.ts';

export type IngramClient = ReturnType<typeof createClient>;
type Options = { readonly http: HttpClient; readonly signIn: SignIn; readonly connectionId: string; readonly baseUrl: string };

/** In the vendor's own example (fixtures, customers list). */
export const pageSize = 250;

export const baseOf = (entered: string): string => entered.replace(/\/+$/, '');

/** One function for each endpoint of the Cloud Marketplace API that we use. */
export function createClient({ http, signIn, connectionId, baseUrl }: Options) {
  const list = (path: string, offset: number, limit: number, signal?: AbortSignal): Promise<WireList> =>
    http.get({
      remote: 'ingram',
      connectionId,
      family: 'lists',
      url: `${baseUrl}${path}?${new URLSearchParams({ offset: String(offset), limit: String(limit) }).toString()}`,
      authorise: (state) => signIn.headers(state),
      explain: explainRefusal,
      tracing: { correlation: 'X-Correlation-ID' },
      reply: WireList,
      ...(signal === undefined ? {} : { signal }),
    });
  return {
    /** `GET /customers`, newest first. */
    customers: (offset: number, signal?: AbortSignal) => list('/customers', offset, pageSize, signal),

    /** `GET ...?limit=1` */
    count: async (path: '/customers' | '/subscriptions', signal?: AbortSignal): Promise<number> => {
      const { data, pagination } = await list(path, 0, 1, signal);
      return pagination?.total ?? data.length;
    },
  };
}
