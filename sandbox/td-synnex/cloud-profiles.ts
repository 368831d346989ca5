import { json, type RemoteAnswer } from '../remote.ts';
import type { Customer, GdapRelationship, IonCustomer } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { badArgument } from './errors.ts';
import { microsoft } from './provider.ts';
import type { Call } from './session.ts';

/** GET .../cloudProfiles: which clouds a customer has, with its Microsoft tenant and the state of delegated access. */
export function cloudProfiles({ request, world }: Call, customer: IonCustomer): RemoteAnswer {
  const wanted = request.query.get('providerId') ?? '';
  if (wanted !== '' && !/^\d+$/.test(wanted)) return badArgument(world, 'providerId is invalid');
  const tenant = tenantOf(world, customer);
  const all = [microsoftProfile(world, tenant), otherProfile];
  const enabledOnly = request.query.get('enabledOnly') === 'true';
  return json(200, {
    customerId: customer.id,
    customerOrganization: customer.organization,
    customerCloudProfiles: all.filter((row) => (wanted === '' || row.providerId === wanted) && (!enabledOnly || row.enabled)),
  });
}

const tenantOf = (world: World, { customerId }: IonCustomer): Customer | undefined =>
  customerId === undefined ? undefined : world.tables.customers.get(customerId);

/** A provider that nobody has switched on: no tenant, no access. */
const otherProfile = {
  providerId: '2',
  displayName: 'Google Workspace',
  shortName: 'GSUITE',
  enabled: false,
  passRiOptimization: false,
  discountedRiOptimization: false,
  allowDelegatedAccess: false,
};

function microsoftProfile(world: World, tenant: Customer | undefined) {
  const base = {
    providerId: microsoft.id,
    displayName: microsoft.displayName,
    shortName: microsoft.shortName,
    enabled: tenant !== undefined,
    passRiOptimization: false,
    discountedRiOptimization: false,
  };
  if (tenant === undefined) return { ...base, allowDelegatedAccess: false, agreementStatus: 'PENDING' };
  const gdap = world.switch('ion').gdap === 'missing' ? undefined : presentGdap(world, tenant.id);
  return {
    ...base,
    customerTenantId: tenant.id,
    billingAccounts: billingAccountOf(world, tenant.id),
    customerDomain: tenant.defaultDomain,
    allowDelegatedAccess: world.tables.relationships.by('customerId', tenant.id).some((row) => row.allowDelegatedAccess),
    ...(gdap === undefined
      ? {}
      : { gdapStatus: gdapWords[gdap.status], gdapLevel: levelOf(gdap.roleDefinitionIds), gdapRoles: gdap.roleDefinitionIds }),
    agreementStatus: 'ACCEPTED',
  };
}

const billingAccountOf = (world: World, tenantId: string): string =>
  world.tables.relationships.by('customerId', tenantId)[0]?.billingProfileId ?? '';

/** The newest relationship that is not over; else the newest. */
function presentGdap(world: World, tenantId: string): GdapRelationship | undefined {
  const all = world.tables.gdap.by('customerId', tenantId);
  return all.findLast((row) => row.status === 'active') ?? all.at(-1);
}

// The values are not documented: assumed to be Microsoft's own states in the vendor's capitals.
const gdapWords: Readonly<Record<GdapRelationship['status'], string>> = {
  created: 'PENDING',
  approvalPending: 'PENDING',
  approved: 'ACTIVATING',
  activating: 'ACTIVATING',
  active: 'ACTIVE',
  expiring: 'ACTIVE',
  expired: 'EXPIRED',
  terminationRequested: 'TERMINATING',
  terminating: 'TERMINATING',
  terminated: 'TERMINATED',
};

const globalAdmin = '62e90394-69f5-4237-9190-012177145e10';
const levelOf = (roles: readonly string[]): string => (roles.includes(globalAdmin) ? 'FULL' : 'PARTIAL');

/** GET .../cloudProfile, deprecated: one provider with company, billing and agreements. */
export function cloudProfile({ request, world }: Call, customer: IonCustomer): RemoteAnswer {
  const wanted = request.query.get('providerId') ?? '';
  if (!/^\d+$/.test(wanted)) return badArgument(world, 'providerId is required');
  const tenant = wanted === microsoft.id ? tenantOf(world, customer) : undefined;
  if (tenant === undefined)
    return json(200, { id: '', customDomains: [], allowDelegatedAccess: false, agreementStatus: 'PENDING', agreements: [] });
  const { firstName, lastName, email } = tenant.contact;
  const address = {
    country: tenant.address.country,
    city: tenant.address.city,
    state: tenant.address.state,
    addressLine1: tenant.address.line1,
    postalCode: tenant.address.postalCode,
    firstName,
    lastName,
    phoneNumber: tenant.address.phone,
  };
  return json(200, {
    id: tenant.id,
    companyProfile: { tenantId: tenant.id, domain: tenant.defaultDomain, companyName: tenant.name, email, address },
    billingProfile: {
      id: billingAccountOf(world, tenant.id),
      email,
      culture: tenant.culture,
      language: tenant.language,
      companyName: tenant.name,
      defaultAddress: address,
    },
    customDomains: [tenant.domain],
    allowDelegatedAccess: world.tables.relationships.by('customerId', tenant.id).some((row) => row.allowDelegatedAccess),
    agreementStatus: 'ACCEPTED',
    agreements: [
      {
        firstName,
        lastName,
        email,
        phoneNumber: tenant.address.phone,
        templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
        dateAgreed: tenant.createdAt,
        type: 'MicrosoftCustomerAgreement',
        agreementLink: 'https://aka.ms/customeragreement',
      },
    ],
  });
}
