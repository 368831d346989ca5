import { z } from 'zod';
import { isJsonObject, type JsonObject, readJson, writeJson } from '../../lib/exact-json.ts';
import type { Answer, Call, HttpClient } from '../../platform/http/call.ts';
import { WireCountryRules, WireFullCustomer, WireInvitation, WireList } from './schema.ts';
import type { Place } from './seek-paging.ts';

type ListPage = { readonly list: WireList; readonly next: Place | undefined };
type SeekPage = (family: string, first: string, place: Place | undefined, signal: AbortSignal | undefined) => Promise<ListPage>;
type MakeCall = (family: string, path: string, signal: AbortSignal | undefined) => Omit<Call, 'method' | 'write'>;

/** Answers of Partner Center for a customer that is not ours: 403 with a foreign tenant, 404 with none (partner-center-api reference 2.4). */
const notOurs = [403, 404];

/** Looking customers up one by one, and their billing profiles (partner-center-api reference 3). Somebody waits for each, so they go first. */
export const directoryOf = (http: HttpClient, call: MakeCall, segment: (tenantId: string) => string, seekPage: SeekPage) => ({
  /** `GET /v1/customers?filter=`: domains that begin so; the remote knows only `starts_with` (reference 2.3). */
  customersByDomain: (domain: string, signal?: AbortSignal): Promise<WireList> => {
    const filter = encodeURIComponent(JSON.stringify({ Field: 'Domain', Value: domain, Operator: 'starts_with' }));
    return http.get({ ...call('customers', `/v1/customers?size=500&filter=${filter}`, signal), urgent: true, reply: WireList });
  },

  /** `GET /v1/customers?filter=`: customers of one reseller below this provider, page by page (reference 4). */
  customersOfReseller: (resellerTenantId: string, place: Place | undefined, signal?: AbortSignal): Promise<ListPage> => {
    const filter = encodeURIComponent(
      JSON.stringify({ Field: 'IndirectReseller', Value: segment(resellerTenantId), Operator: 'starts_with' }),
    );
    return seekPage('customers', `/v1/customers?size=500&filter=${filter}`, place, signal);
  },

  /** `GET /v1/relationships`: the indirect resellers below this provider, page by page (reference 4). */
  indirectResellers: (place: Place | undefined, signal?: AbortSignal): Promise<ListPage> =>
    seekPage('relationships', '/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf', place, signal),

  /** `GET /v1/customers/{id}`; undefined when we are no partner of that tenant. */
  customer: async (tenantId: string, signal?: AbortSignal): Promise<z.infer<typeof WireFullCustomer> | undefined> => {
    const request: Call = {
      ...call('customers', `/v1/customers/${segment(tenantId)}`, signal),
      customer: tenantId,
      method: 'GET',
      write: false,
      accept: notOurs,
    };
    const answer = await http.send(request);
    return notOurs.includes(answer.status) ? undefined : http.parse(request, answer, WireFullCustomer);
  },

  /** `HEAD /v1/domains/{domain}`: 200 taken, 404 free. */
  isDomainTaken: async (domain: string, signal?: AbortSignal): Promise<boolean> => {
    const base = call('customers', `/v1/domains/${encodeURIComponent(domain)}`, signal);
    const answer = await http.send({ ...base, method: 'HEAD', write: false, accept: [404], urgent: true });
    return answer.status !== 404;
  },

  /** `GET /v1/customers/relationshiprequests`: the link by which a customer accepts us as its reseller. */
  invitation: (signal?: AbortSignal) =>
    http.get({ ...call('customers', '/v1/customers/relationshiprequests', signal), urgent: true, reply: WireInvitation }),

  /** `GET /v1/countryvalidationrules/{iso2}`; undefined for a country that Microsoft does not know. */
  countryRules: async (country: string, signal?: AbortSignal): Promise<z.infer<typeof WireCountryRules> | undefined> => {
    const request: Call = {
      ...call('customers', `/v1/countryvalidationrules/${encodeURIComponent(country)}`, signal),
      method: 'GET',
      write: false,
      accept: [400, 404],
    };
    const answer = await http.send(request);
    return answer.status >= 400 ? undefined : http.parse(request, answer, WireCountryRules);
  },

  /** `GET /v1/customers/{id}/profiles/billing` with its digits kept, to be sent back whole. */
  billingProfile: async (tenantId: string, signal?: AbortSignal): Promise<JsonObject> => {
    const request: Call = {
      ...call('customers', `/v1/customers/${segment(tenantId)}/profiles/billing`, signal),
      customer: tenantId,
      method: 'GET',
      write: false,
      urgent: true,
    };
    const answer = await http.send(request);
    http.parse(request, answer, z.looseObject({})); // what is no object is a fault
    const body = readJson(answer.text());
    return isJsonObject(body) ? body : {};
  },

  /** `PUT /v1/customers/{id}/profiles/billing`: the whole resource with the etag that was just read; 412 or 400/2055 when it is stale. */
  putBillingProfile: (tenantId: string, body: JsonObject, etag: string, signal?: AbortSignal): Promise<Answer> => {
    const base = call('customers', `/v1/customers/${segment(tenantId)}/profiles/billing`, signal);
    const headers = { ...base.headers, 'content-type': 'application/json', 'If-Match': etag };
    return http.send({ ...base, headers, customer: tenantId, method: 'PUT', write: true, urgent: true, body: writeJson(body) });
  },
});
