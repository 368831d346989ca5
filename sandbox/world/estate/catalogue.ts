import { Decimal } from '../../../src/lib/decimal.ts';
import { Seeded } from '../../../src/lib/seeded.ts';
import { cents } from '../../cents.ts';
import type { Availability, BillingCycle, Product, Sku, Term } from '../types.ts';

/** What the estate sells. `retail`: USD a seat and month on a yearly term billed yearly. `code`: how the PSA abbreviates it. */
type Offer = {
  readonly productId: string;
  readonly skuId: string;
  readonly title: string;
  readonly partNumber: string;
  readonly provisioningId: string;
  readonly retail: string;
  readonly code: string;
  /** How often customers buy it, relative to the others; 0 = only by plan. */
  readonly weight: number;
  readonly addon?: true;
};

// Provisioning ids are Graph's public skuIds; prices are the sandbox's own, in the neighbourhood of public list prices.
const offers: readonly Offer[] = [
  {
    productId: 'CFQ7TTC0LH18',
    skuId: '0001',
    title: 'Microsoft 365 Business Basic',
    partNumber: 'O365_BUSINESS_ESSENTIALS',
    provisioningId: '3b555118-da6a-4418-894f-7df1e2096870',
    retail: '6.00',
    code: 'M365-BB',
    weight: 9,
  },
  {
    productId: 'CFQ7TTC0LDPB',
    skuId: '0001',
    title: 'Microsoft 365 Business Standard',
    partNumber: 'O365_BUSINESS_PREMIUM',
    provisioningId: 'f245ecc8-75af-4f8e-b61f-27d8114de5f3',
    retail: '12.50',
    code: 'M365-BS',
    weight: 9,
  },
  {
    productId: 'CFQ7TTC0LCHC',
    skuId: '0002',
    title: 'Microsoft 365 Business Premium',
    partNumber: 'SPB',
    provisioningId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
    retail: '22.00',
    code: 'M365-BP',
    weight: 10,
  },
  {
    productId: 'CFQ7TTC0LH1G',
    skuId: '0001',
    title: 'Microsoft 365 Apps for business',
    partNumber: 'O365_BUSINESS',
    provisioningId: 'cdd28e44-67e3-425e-be4c-737fab2899d3',
    retail: '8.25',
    code: 'M365-APPS',
    weight: 5,
  },
  {
    productId: 'CFQ7TTC0LF8Q',
    skuId: '0001',
    title: 'Office 365 E1',
    partNumber: 'STANDARDPACK',
    provisioningId: '18181a46-0d4e-45cd-891e-60aabd171b4e',
    retail: '10.00',
    code: 'O365-E1',
    weight: 4,
  },
  {
    productId: 'CFQ7TTC0LF8R',
    skuId: '0001',
    title: 'Office 365 E3',
    partNumber: 'ENTERPRISEPACK',
    provisioningId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
    retail: '23.00',
    code: 'O365-E3',
    weight: 4,
  },
  {
    productId: 'CFQ7TTC0LFLX',
    skuId: '0001',
    title: 'Microsoft 365 E3',
    partNumber: 'SPE_E3',
    provisioningId: '05e9a617-0261-4cee-bb44-138d3ef5d965',
    retail: '36.00',
    code: 'M365-E3',
    weight: 4,
  },
  {
    productId: 'CFQ7TTC0LFLZ',
    skuId: '0002',
    title: 'Microsoft 365 E5',
    partNumber: 'SPE_E5',
    provisioningId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
    retail: '57.00',
    code: 'M365-E5',
    weight: 2,
  },
  {
    productId: 'CFQ7TTC0LH16',
    skuId: '0001',
    title: 'Exchange Online (Plan 1)',
    partNumber: 'EXCHANGESTANDARD',
    provisioningId: '4b9405b0-7788-4568-add1-99614e613b69',
    retail: '4.00',
    code: 'EXO-P1',
    weight: 8,
  },
  {
    productId: 'CFQ7TTC0LH1P',
    skuId: '0001',
    title: 'Exchange Online (Plan 2)',
    partNumber: 'EXCHANGEENTERPRISE',
    provisioningId: '19ec0d23-8335-4cbd-94ac-6050e30712fa',
    retail: '8.00',
    code: 'EXO-P2',
    weight: 3,
  },
  {
    productId: 'CFQ7TTC0LFLS',
    skuId: '0002',
    title: 'Microsoft Entra ID P1',
    partNumber: 'AAD_PREMIUM',
    provisioningId: '078d2b04-f1bd-4111-bbd4-b4b1b354cef4',
    retail: '6.00',
    code: 'ENTRA-P1',
    weight: 5,
  },
  {
    productId: 'CFQ7TTC0LFK5',
    skuId: '0001',
    title: 'Microsoft Entra ID P2',
    partNumber: 'AAD_PREMIUM_P2',
    provisioningId: '84a661c4-e949-4bd2-a560-ed7766fcaf2b',
    retail: '9.00',
    code: 'ENTRA-P2',
    weight: 2,
  },
  {
    productId: 'CFQ7TTC0LCH4',
    skuId: '0002',
    title: 'Microsoft Intune Plan 1',
    partNumber: 'INTUNE_A',
    provisioningId: '061f9ace-7d42-4136-88ac-31dc755f143f',
    retail: '8.00',
    code: 'INTUNE-P1',
    weight: 4,
  },
  {
    productId: 'CFQ7TTC0LH04',
    skuId: '0001',
    title: 'Microsoft Defender for Office 365 (Plan 1)',
    partNumber: 'ATP_ENTERPRISE',
    provisioningId: '4ef96642-f096-40de-a3e9-d83fb2f90211',
    retail: '2.00',
    code: 'MDO-P1',
    weight: 6,
    addon: true,
  },
  {
    productId: 'CFQ7TTC0HL8W',
    skuId: '0001',
    title: 'Power BI Pro',
    partNumber: 'POWER_BI_PRO',
    provisioningId: 'f8a1db68-be16-40ed-86d5-cb42ce701560',
    retail: '14.00',
    code: 'PBI-PRO',
    weight: 5,
  },
  {
    productId: 'CFQ7TTC0HD32',
    skuId: '0002',
    title: 'Visio Plan 2',
    partNumber: 'VISIOCLIENT',
    provisioningId: 'c5928f49-12ba-48f7-ada3-0d743a3601d5',
    retail: '15.00',
    code: 'VISIO-P2',
    weight: 4,
  },
  {
    productId: 'CFQ7TTC0HDB0',
    skuId: '0001',
    title: 'Project Plan 3',
    partNumber: 'PROJECTPROFESSIONAL',
    provisioningId: '53818b1b-4a27-454b-8896-0dba576410e6',
    retail: '30.00',
    code: 'PROJECT-P3',
    weight: 3,
  },
  {
    productId: 'CFQ7TTC0LH0T',
    skuId: '0001',
    title: 'Microsoft Teams Phone Standard',
    partNumber: 'MCOEV',
    provisioningId: 'e43b5b99-8dfb-405f-9987-dc307f34bcbd',
    retail: '10.00',
    code: 'TEAMS-PHONE',
    weight: 4,
    addon: true,
  },
  {
    productId: 'CFQ7TTC0MM8R',
    skuId: '0001',
    title: 'Microsoft 365 Copilot',
    partNumber: 'MICROSOFT_365_COPILOT',
    provisioningId: '639dec6b-bb19-468b-871c-c5c441c4b0cb',
    retail: '30.00',
    code: 'M365-COPILOT',
    weight: 3,
  },
  {
    productId: 'CFQ7TTC0QW7C',
    skuId: '0001',
    title: 'Microsoft Teams Rooms Pro',
    partNumber: 'MICROSOFT_TEAMS_ROOMS_PRO',
    provisioningId: '4cde982a-ede4-4409-9ae6-b003453c8ea6',
    retail: '40.00',
    code: 'TEAMS-ROOMS',
    weight: 0,
  },
]; // prettier-ignore

/** The product that no PSA service exists for: what is sold of it is a planted difference. */
export const unmappedSku = 'CFQ7TTC0QW7C:0001';

/** A plan that can be bought, with monthly equivalents of its prices. */
export type Plan = {
  readonly skuKey: string;
  readonly title: string;
  readonly code: string;
  readonly availability: Availability;
  /** USD a seat and month: at Microsoft, at the distributor, suggested retail. */
  readonly monthly: { readonly partner: string; readonly distributor: string; readonly retail: string };
};

export type Catalogue = {
  readonly products: readonly Product[];
  readonly skus: readonly Sku[];
  readonly plans: readonly Plan[];
  /** Plans of a SKU by `term/cycle`. */
  planOf(skuKey: string, term: Term, cycle: BillingCycle): Plan;
  /** SKU keys, each as often as its weight. */
  readonly drawer: readonly string[];
};

type Shape = { readonly term: Term; readonly cycle: BillingCycle; readonly factor: string };

// A month's term is dearer by a fifth, a year billed by month by 5 % (since April 2025), three years a little cheaper.
const shapes: readonly Shape[] = [
  { term: 'P1M', cycle: 'monthly', factor: '1.2' },
  { term: 'P1Y', cycle: 'monthly', factor: '1.05' },
  { term: 'P1Y', cycle: 'annual', factor: '1' },
  { term: 'P3Y', cycle: 'monthly', factor: '1.02' },
  { term: 'P3Y', cycle: 'annual', factor: '0.97' },
];

const partnerShare = '0.80';
const distributorShare = '0.84';

/** An amount a month as amount of one billing cycle. */
export const perCycle = (monthly: string, cycle: BillingCycle): string =>
  cycle === 'monthly' ? monthly : new Decimal(monthly).times(cycle === 'annual' ? 12 : 36).toFixed(2);

/** The catalogue: the same for every seed except for the availability ids. */
export function makeCatalogue(seed: number): Catalogue {
  const random = new Seeded(`${String(seed)}:catalogue`);
  const plans = offers.flatMap((offer) => shapes.map((shape) => makePlan(offer, shape, random)));
  const byKey = new Map(plans.map((plan) => [`${plan.skuKey}/${plan.availability.term}/${plan.availability.billingCycle}`, plan]));
  return {
    products: offers.map((offer) => ({
      id: offer.productId,
      title: offer.title,
      description: offer.title,
      productType: 'OnlineServicesNCE',
      publisherName: 'Microsoft Corporation',
    })),
    skus: offers.map((offer) => ({
      id: `${offer.productId}:${offer.skuId}`,
      productId: offer.productId,
      skuId: offer.skuId,
      title: offer.title,
      description: offer.title,
      minimumQuantity: 1,
      maximumQuantity: 10_000,
      isTrial: false,
      provisioningId: offer.provisioningId,
      skuPartNumber: offer.partNumber,
      isAddon: offer.addon === true,
    })),
    plans,
    planOf: (skuKey, term, cycle) => {
      const plan = byKey.get(`${skuKey}/${term}/${cycle}`);
      if (plan === undefined) throw new Error(`No plan ${skuKey} ${term} ${cycle}`);
      return plan;
    },
    drawer: offers.flatMap((offer) => Array.from({ length: offer.weight }, () => `${offer.productId}:${offer.skuId}`)),
  };
}

function makePlan(offer: Offer, { term, cycle, factor }: Shape, random: Seeded): Plan {
  const retail = cents(new Decimal(offer.retail).times(factor));
  const partner = cents(new Decimal(retail).times(partnerShare));
  const distributor = cents(new Decimal(retail).times(distributorShare));
  const skuKey = `${offer.productId}:${offer.skuId}`;
  const availabilityId = `CFQ7TTC0${Array.from({ length: 4 }, () => random.pick('0123456789BCDFGHJKLMNPQRSTVWXZ'.split(''))).join('')}`;
  return {
    skuKey,
    title: offer.title,
    code: offer.code,
    monthly: { partner, distributor, retail },
    availability: {
      id: `${skuKey}:${availabilityId}`,
      availabilityId,
      productId: offer.productId,
      skuId: offer.skuId,
      term,
      billingCycle: cycle,
      segment: 'commercial',
      country: 'US',
      currency: 'USD',
      unitPrice: perCycle(partner, cycle),
      erpPrice: perCycle(retail, cycle),
      distributorPrice: perCycle(distributor, cycle),
    },
  };
}
