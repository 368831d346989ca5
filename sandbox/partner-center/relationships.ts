import { empty, json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import type { PartnerCompany } from '../world/types.ts';
import { put } from '../world/world.ts';
import { objectOf, readBody, textOf, wordOf } from './body.ts';
import { actorOf, byWhom, type Call, callRoute } from './call.ts';
import { trail } from './customers/trail.ts';
import { withCustomer } from './customers/with.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from './errors.ts';
import { matches, readFilter } from './filter.ts';
import { collection, link, seekPage } from './paging.ts';
import { agreementStatus } from './relationships-mpa.ts';
import { providersOf, type Reseller, resellerOf, resellersOf } from './resellers.ts';

const person = { audience: 'user', right: 'view' } as const;
const seller = { audience: 'user', right: 'sell' } as const;

const kinds: Readonly<Record<string, { readonly wire: string; readonly find: (call: Call) => Reseller[] }>> = {
  isindirectcloudsolutionproviderof: {
    wire: 'is_indirect_cloud_solution_provider_of',
    find: ({ world, account }) => (account.partnerType === 'indirectProvider' ? resellersOf(world, account.id) : []),
  },
  isindirectresellerof: { wire: 'is_indirect_reseller_of', find: ({ world, account }) => providersOf(world, account) },
};

function list(call: Call): RemoteAnswer | Refusal {
  const { query, rawQuery } = call.request;
  const kind = kinds[(query.get('relationship_type') ?? '').toLowerCase().replaceAll('_', '')];
  if (kind === undefined) return refuse(3000);
  const filter = readFilter(query.get('filter'), { name: ['substring'] });
  if (isRefusal(filter)) return filter;
  const partners = kind.find(call).filter((partner) => filter === undefined || matches(filter, partner.name));
  const { headers } = call.request;
  const sorted = partners.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const page = seekPage('/relationships', sorted, ({ id }) => id, { query, continuation: headers['ms-continuationtoken'] });
  if (isRefusal(page)) return page;
  const items = page.items.map((partner) => ({
    id: partner.id,
    name: partner.name,
    relationshipType: kind.wire,
    state: 'Active',
    mpnId: partner.mpnId,
    location: partner.country,
    attributes: { objectType: 'PartnerRelationship' },
  }));
  const links = { ...page.links, self: link(`/relationships${rawQuery}`) };
  return json(200, collection(items, links, page.continuation));
}

/** The resellers that a customer has below this provider. */
const ofCustomer = withCustomer((call, { relationship: { resellerMpnId } }) => {
  const resellers = resellerMpnId === undefined ? [] : [resellerOf(call.world, resellerMpnId)];
  const items = resellers.map(({ id, name, mpnId }) => ({
    id,
    name,
    relationshipType: 'is_indirect_cloud_solution_provider_of',
    mpnId,
    attributes: { objectType: 'PartnerRelationship' },
  }));
  return json(200, collection(items));
});

/** The invitation that a partner sends to a new customer (page "Request a reseller relationship"). */
function invitation(call: Call): RemoteAnswer {
  const { partnerType, tenantId, mpnId } = call.account;
  const provider = partnerType === 'indirectProvider' ? `&indirectCSPId=${tenantId}` : '';
  const url = `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${tenantId}&msppId=${mpnId === '' ? '0' : mpnId}${provider}&DAP=false#/BillingAccounts/partner-invitation`;
  return json(200, { url, attributes: { objectType: 'CustomerRelationshipRequest' } });
}

const mostTrialResellers = 5;

/** An indirect reseller to try things with (integration sandbox): a tenant, its agreement and the relationship at once. */
function createReseller(call: Call): RemoteAnswer | Refusal {
  const { world, account } = call;
  if (account.partnerType !== 'indirectProvider') return refuseWith(401, 6002, 'Unauthorized token or Not a Tip Provider Account');
  const body = readBody(call.request.body);
  const tenant = objectOf(body, 'tenant');
  const mpnId = textOf(body, 'mpnId') ?? wordOf(body, 'partnerId');
  const prefix = wordOf(tenant, 'domainPrefix');
  if (!/^\d{4,10}$/.test(mpnId) || !/^[a-z0-9]{1,27}$/i.test(prefix)) return refuse(3000);
  const own = world.tables.partnerCompanies.by('accountId', account.id).filter((row) => row.removedAt === undefined);
  if (own.length >= mostTrialResellers) return refuseWith(403, 6004, 'Create Sandbox Indirect Reseller operation not allowed');
  if (own.some((row) => row.name.toLowerCase() === prefix.toLowerCase() || row.mpnId === mpnId))
    return refuseWith(409, 1003, 'Conflict while creating tenant');
  const row: PartnerCompany = {
    id: world.newId(),
    accountId: account.id,
    name: textOf(tenant, 'displayName') ?? prefix,
    mpnId,
    country: wordOf(tenant, 'country').toUpperCase() || account.country,
    agreementSigned: true,
    forTrial: true,
    createdAt: world.now(),
  };
  keepReseller(call, 'reseller.created', row, 'create_partner_relationship');
  return json(200, trialAnswer(call, row, prefix, textOf(tenant, 'adminUserName') ?? 'admin'));
}

const keepReseller = (call: Call, kind: string, row: PartnerCompany, operationType: string): void => {
  const record = trail(call, {
    resourceId: row.id,
    resourceType: 'partner_relationship',
    operationType,
    new: { id: row.id, mpnId: row.mpnId },
  });
  const changes = [put('partnerCompanies', row), record];
  call.world.apply({ kind, actor: actorOf(call), cause: call.requestId, about: byWhom(call), changes });
};

const trialAnswer = (call: Call, row: PartnerCompany, prefix: string, admin: string) => ({
  accountId: row.id,
  mpnId: row.mpnId,
  tenant: { id: row.id, adminUserAccount: `${admin}@${prefix}.onmicrosoft.com`, password: '******' },
  agreementSignature: {
    id: call.world.newId(),
    accountId: row.id,
    agreementId: '1e18c5b2-e42a-4b84-82c8-d0155aa94c6e',
    agreementType: 'ValueAddedReseller',
    dateSigned: row.createdAt,
    signedByFirstName: call.userPrincipalName ?? '',
    signedByUserPrincipalName: call.userPrincipalName ?? '',
    signedByUserObjectId: call.token.userObjectId ?? '',
    signedByUserTenantId: call.account.tenantId,
    attributes: { objectType: 'AgreementSignatureResponse' },
  },
  partnerRelationship: {
    id: call.account.tenantId,
    name: call.account.name,
    relationshipType: 'is_indirect_reseller_of',
    state: 'Active',
    mpnId: row.mpnId,
    attributes: { objectType: 'PartnerRelationshipResponse' },
  },
});

function deleteReseller(call: Call): RemoteAnswer | Refusal {
  if (call.account.partnerType !== 'indirectProvider') return refuseWith(401, 6002, 'Unauthorized token or Not a Tip Provider Account');
  const row = call.world.tables.partnerCompanies.get((call.params['resellerId'] ?? '').toLowerCase());
  if (row?.accountId !== call.account.id || !row.forTrial || row.removedAt !== undefined) {
    return refuseWith(403, 6003, "Delete Sandbox Indirect Reseller isn't allowed");
  }
  keepReseller(call, 'reseller.deleted', { ...row, removedAt: call.world.now() }, 'remove_partner_relationship');
  return empty(204);
}

export const relationshipRoutes: readonly Route[] = [
  // Before the route of one customer, whose pattern would take this word for an id.
  callRoute('GET', '/v1/customers/relationshiprequests', person, invitation),
  callRoute('GET', '/v1/relationships', person, list),
  callRoute('GET', '/v1/customers/{customerId}/relationships', person, ofCustomer),
  callRoute('GET', '/v1/compliance/csp/agreementstatus', person, agreementStatus),
  callRoute('POST', '/v1/sandboxIndirectReseller', seller, createReseller),
  callRoute('DELETE', '/v1/sandboxIndirectReseller/{resellerId}', seller, deleteReseller),
];
