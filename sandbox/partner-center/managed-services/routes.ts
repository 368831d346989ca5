import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { servicePlansOf } from '../../world/people/service-plans.ts';
import { subscribedSkusOf } from '../../world/people/tenant.ts';
import { type Call, callRoute } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { withAccess } from '../customers/with.ts';
import { collection, link } from '../paging.ts';

type Service = {
  readonly id: string;
  readonly name: string;
  readonly plans: RegExp;
  readonly more: (initial: string, primary: string) => string;
};

const plain = (): string => '';
const services: readonly Service[] = [
  {
    id: 'Exchange',
    name: 'Exchange',
    plans: /^EXCHANGE_S_(STANDARD|ENTERPRISE)/,
    more: (initial, primary) => `&InitialDomain=${initial}&PrimaryDomain=${primary}`,
  },
  { id: 'MicrosoftCommunicationsOnline', name: 'SkypeforBusiness', plans: /^(MCO|TEAMS)/, more: plain },
  { id: 'SharePoint', name: 'SharePoint', plans: /^SHAREPOINT/, more: plain },
  { id: 'MicrosoftIntune', name: 'Intune', plans: /^INTUNE/, more: plain },
];

/** Portals for the services that the tenant's licences bring. */
function list(call: Call, { customer }: KnownCustomer): RemoteAnswer {
  const plans = subscribedSkusOf(call.world, customer.id).flatMap(({ sku }) => servicePlansOf(sku).map(({ serviceName }) => serviceName));
  const portal = (place: string, more = ''): string =>
    `https://portal.office.com/Partner/BeginClientSession.aspx?CTID=${customer.id}&CSDEST=${place}${more}`;
  const items = services
    .filter((service) => plans.some((name) => service.plans.test(name)))
    .map((service) => ({
      id: service.id,
      name: service.name,
      groupName: 'Office',
      links: {
        adminService: link(portal(service.id, service.more(customer.defaultDomain, customer.domain))),
        serviceHealth: link(portal('ServiceStatus')),
        serviceTicket: link(portal('Support')),
      },
      attributes: { objectType: 'ManagedService' },
    }));
  return json(200, collection(items));
}

export const managedServiceRoutes: readonly Route[] = [
  callRoute('GET', '/v1/customers/{customerId}/managedservices', { audience: 'user', right: 'view' }, withAccess(list)),
];
