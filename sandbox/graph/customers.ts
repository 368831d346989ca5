import { Seeded } from '../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import type { Customer } from '../world/types.ts';
import { customerAnswer } from './answers.ts';
import { type Call, callRoute } from './call.ts';
import { type GraphRefusal, isRefusal, notFound } from './errors.ts';
import { entity } from './odata/entity.ts';
import { page } from './odata/page.ts';
import { basePath } from './relationships.ts';

const listPath = `${basePath}/delegatedAdminCustomers`;
const context = `${basePath}/$metadata#delegatedAdminCustomers`;

/** Customers with whom the partner has an active relationship. */
function customersOf(call: Call): Customer[] {
  const active = call.world.tables.gdap
    .by('accountId', call.account.id)
    .filter((row) => row.status === 'active' && row.customerId !== undefined);
  const ids = new Set(active.map((row) => row.customerId ?? ''));
  return [...ids].map((id) => call.world.tables.customers.get(id)).filter((row) => row !== undefined);
}

function list(call: Call): RemoteAnswer | GraphRefusal {
  const found = page(call.request, customersOf(call), {
    context,
    paths: ['id', 'tenantId', 'displayName'],
    read: (row: Customer, path) => (path === 'displayName' ? row.name : row.id),
    keyOf: (row) => row.id,
    answer: customerAnswer,
    maxTop: 300,
  });
  return isRefusal(found) ? found : json(200, found);
}

const withCustomer = (work: (call: Call, customer: Customer) => RemoteAnswer) => (call: Call) => {
  const id = (call.params['customerId'] ?? '').toLowerCase();
  const isKnown = call.world.tables.gdap.by('customerId', id).some((row) => row.accountId === call.account.id && row.status === 'active');
  const found = isKnown ? call.world.tables.customers.get(id) : undefined;
  return found === undefined ? notFound() : work(call, found);
};

/** Portals through which a partner manages the customer's services (documented sample: these four). */
function services(call: Call, customer: Customer): RemoteAnswer {
  const all = [
    ['Azure Active Directory', `https://aad.portal.azure.com/${customer.defaultDomain}`],
    ['Microsoft 365 Lighthouse', 'https://lighthouse.microsoft.com'],
    ['Dynamics 365 Business Central', `https://businesscentral.dynamics.com/${customer.id}/admin`],
    ['Teams', `https://admin.teams.microsoft.com/?delegatedOrg=${customer.defaultDomain}`],
  ] as const;
  return json(200, {
    '@odata.context': `${call.request.linkBase}${context}/${customer.id}/serviceManagementDetails`,
    value: all.map(([serviceName, serviceManagementUrl]) => ({
      '@odata.type': '#microsoft.graph.delegatedAdminServiceManagementDetail',
      id: new Seeded(`${customer.id}/${serviceName}`).uuid(),
      serviceManagementUrl,
      serviceName,
    })),
  });
}

export const customerRoutes: readonly Route[] = [
  callRoute('GET', listPath, list),
  callRoute(
    'GET',
    `${listPath}/{customerId}`,
    withCustomer((call, customer) => entity(call.request, context, customerAnswer(customer))),
  ),
  callRoute('GET', `${listPath}/{customerId}/serviceManagementDetails`, withCustomer(services)),
];
