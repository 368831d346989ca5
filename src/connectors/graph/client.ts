import { z } from 'zod';
import { Fault } from '../../lib/errors.ts';
import type { CloudHosts } from '../../model/cloud.ts';
import type { Call, HttpClient } from '../../platform/http/call.ts';
import { explainWith } from './explain.ts';
import { WireAccessAssignment, WireOdataList, WireRelationship, WireRequest } from './schema.ts';

export type GraphClient = ReturnType<typeof createClient>;
export type GraphPage = { readonly list: WireOdataList; readonly next: string | undefined };

type ClientOptions = {
  readonly http: HttpClient;
  readonly hosts: CloudHosts;
  readonly connectionId: string;
  /** Sign-in headers for Graph. */
  readonly headers: (
    audience: string,
    state: { readonly refused: boolean },
    tenantId?: string,
  ) => Promise<Readonly<Record<string, string>>>;
};

const relationships = '/v1.0/tenantRelationships/delegatedAdminRelationships';
/** Most relationships a page holds (Graph v1.0, list delegatedAdminRelationships). */
const pageSize = 300;

/** One function for each endpoint of Microsoft Graph that we use. */
export function createClient({ http, hosts, connectionId, headers }: ClientOptions) {
  const audience = `https://${hosts.graph}`;

  const call = (
    url: string,
    signal: AbortSignal | undefined,
    permission = 'DelegatedAdminRelationship.Read.All',
  ): Omit<Call, 'method' | 'write'> => ({
    remote: 'graph',
    connectionId,
    family: 'tenantRelationships',
    url,
    tracing: { correlation: 'client-request-id' },
    authorise: (state) => headers(audience, state),
    explain: explainWith(permission),
    ...(signal === undefined ? {} : { signal }),
  });

  /** The next link in its real form: only Graph's own host, and only the list that is being read. */
  const nextOf = (list: WireOdataList, path: string): string | undefined => {
    const link = list['@odata.nextLink'];
    if (link === undefined) return undefined;
    const real = new URL(http.link(link, hosts.graph));
    if (real.pathname !== path) throw strayLink(real.pathname);
    return real.href;
  };

  const one = (id: string): string => `${audience}${relationships}/${encodeURIComponent(id)}`;
  const change = (url: string, signal: AbortSignal | undefined) => ({
    ...call(url, signal, 'DelegatedAdminRelationship.ReadWrite.All'),
    urgent: true,
  });

  return {
    /** `GET .../delegatedAdminRelationships?$filter=customer/tenantId eq '...'`, or from a next link of it. */
    relationshipsOf: async (tenantId: string, at: string | undefined, signal?: AbortSignal): Promise<GraphPage> => {
      const query = new URLSearchParams({ $filter: `customer/tenantId eq '${tenantId}'`, $top: String(pageSize) });
      const url = at ?? `${audience}${relationships}?${query.toString()}`;
      const list = await http.get({ ...call(url, signal), urgent: true, reply: WireOdataList });
      return { list, next: nextOf(list, relationships) };
    },

    /** `GET .../{id}`, with its etag. */
    relationship: (id: string, signal?: AbortSignal): Promise<WireRelationship> =>
      http.get({ ...call(one(id), signal), urgent: true, reply: WireRelationship }),

    /** `POST .../delegatedAdminRelationships`: a draft that nobody has seen yet. */
    createRelationship: (body: object, signal?: AbortSignal): Promise<WireRelationship> =>
      http.post({ ...change(`${audience}${relationships}`, signal), body, reply: WireRelationship }),

    /** `PATCH .../{id}` with the etag of a reading just before. */
    patchRelationship: (id: string, etag: string, body: object, signal?: AbortSignal): Promise<unknown> =>
      http.patch({ ...change(one(id), signal), headers: { 'if-match': etag }, body, reply: z.looseObject({}) }),

    /** `POST .../{id}/requests` */
    request: (id: string, action: 'lockForApproval' | 'terminate', signal?: AbortSignal): Promise<z.infer<typeof WireRequest>> =>
      http.post({ ...change(`${one(id)}/requests`, signal), body: { action }, reply: WireRequest }),

    /** `POST .../{id}/accessAssignments` */
    assign: (id: string, body: object, signal?: AbortSignal): Promise<WireAccessAssignment> =>
      http.post({ ...change(`${one(id)}/accessAssignments`, signal), body, reply: WireAccessAssignment }),

    /** `GET /tenantRelationships/delegatedAdminRelationships`, from the start or from a next link. */
    relationships: async (at: string | undefined, signal?: AbortSignal): Promise<GraphPage> => {
      const url = at === undefined ? `${audience}${relationships}?$top=${pageSize}` : http.link(at, hosts.graph);
      if (new URL(url).pathname !== relationships) throw strayLink(new URL(url).pathname);
      const list = await http.get({ ...call(url, signal), reply: WireOdataList });
      return { list, next: nextOf(list, relationships) };
    },

    /** `GET .../delegatedAdminRelationships?$top=1` */
    oneRelationship: (signal?: AbortSignal): Promise<WireOdataList> =>
      http.get({ ...call(`${audience}${relationships}?$top=1`, signal), urgent: true, reply: WireOdataList }),

    /** `GET .../{id}/accessAssignments`, or from a next link of it. */
    assignments: async (relationshipId: string, at: string | undefined, signal?: AbortSignal): Promise<GraphPage> => {
      const path = `${relationships}/${encodeURIComponent(relationshipId)}/accessAssignments`;
      const list = await http.get({ ...call(at ?? `${audience}${path}`, signal), reply: WireOdataList });
      return { list, next: nextOf(list, path) };
    },
  };
}

export const strayLink = (path: string): Fault =>
  new Fault('paging_link_refused', 'permanent', `Graph's link to the next page leads to something else: ${path.slice(0, 100)}`, {
    remote: 'graph',
    hint: 'The link was not followed, and nothing is taken for gone.',
  });
