import { z } from 'zod';
import { Fault } from '../../lib/errors.ts';
import { isJsonObject, type JsonObject, readJson, writeJson } from '../../lib/exact-json.ts';
import { readGuid } from '../../lib/wire.ts';
import type { LineList } from '../../model/billing.ts';
import type { CloudHosts } from '../../model/cloud.ts';
import type { Answer, Call, HttpClient } from '../../platform/http/call.ts';
import type { SignIn } from './auth.ts';
import { directoryOf } from './client-directory.ts';
import { tenantsOf } from './client-tenants.ts';
import { explainRefusal } from './explain.ts';
import { WireInvoice, WireList, WireMpnProfile, WireOrganizationProfile, WireSku } from './schema.ts';
import { nextPlace, type Place } from './seek-paging.ts';
import { createWebhookSlot } from './webhook-slot.ts';

export type PartnerCenterClient = ReturnType<typeof createClient>;
export type ListPage = { readonly list: WireList; readonly next: Place | undefined };

type ClientOptions = {
  readonly http: HttpClient;
  readonly signIn: SignIn;
  readonly hosts: CloudHosts;
  readonly connectionId: string;
};

/** Most items a page holds (partner-center-api reference 2.2; unverified for customers, where 500 is what others use). */
const pageSize = 500;

/** One function for each endpoint of Partner Center REST v1. */
export function createClient(options: ClientOptions) {
  const { http, signIn, hosts, connectionId } = options;
  const audience = `https://${hosts.partnerCenter}`;

  const call = (family: string, path: string, signal: AbortSignal | undefined): Omit<Call, 'method' | 'write'> => ({
    remote: 'partner-center',
    connectionId,
    family,
    url: `${audience}${path}`,
    headers: { accept: 'application/json', 'MS-Contract-Version': 'v1', 'X-Locale': 'en-US' },
    tracing: { correlation: 'MS-CorrelationId', request: 'MS-RequestId' },
    authorise: (state) => signIn.headers(audience, state),
    explain: explainRefusal,
    ...(signal === undefined ? {} : { signal }),
  });

  /** A page of a list that pages by seek. The place of the next one is an address and a header. */
  async function seekPage(family: string, first: string, place: Place | undefined, signal: AbortSignal | undefined): Promise<ListPage> {
    const base = call(family, place?.path ?? first, signal);
    const list = await http.get({ ...base, headers: { ...base.headers, ...place?.headers }, reply: WireList });
    return { list, next: nextPlace(list, pathOf(first), (link) => http.link(link, hosts.partnerCenter)) };
  }

  const read = async <S extends z.ZodType>(
    request: Omit<Call, 'method' | 'write'>,
    reply: S,
  ): Promise<{ body: z.infer<S>; answer: Answer }> => {
    const whole: Call = { ...request, method: 'GET', write: false };
    const answer = await http.send(whole);
    return { body: http.parse(whole, answer, reply), answer };
  };

  return {
    ...chargesOf(http, call, seekPage),
    ...directoryOf(http, call, segment, seekPage),
    ...tenantsOf(http, call),

    /** `GET /v1/customers`: every customer of the account, 500 a page. */
    customers: (place: Place | undefined, signal?: AbortSignal): Promise<ListPage> =>
      seekPage('customers', `/v1/customers?size=${pageSize}`, place, signal),

    /** `GET /v1/customers?size=1` */
    oneCustomer: (signal?: AbortSignal): Promise<WireList> =>
      http.get({ ...call('customers', '/v1/customers?size=1', signal), urgent: true, reply: WireList }),

    /** `GET /v1/customers/{id}/subscriptions`: all of one customer, one page. Throttled for the account and for each customer. */
    subscriptions: (tenantId: string, signal?: AbortSignal): Promise<WireList> =>
      http.get({
        ...call('subscriptions', `/v1/customers/${segment(tenantId)}/subscriptions`, signal),
        customer: tenantId,
        reply: WireList,
      }),

    /** `GET /v1/customers/{id}/subscriptions/{id}` with its digits kept, to be sent back whole; undefined when there is none. */
    subscription: async (tenantId: string, id: string, signal?: AbortSignal): Promise<JsonObject | undefined> => {
      const path = `/v1/customers/${segment(tenantId)}/subscriptions/${segment(id)}`;
      const request: Call = {
        ...call('subscriptions', path, signal),
        customer: tenantId,
        method: 'GET',
        write: false,
        accept: [404],
        urgent: true,
      };
      const answer = await http.send(request);
      if (answer.status === 404) return undefined;
      http.parse(request, answer, z.looseObject({})); // what is no object is a fault
      const body = readJson(answer.text());
      return isJsonObject(body) ? body : undefined;
    },

    /** `PATCH /v1/customers/{id}/subscriptions/{id}` with the whole resource; 200, or 202 when it takes longer. */
    patchSubscription: (tenantId: string, id: string, body: JsonObject, signal?: AbortSignal): Promise<Answer> => {
      const base = call('subscriptions', `/v1/customers/${segment(tenantId)}/subscriptions/${segment(id)}`, signal);
      const headers = { ...base.headers, 'content-type': 'application/json' };
      return http.send({ ...base, headers, customer: tenantId, method: 'PATCH', write: true, urgent: true, body: writeJson(body) });
    },

    /** `GET /v1/auditrecords` from a UTC date on, newest first. At most 90 days back. */
    auditRecords: (sinceDate: string, place: Place | undefined, signal?: AbortSignal): Promise<ListPage> =>
      seekPage('auditrecords', `/v1/auditrecords?startDate=${encodeURIComponent(sinceDate)}&size=${pageSize}`, place, signal),

    /** `GET /v1/profiles/organization`, asking whether the sign-in would pass where a second factor is required. */
    organizationProfile: (signal?: AbortSignal) => {
      const base = call('profiles', '/v1/profiles/organization', signal);
      return read({ ...base, headers: { ...base.headers, ValidateMfa: 'true' }, urgent: true }, WireOrganizationProfile);
    },

    /** `GET /v1/profiles/mpn` */
    mpnProfile: (signal?: AbortSignal) => http.get({ ...call('profiles', '/v1/profiles/mpn', signal), reply: WireMpnProfile }),

    webhookSlot: createWebhookSlot(http, call),
  };
}

const pathOf = (address: string): string => address.replace(/\?.*$/, '');

/** The words of an invoice's details as the address has them: `one_time` is OneTime there (any case is taken). */
export const lineItemsPath = (number: string, { provider, lines }: LineList): string => {
  const query = { provider: provider.replaceAll('_', ''), invoicelineitemtype: lines.replaceAll('_', ''), size: '2000' };
  const offset = ['office', 'azure'].includes(query.provider.toLowerCase()) ? '&offset=0' : '';
  return `/v1/invoices/${plainWord(number)}/lineitems?${new URLSearchParams(query).toString()}${offset}`;
};

type MakeCall = (family: string, path: string, signal: AbortSignal | undefined) => Omit<Call, 'method' | 'write'>;
type SeekPage = (family: string, first: string, place: Place | undefined, signal: AbortSignal | undefined) => Promise<ListPage>;

/** What is charged, and the catalogue behind it. */
const chargesOf = (http: HttpClient, call: MakeCall, seekPage: SeekPage) => ({
  /** `GET /v1/invoices`, with the notes that amend them inside. */
  invoices: (place: Place | undefined, signal?: AbortSignal): Promise<ListPage> =>
    seekPage('invoices', '/v1/invoices?size=200&offset=0', place, signal),

  /** `GET /v1/invoices/{id}`: names the days that the invoice is for. */
  invoice: (number: string, signal?: AbortSignal): Promise<z.infer<typeof WireInvoice>> =>
    http.get({ ...call('invoices', `/v1/invoices/${plainWord(number)}`, signal), reply: WireInvoice }),

  /** `GET /v1/invoices/{id}/lineitems`, 2,000 a page: by offset for old offers, by seek for new commerce. */
  lineItems: (number: string, list: LineList, place: Place | undefined, signal?: AbortSignal): Promise<ListPage> =>
    seekPage('lineitems', lineItemsPath(number, list), place, signal),

  /** `GET /v1/products/{id}/skus/{id}` */
  sku: (productId: string, skuId: string, country: string, signal?: AbortSignal) =>
    http.get({
      ...call('products', `/v1/products/${plainWord(productId)}/skus/${plainWord(skuId)}?country=${plainWord(country)}`, signal),
      reply: WireSku,
    }),
});

/** Part of an address only when it cannot be anything else there. */
function plainWord(text: string): string {
  if (/^[a-z0-9-]{1,64}$/i.test(text)) return text;
  throw new Fault('not_an_id', 'permanent', `Partner Center is asked for something by "${text.slice(0, 40)}", which is no id`, {
    remote: 'partner-center',
  });
}

/** Ids come from remote data; only a GUID becomes part of an address. */
function segment(tenantId: string): string {
  const id = readGuid(tenantId);
  if (id === undefined)
    throw new Fault('not_a_tenant_id', 'permanent', 'A customer is asked for by something that is no tenant id', {
      remote: 'partner-center',
    });
  return id;
}
