import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { servicePlansOf } from '../../world/people/service-plans.ts';
import type { Address } from '../../world/types.ts';
import { type GraphRefusal, isRefusal, notFound } from '../errors.ts';
import { entity } from '../odata/entity.ts';
import { page } from '../odata/page.ts';
import { type InTenant, tenantRoute } from './route.ts';
import { peopleOf, skusOf, type Tenant } from './tenant.ts';

const context = '/v1.0/$metadata#organization';

/** What an organisation is known by, whether a customer's or the partner's own. */
type Facts = {
  readonly name: string;
  readonly domains: readonly string[];
  readonly country: string;
  readonly language: string;
  readonly address: Address;
  readonly mail: string;
  readonly createdAt: string | null;
};

function factsOf({ customer, account }: Tenant): Facts {
  if (customer === undefined) {
    const { name, domain, country, culture, address, contact } = account;
    return { name, domains: [domain], country, language: culture.slice(0, 2), address, mail: contact.email, createdAt: null };
  }
  const domains = [customer.defaultDomain, customer.domain, ...(customer.moreDomains ?? [])];
  const { name, country, language, address, contact, createdAt } = customer;
  return { name, domains: [...new Set(domains)], country, language, address, mail: contact.email, createdAt };
}

function organizationAnswer({ world, tenant }: InTenant) {
  const facts = factsOf(tenant);
  const plans = skusOf(world, tenant).flatMap(({ sku, active }) => servicePlansOf(sku).map((plan) => ({ plan, on: active > 0 })));
  return {
    id: tenant.id,
    deletedDateTime: null,
    businessPhones: [],
    city: facts.address.city,
    country: null,
    countryLetterCode: facts.country,
    createdDateTime: facts.createdAt,
    defaultUsageLocation: facts.country,
    displayName: facts.name,
    isMultipleDataLocationsForServicesEnabled: null,
    marketingNotificationEmails: [],
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    partnerTenantType: tenant.customer === undefined ? 'ResellerPartnerDelegatedAdmin' : null,
    postalCode: facts.address.postalCode,
    preferredLanguage: facts.language,
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    state: facts.address.state,
    street: facts.address.line1,
    technicalNotificationMails: [facts.mail],
    tenantType: 'AAD',
    directorySizeQuota: { used: peopleOf(world, tenant).length, total: 50_000 },
    assignedPlans: plans.map(({ plan, on }) => ({
      assignedDateTime: facts.createdAt,
      capabilityStatus: on ? 'Enabled' : 'Suspended',
      service: plan.serviceName,
      servicePlanId: plan.id,
    })),
    privacyProfile: null,
    provisionedPlans: plans.map(({ plan, on }) => ({
      capabilityStatus: on ? 'Enabled' : 'Suspended',
      provisioningStatus: 'Success',
      service: plan.serviceName,
    })),
    verifiedDomains: facts.domains.map((name, index) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: index === Math.min(1, facts.domains.length - 1),
      isInitial: index === 0,
      name,
      type: 'Managed',
    })),
  };
}

function list(call: InTenant): RemoteAnswer | GraphRefusal {
  const found = page(call.request, [call.tenant], {
    context,
    paths: ['id'],
    read: ({ id }) => id,
    keyOf: ({ id }) => id,
    answer: () => organizationAnswer(call),
    maxTop: 999,
  });
  return isRefusal(found) ? found : json(200, found);
}

const one = (call: InTenant): RemoteAnswer | GraphRefusal =>
  call.params['tenantId']?.toLowerCase() === call.tenant.id ? entity(call.request, context, organizationAnswer(call)) : notFound();

export const organizationRoutes: readonly Route[] = [
  tenantRoute('GET', '/v1.0/organization', 'directory', list),
  tenantRoute('GET', '/v1.0/organization/{tenantId}', 'directory', one),
];
