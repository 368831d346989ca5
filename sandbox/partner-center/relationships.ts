import { Seeded } from '../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import { type Call, callRoute } from './call.ts';
import { findCustomer } from './customers/find.ts';
import { isRefusal, type Refusal, refuse } from './errors.ts';
import { matches, readFilter } from './filter.ts';
import { collection, link } from './paging.ts';
import { nameOfMpn, tenantOfMpn } from './resellers.ts';

const person = { audience: 'user', right: 'view' } as const;

type Partner = { readonly id: string; readonly name: string; readonly mpnId: string };

/** The resellers behind an indirect provider: those to whom its customers are tied. */
function resellersOf(call: Call): Partner[] {
  const ids = call.world.tables.relationships.by('accountId', call.account.id).map((row) => row.resellerMpnId);
  return [...new Set(ids)].filter((id) => id !== undefined).map(resellerOf);
}

const resellerOf = (mpnId: string): Partner => ({ id: tenantOfMpn(mpnId), name: nameOfMpn(mpnId), mpnId });

/** The provider through which an indirect reseller buys: the distributors of this world. */
function providersOf(call: Call): Partner[] {
  if (call.account.partnerType !== 'indirectReseller') return [];
  return call.world.tables.distributorAccounts.all().map((row) => {
    const numbers = new Seeded(`provider/${row.kind}`);
    return { id: numbers.uuid(), name: row.name, mpnId: String(numbers.int(1_000_000, 9_999_999)) };
  });
}

const kinds: Readonly<Record<string, { readonly wire: string; readonly find: (call: Call) => Partner[] }>> = {
  isindirectcloudsolutionproviderof: {
    wire: 'is_indirect_cloud_solution_provider_of',
    find: (call) => (call.account.partnerType === 'indirectProvider' ? resellersOf(call) : []),
  },
  isindirectresellerof: { wire: 'is_indirect_reseller_of', find: providersOf },
};

function list(call: Call): RemoteAnswer | Refusal {
  const { query, rawQuery } = call.request;
  const kind = kinds[(query.get('relationship_type') ?? '').toLowerCase().replaceAll('_', '')];
  if (kind === undefined) return refuse(3000);
  const filter = readFilter(query.get('filter'), { name: ['substring'] });
  if (isRefusal(filter)) return filter;
  const partners = kind.find(call).filter((partner) => filter === undefined || matches(filter, partner.name));
  const items = partners.map((partner) => ({
    id: partner.id,
    name: partner.name,
    relationshipType: kind.wire,
    state: 'Active',
    mpnId: partner.mpnId,
    location: call.account.country,
    attributes: { objectType: 'PartnerRelationship' },
  }));
  return json(200, collection(items, { self: link(`/relationships${rawQuery}`) }));
}

/** The resellers that a customer has below this provider. */
function ofCustomer(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const mpnId = known.relationship.resellerMpnId;
  const items = (mpnId === undefined ? [] : [resellerOf(mpnId)]).map((partner) => ({
    ...partner,
    relationshipType: 'is_indirect_cloud_solution_provider_of',
    attributes: { objectType: 'PartnerRelationship' },
  }));
  return json(200, collection(items));
}

/** The invitation that a partner sends to a new customer (page "Request a reseller relationship"). */
function invitation(call: Call): RemoteAnswer {
  const { partnerType, tenantId, mpnId } = call.account;
  const provider = partnerType === 'indirectProvider' ? `&indirectCSPId=${tenantId}` : '';
  const url = `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${tenantId}&msppId=${mpnId === '' ? '0' : mpnId}${provider}&DAP=false#/BillingAccounts/partner-invitation`;
  return json(200, { url, attributes: { objectType: 'CustomerRelationshipRequest' } });
}

export const relationshipRoutes: readonly Route[] = [
  // Before the route of one customer, whose pattern would take this word for an id.
  callRoute('GET', '/v1/customers/relationshiprequests', person, invitation),
  callRoute('GET', '/v1/relationships', person, list),
  callRoute('GET', '/v1/customers/{customerId}/relationships', person, ofCustomer),
];
