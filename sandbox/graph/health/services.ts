import { servicePlansOf } from '../../world/people/service-plans.ts';
import type { World } from '../../world/world.ts';
import { skusOf, type Tenant } from '../directory/tenant.ts';

/** A service of Microsoft's as the health pages list it. */
export type Service = {
  readonly id: string;
  readonly name: string;
  /** First letters of its issues' ids. */
  readonly letters: string;
  /** Service plans that bring it; absent: everybody has it. */
  readonly plans?: RegExp;
  readonly features: readonly string[];
};

/** Ids and names of the first three are Microsoft's published sample; the others are general knowledge. */
export const services: readonly Service[] = [
  {
    id: 'Exchange',
    name: 'Exchange Online',
    letters: 'EX',
    plans: /^EXCHANGE/,
    features: ['E-Mail timely delivery', 'Management and Provisioning', 'Calendar'],
  },
  { id: 'OrgLiveID', name: 'Identity Service', letters: 'LI', features: ['Sign-In', 'Administration'] },
  { id: 'OSDPPlatform', name: 'Microsoft 365 suite', letters: 'MO', features: ['Portal', 'Administration'] },
  {
    id: 'SharePoint',
    name: 'SharePoint Online',
    letters: 'SP',
    plans: /^SHAREPOINT/,
    features: ['SharePoint Features', 'Search', 'Provisioning'],
  },
  {
    id: 'OneDriveForBusiness',
    name: 'OneDrive for Business',
    letters: 'OD',
    plans: /^SHAREPOINT/,
    features: ['OneDrive for Business', 'Sync'],
  },
  {
    id: 'microsoftteams',
    name: 'Microsoft Teams',
    letters: 'TM',
    plans: /^(TEAMS|MCO)/,
    features: ['Teams Components', 'Calling', 'Meetings'],
  },
  { id: 'Intune', name: 'Microsoft Intune', letters: 'IT', plans: /^INTUNE/, features: ['Microsoft Intune'] },
  { id: 'PowerBIcom', name: 'Power BI', letters: 'PB', plans: /^BI_/, features: ['PowerBI.com'] },
  { id: 'Planner', name: 'Planner', letters: 'PL', plans: /^PROJECT/, features: ['Planner'] },
  {
    id: 'O365Client',
    name: 'Microsoft 365 Apps',
    letters: 'OP',
    plans: /^(OFFICE|VISIO)/,
    features: ['Office Professional Plus Subscription Activation'],
  },
];

export const serviceById = (id: string): Service | undefined => services.find((one) => one.id.toLowerCase() === id.toLowerCase());

/** By id or name. */
export const serviceNamed = (name: string): Service | undefined =>
  serviceById(name) ?? services.find((one) => one.name.toLowerCase() === name.toLowerCase());

/** The services that a tenant has bought, with those that everybody has. */
export function servicesOf(world: World, tenant: Tenant): readonly Service[] {
  const names = skusOf(world, tenant).flatMap(({ sku }) => servicePlansOf(sku).map(({ serviceName }) => serviceName));
  return services.filter(({ plans }) => plans === undefined || names.some((name) => plans.test(name)));
}
