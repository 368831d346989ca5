import { Seeded } from '../../../src/lib/seeded.ts';
import type { Sku } from '../types.ts';

export type ServicePlan = {
  readonly id: string;
  readonly serviceName: string;
  readonly displayName: string;
  readonly targetType: 'User' | 'Tenant';
};

const plan = (serviceName: string, id: string, displayName: string, targetType: ServicePlan['targetType'] = 'User'): ServicePlan => ({
  id,
  serviceName,
  displayName,
  targetType,
});

// Ids are Microsoft's public service plan ids.
const foundation = plan('EXCHANGE_S_FOUNDATION', '113feb6c-3fe4-4440-bddc-54d774bf0318', 'Exchange Foundation', 'Tenant');
const exchange1 = plan('EXCHANGE_S_STANDARD', '9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'Exchange Online (Plan 1)');
const exchange2 = plan('EXCHANGE_S_ENTERPRISE', 'efb87545-963c-4e0d-99df-69c6916d9eb0', 'Exchange Online (Plan 2)');
const sharePoint1 = plan('SHAREPOINTSTANDARD', 'c7699d2e-19aa-44de-8edf-1736da088ca1', 'SharePoint Online (Plan 1)');
const sharePoint2 = plan('SHAREPOINTENTERPRISE', '5dbe027f-2339-4123-9542-606e4d348a72', 'SharePoint Online (Plan 2)');
const teams = plan('TEAMS1', '57ff2da0-773e-42df-b2af-ffb7a2317929', 'Microsoft Teams');
const appsBusiness = plan('OFFICE_BUSINESS', '094e7854-93fc-4d55-b2c0-3ab5369ebdc1', 'Microsoft 365 Apps for business');
const appsEnterprise = plan('OFFICESUBSCRIPTION', '43de0ff5-c92c-492b-9116-175376d08c38', 'Microsoft 365 Apps for enterprise');
const entra1 = plan('AAD_PREMIUM', '41781fb2-bc02-4b7c-bd55-b576c07bb09d', 'Azure Active Directory Premium P1');
const entra2 = plan('AAD_PREMIUM_P2', 'eec0eb4f-6444-4f95-aba0-50c24d67f998', 'Azure Active Directory Premium P2');
const mfa = plan('MFA_PREMIUM', '8a256a2b-b617-496d-b51b-e76466e88db0', 'Microsoft Azure Multi-Factor Authentication');
const intune = plan('INTUNE_A', 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5', 'Microsoft Intune A Direct');
const rights = plan('RMS_S_ENTERPRISE', 'bea4c11e-220a-4e6d-8eb8-8ea15d019f90', 'Microsoft Azure Active Directory Rights');
const rightsPremium = plan('RMS_S_PREMIUM', '6c57d4b6-3b23-47a5-9bc9-69f17b4947b3', 'Azure Information Protection Premium P1');
const windows = plan('WIN10_PRO_ENT_SUB', '21b439ba-a0ca-424f-a6cc-52f954a5b111', 'Windows 10 Enterprise E3');
const defenderEndpoint = plan('WINDEFATP', '871d91ec-ec1a-452b-a83f-bd76c7d770ef', 'Windows Defender Advanced Threat Protection');
const defenderOffice = plan('ATP_ENTERPRISE', 'f20fedf3-f3c3-43c3-8267-2bfdd51c0939', 'Microsoft Defender for Office 365 (Plan 1)');
const powerBi = plan('BI_AZURE_P2', '70d33638-9c74-4d01-bfd3-562de28bd4ba', 'Power BI Pro');
const visio = plan('VISIO_CLIENT', '663a804f-1c30-4ff0-9915-9db84f0d1cea', 'Visio Desktop App');
const project = plan('PROJECT_CLIENT', 'fafd7243-e5c1-4a3a-9e40-495efcb1d3c3', 'Project Online Desktop Client');
const phone = plan('MCOEV', '4828c8ec-dc2e-4779-b502-87ac9ce28ab7', 'Microsoft 365 Phone System');
const planner = plan('PROJECTWORKMANAGEMENT', 'b737dad2-2f6c-4c65-90e3-ca563267e8b9', 'Microsoft Planner');

const office = [sharePoint1, teams, planner];
const premium = [appsBusiness, exchange1, ...office, entra1, mfa, intune, rights, rightsPremium, defenderOffice];
const enterprise = [appsEnterprise, exchange2, sharePoint2, teams, planner, rights];
const security = [entra1, mfa, intune, rightsPremium, windows];

const byPart: Readonly<Record<string, readonly ServicePlan[]>> = {
  O365_BUSINESS_ESSENTIALS: [exchange1, ...office],
  O365_BUSINESS_PREMIUM: [appsBusiness, exchange1, ...office],
  SPB: premium,
  O365_BUSINESS: [appsBusiness, foundation],
  STANDARDPACK: [exchange1, ...office],
  ENTERPRISEPACK: enterprise,
  SPE_E3: [...enterprise, ...security],
  SPE_E5: [...enterprise, ...security, entra2, defenderEndpoint, defenderOffice, powerBi, phone],
  EXCHANGESTANDARD: [exchange1],
  EXCHANGEENTERPRISE: [exchange2],
  AAD_PREMIUM: [foundation, entra1, mfa],
  AAD_PREMIUM_P2: [foundation, entra1, entra2, mfa],
  INTUNE_A: [foundation, intune],
  ATP_ENTERPRISE: [defenderOffice],
  POWER_BI_PRO: [foundation, powerBi],
  VISIOCLIENT: [foundation, visio],
  PROJECTPROFESSIONAL: [foundation, project, sharePoint2],
  MCOEV: [phone],
  MICROSOFT_TEAMS_ROOMS_PRO: [teams, phone, intune, entra1],
};

/** The services that a SKU brings. One plan of its own name where the public list says nothing here. */
export const servicePlansOf = (sku: Pick<Sku, 'skuPartNumber' | 'title' | 'provisioningId'>): readonly ServicePlan[] =>
  byPart[sku.skuPartNumber] ?? [plan(sku.skuPartNumber, new Seeded(`plan/${sku.provisioningId}`).uuid(), sku.title)];
