import { z } from 'zod';
import type { Call, HttpClient } from '../../platform/http/call.ts';
import type { SignIn } from '../held-token.ts';
import { explainRefusal } from './explain.ts';
import { WireList } from './schema.ts';

export type Pax8Client = ReturnType<typeof createClient>;

type ClientOptions = {
  readonly http: HttpClient;
  readonly signIn: SignIn;
  readonly connectionId: string;
  /** Without `/v1`. */
  readonly baseUrl: string;
};

/** Most rows a page holds (partner endpoints, `size`). */
export const pageSize = 200;

/** The address as people enter it, with or without version and slash, as the part before the version. */
export const baseOf = (entered: string): string => entered.replace(/\/+$/, '').replace(/\/v1$/, '');

/** One function for each endpoint of the Pax8 partner API v1 that we use. */
export function createClient({ http, signIn, connectionId, baseUrl }: ClientOptions) {
  const call = (family: string, path: string, signal: AbortSignal | undefined): Omit<Call, 'method' | 'write'> => ({
    remote: 'pax8',
    connectionId,
    family,
    url: `${baseUrl}/v1${path}`,
    authorise: (state) => signIn.headers(state),
    explain: explainRefusal,
    ...(signal === undefined ? {} : { signal }),
  });

  const page = (path: string, number: number, query: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<WireList> => {
    const search = new URLSearchParams({ page: String(number), size: String(pageSize), ...query });
    return http.get({ ...call('lists', `${path}?${search.toString()}`, signal), reply: WireList });
  };

  return {
    /** `GET /v1/companies`, by name: a new one does not push others off their page as often as in no order. */
    companies: (number: number, signal?: AbortSignal) => page('/companies', number, { sort: 'name' }, signal),

    /** `GET /v1/products?vendorName=Microsoft` */
    products: (number: number, signal?: AbortSignal) => page('/products', number, { vendorName: 'Microsoft', sort: 'name' }, signal),

    /** `GET /v1/products/{id}/pricing`: all of them, without pages. */
    pricing: (id: string, signal?: AbortSignal): Promise<WireList> =>
      http.get({ ...call('pricing', `/products/${encodeURIComponent(id)}/pricing`, signal), reply: WireList }),

    /** `GET /v1/subscriptions`, oldest first: what is new comes at the end. */
    subscriptions: (number: number, signal?: AbortSignal) => page('/subscriptions', number, { sort: 'createdDate,asc' }, signal),

    /** `GET /v1/subscriptions/{id}`: has Microsoft's id, cost and commitment where the list leaves them out. */
    subscription: (id: string, signal?: AbortSignal) =>
      http.get({ ...call('subscription', `/subscriptions/${encodeURIComponent(id)}`, signal), reply: z.unknown() }),

    /** `GET /v1/invoices`: those that are approved; a draft does not show. */
    invoices: (number: number, signal?: AbortSignal) => page('/invoices', number, {}, signal),

    /** `GET /v1/invoices/{id}/items` */
    invoiceItems: (id: string, number: number, signal?: AbortSignal) =>
      page(`/invoices/${encodeURIComponent(id)}/items`, number, {}, signal),

    /** `GET /v1/subscriptions/{id}/usage-summaries` */
    usageSummaries: (id: string, number: number, signal?: AbortSignal) =>
      page(`/subscriptions/${encodeURIComponent(id)}/usage-summaries`, number, {}, signal),

    /** `GET ...?size=1` */
    count: async (path: '/companies' | '/subscriptions', signal?: AbortSignal): Promise<number> => {
      const list = await http.get({ ...call('lists', `${path}?page=0&size=1`, signal), urgent: true, reply: WireList });
      return list.page?.totalElements ?? list.content.length;
    },
  };
}
