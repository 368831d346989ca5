import type { CloudHosts } from '../../model/cloud.ts';
import type { HttpClient } from '../../platform/http/call.ts';
import type { RemoteName } from '../../platform/http/limits.ts';
import type { Check } from '../probes.ts';

type Options = { readonly http: Pick<HttpClient, 'send'>; readonly hosts: CloudHosts; readonly connectionId: string };

/**
 * Whether this machine reaches the APIs at all, whoever signs in: a call without a token is turned down, and being turned down is an answer
 * (401: missing token, partner-center-api reference 1.6; other refusals of a gateway are answers too).
 */
export const networkCheck = ({ http, hosts, connectionId }: Options): Check => ({
  name: 'network',
  run: async () => {
    const asked: readonly (readonly [RemoteName, string])[] = [
      ['partner-center', `https://${hosts.partnerCenter}/v1/profiles/mpn`],
      ['graph', `https://${hosts.graph}/v1.0/tenantRelationships/delegatedAdminRelationships?$top=1`],
    ];
    for (const [remote, url] of asked)
      await http.send({
        remote,
        connectionId,
        family: 'reach',
        method: 'GET',
        url,
        write: false,
        urgent: true,
        accept: [400, 401, 403, 404],
      });
    return { detail: `${hosts.partnerCenter} and ${hosts.graph} answer` };
  },
});
