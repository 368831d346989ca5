import { Fault } from '../../lib/errors.ts';
import { sift } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import type { TenantLicence } from '../../model/billing.ts';
import type { CloudHosts } from '../../model/cloud.ts';
import type { Call, HttpClient } from '../../platform/http/call.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import type { Marketplace } from '../ports.ts';
import { strayLink } from './client.ts';
import { explainWith } from './explain.ts';
import { WireOdataList, WireSubscribedSku, WireUser } from './schema.ts';

type Options = {
  readonly http: HttpClient;
  readonly hosts: CloudHosts;
  readonly connectionId: string;
  /** Sign-in headers for Graph inside a customer's tenant. */
  readonly headers: (audience: string, state: { readonly refused: boolean }, tenantId: string) => Promise<Readonly<Record<string, string>>>;
};

/** Licences of a customer's tenant: what it owns, and of that what people have. Read with the rights that the customer delegated (GDAP). */
export function createLicences(options: Options): NonNullable<Marketplace['licences']> {
  return async (tenantId, signal) => {
    try {
      const skus = sift(await readList(options, tenantId, '/v1.0/subscribedSkus', signal), WireSubscribedSku, (item) => ({ item }));
      const [broken] = skus.quarantined;
      // One that cannot be read makes the count of all of them wrong.
      if (broken !== undefined)
        throw new Fault('remote_unreadable', 'permanent', `A licence cannot be read: ${broken.reason}`, { remote: 'graph' });
      const blocked = await assignedToBlocked(options, tenantId, signal);
      return skus.items.flatMap((wire) => toLicence(wire, blocked));
    } catch (error) {
      throw isRemoteError(error, 'remote_forbidden') || isRemoteError(error, 'remote_signed_out') ? notPermitted(error) : error;
    }
  };
}

/** Whether the tenant lets us in: the smallest read that the delegated access and the consent are for. */
export function createReach(options: Options): (tenantId: string, signal?: AbortSignal) => Promise<boolean> {
  return async (tenantId, signal) => {
    try {
      await readList(options, tenantId, '/v1.0/subscribedSkus', signal);
      return true;
    } catch (error) {
      if (isRemoteError(error, 'remote_forbidden') || isRemoteError(error, 'remote_signed_out')) return false;
      throw error;
    }
  };
}

/** Not a fault of the sign-in as a whole: this customer's door is closed, and only to this. */
const notPermitted = (cause: Error): Fault =>
  new Fault(
    'not_permitted',
    'needs_operator',
    'The access of this customer does not reach to licences',
    {
      remote: 'graph',
      hint: 'Give the relationship the role Directory Reader or Global Reader, and consent to the app in the customer\u2019s tenant.',
    },
    cause,
  );

function toLicence(wire: WireSubscribedSku, blocked: ReadonlyMap<string, number> | undefined): TenantLicence[] {
  const skuId = readGuid(wire.skuId);
  if (skuId === undefined) return [];
  const { enabled = 0, warning = 0, suspended = 0 } = wire.prepaidUnits ?? {};
  return [
    {
      skuId,
      partNumber: wire.skuPartNumber ?? '',
      capability: wire.capabilityStatus ?? '',
      enabled,
      warning,
      suspended,
      assigned: wire.consumedUnits,
      assignedBlocked: blocked === undefined ? undefined : (blocked.get(skuId) ?? 0),
    },
  ];
}

/** Licences by product that accounts have which may not sign in; undefined where people may not be read. No names are asked for. */
async function assignedToBlocked(
  options: Options,
  tenantId: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number> | undefined> {
  const counts = new Map<string, number>();
  try {
    const users = await readList(options, tenantId, '/v1.0/users?$select=accountEnabled,assignedLicenses&$top=999', signal);
    for (const user of sift(users, WireUser, (item) => ({ item })).items) {
      if (user.accountEnabled !== false) continue;
      for (const { skuId } of user.assignedLicenses ?? []) counts.set(skuId.toLowerCase(), (counts.get(skuId.toLowerCase()) ?? 0) + 1);
    }
    return counts;
  } catch (error) {
    if (isRemoteError(error, 'remote_forbidden')) return undefined;
    throw error;
  }
}

/** All pages of a list inside the customer's tenant; its next links must stay with the list. */
async function readList(
  { http, hosts, connectionId, headers }: Options,
  tenantId: string,
  first: string,
  signal?: AbortSignal,
): Promise<unknown[]> {
  const audience = `https://${hosts.graph}`;
  const call = (url: string): Omit<Call, 'method' | 'write'> => ({
    remote: 'graph',
    connectionId,
    family: 'directory',
    url,
    customer: tenantId,
    tracing: { correlation: 'client-request-id' },
    authorise: (state) => headers(audience, state, tenantId),
    explain: explainWith('Directory.Read.All'),
    ...(signal === undefined ? {} : { signal }),
  });
  const records: unknown[] = [];
  const seen = new Set<string>();
  for (let url: string | undefined = `${audience}${first}`; url !== undefined && !seen.has(url); ) {
    seen.add(url);
    const list: WireOdataList = await http.get({ ...call(url), reply: WireOdataList });
    records.push(...list.value);
    const link = list['@odata.nextLink'];
    url = link === undefined ? undefined : http.link(link, hosts.graph);
    if (url !== undefined && new URL(url).pathname !== first.replace(/\?.*$/, '')) throw strayLink(new URL(url).pathname);
  }
  return records;
}
