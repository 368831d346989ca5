import { Decimal } from '../../../src/lib/decimal.ts';
import { cents } from '../../cents.ts';
import type { Availability, BillingCycle, Product, Sku, SkuKind, Term } from '../types.ts';

/** What is sold beside the seats of the sample estate: one of each kind that the documentation shows. Nobody in the estate has any. */
type Extra = {
  readonly productId: string;
  readonly skuId: string;
  readonly title: string;
  readonly productTitle?: string;
  readonly productType?: string;
  readonly subType?: string;
  readonly publisherName?: string;
  readonly partNumber?: string;
  readonly provisioningId?: string;
  readonly kind?: SkuKind;
  readonly segment?: Availability['segment'];
  readonly maximum?: number;
  readonly addon?: true;
  readonly attestation?: true;
  readonly trialOf?: string;
  /** USD for one unit, retail. Seats: a month; all else: each sale as it is listed in `sales`. */
  readonly retail: string;
  readonly sales: readonly (readonly [availabilityId: string, term: Term, cycle: BillingCycle, factor: string])[];
};

const seatSales = (...ids: readonly [string, string, string]): Extra['sales'] => [
  [ids[0], 'P1M', 'monthly', '1.20'],
  [ids[1], 'P1Y', 'monthly', '1.05'],
  [ids[2], 'P1Y', 'annual', '12'],
];

const zero = '00000000-0000-0000-0000-000000000000';

const extras: readonly Extra[] = [
  {
    productId: 'CFQ7TTC0HDK0',
    skuId: '0001',
    title: 'Advanced Communications',
    partNumber: 'ADV_COMMS',
    provisioningId: 'e4654015-5daf-4a48-9b37-4f309dddd88b',
    retail: '12.00',
    sales: seatSales('CFQ7TTC0K7X1', 'CFQ7TTC0K7X2', 'CFQ7TTC0K7X3'),
  },
  {
    productId: 'CFQ7TTC0LH0J',
    skuId: '0001',
    title: 'Exchange Online Archiving for Exchange Online',
    partNumber: 'EXCHANGEARCHIVE_ADDON',
    provisioningId: 'ee02fd1b-340e-4a4b-b355-4a514e4c8943',
    addon: true,
    retail: '3.00',
    sales: seatSales('CFQ7TTC0K8A1', 'CFQ7TTC0K8A2', 'CFQ7TTC0K8A3'),
  },
  {
    productId: 'CFQ7TTC0LGTX',
    skuId: '0001',
    title: 'Windows 11 Enterprise E3',
    partNumber: 'WIN10_VDA_E3',
    provisioningId: '6a0f6da5-0b87-4190-a6ae-9bb5a2b9546a',
    retail: '7.00',
    sales: seatSales('CFQ7TTC0K9B1', 'CFQ7TTC0K9B2', 'CFQ7TTC0K9B3'),
  },
  {
    productId: 'CFQ7TTC0J203',
    skuId: '0001',
    title: 'Windows 365 Business 2 vCPU 4 GB 128 GB',
    partNumber: 'CPC_B_2C_4RAM_128GB',
    provisioningId: '439ac253-bfbc-49c7-acc0-6b951407b5ef',
    maximum: 300,
    retail: '31.00',
    sales: [['CFQ7TTC0K9C1', 'P1M', 'monthly', '1']],
  },
  {
    productId: 'CFQ7TTC0LCHC',
    skuId: '000T',
    title: 'Microsoft 365 Business Premium Trial',
    productTitle: 'Microsoft 365 Business Premium',
    partNumber: 'SPB',
    provisioningId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
    kind: 'trial',
    trialOf: 'CFQ7TTC0LCHC:0002',
    maximum: 25,
    retail: '0.00',
    sales: [['CFQ7TTC0KTR1', 'P1M', 'monthly', '1']],
  },
  {
    productId: 'CFQ7TTC0LFLX',
    skuId: '000T',
    title: 'Microsoft 365 E3 Trial',
    productTitle: 'Microsoft 365 E3',
    partNumber: 'SPE_E3',
    provisioningId: '05e9a617-0261-4cee-bb44-138d3ef5d965',
    kind: 'trial',
    trialOf: 'CFQ7TTC0LFLX:0001',
    maximum: 25,
    retail: '0.00',
    sales: [['CFQ7TTC0KTR2', 'P1M', 'monthly', '1']],
  },
  {
    productId: 'CFQ7TTC0LCHC',
    skuId: '000N',
    title: 'Microsoft 365 Business Premium (Nonprofit Staff Pricing)',
    productTitle: 'Microsoft 365 Business Premium',
    partNumber: 'SPB',
    provisioningId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
    segment: 'charity',
    attestation: true,
    maximum: 300,
    retail: '5.50',
    sales: seatSales('CFQ7TTC0KN01', 'CFQ7TTC0KN02', 'CFQ7TTC0KN03'),
  },
  {
    productId: 'CFQ7TTC0LGZT',
    skuId: '0001',
    title: 'Office 365 A3 for faculty',
    partNumber: 'ENTERPRISEPACKPLUS_FACULTY',
    provisioningId: 'e578b273-6db4-4691-bba0-8d691f4da603',
    segment: 'education',
    retail: '3.25',
    sales: seatSales('CFQ7TTC0KA01', 'CFQ7TTC0KA02', 'CFQ7TTC0KA03'),
  },
  {
    productId: 'CFQ7TTC0LHQZ',
    skuId: '0001',
    title: 'Microsoft 365 G3 GCC',
    partNumber: 'M365_G3_GOV',
    provisioningId: 'e823ca47-49c4-46b3-b38d-ca11d5abe3d2',
    segment: 'government',
    retail: '35.00',
    sales: seatSales('CFQ7TTC0KG01', 'CFQ7TTC0KG02', 'CFQ7TTC0KG03'),
  },
  {
    productId: 'DZH318Z0BPS6',
    skuId: '0001',
    title: 'Microsoft Azure plan',
    productType: 'Azure',
    subType: 'Azure',
    kind: 'azurePlan',
    maximum: 1,
    retail: '0.00',
    sales: [['DZH318Z0DQP0', 'P1M', 'monthly', '1']],
  },
  {
    productId: 'DZH318Z0BQ3P',
    skuId: '0038',
    title: 'Reserved VM Instance, Standard_D2s_v3, US East, 1 Year',
    productTitle: 'Virtual Machines Dsv3 Series',
    productType: 'Azure',
    subType: 'VirtualMachines',
    kind: 'reservation',
    maximum: 100,
    retail: '501.00',
    sales: [['DZH318Z08B38', 'P1Y', 'annual', '1']],
  },
  {
    productId: 'DZH318Z0BQ3P',
    skuId: '0039',
    title: 'Reserved VM Instance, Standard_D2s_v3, US East, 3 Years',
    productTitle: 'Virtual Machines Dsv3 Series',
    productType: 'Azure',
    subType: 'VirtualMachines',
    kind: 'reservation',
    maximum: 100,
    retail: '967.00',
    sales: [['DZH318Z08B39', 'P3Y', 'triennial', '1']],
  },
  {
    productId: 'DZH318Z0BQ3Q',
    skuId: '0001',
    title: 'Reserved VM Instance, Standard_DS2_v2, EU West, 1 Year',
    productTitle: 'Virtual Machines DSv2 Series',
    productType: 'Azure',
    subType: 'VirtualMachines',
    kind: 'reservation',
    maximum: 100,
    retail: '812.00',
    sales: [['DZH318XZXPHL', 'P1Y', 'annual', '1']],
  },
  {
    productId: 'DG7GMGF0DWT0',
    skuId: '0001',
    title: 'Microsoft Identity Manager 2016 - 1 User CAL',
    productType: 'Software',
    publisherName: 'Microsoft',
    kind: 'perpetual',
    retail: '21.00',
    sales: [['DG7GMGF0DSQR', 'P3Y', 'triennial', '1']],
  },
  {
    productId: 'DG7GMGF0FKZV',
    skuId: '0002',
    title: 'SQL Server Enterprise - 2 Core License Pack - 1 year',
    productTitle: 'SQL Server Enterprise - 2 Core License Pack',
    productType: 'Software',
    publisherName: 'Microsoft',
    kind: 'software',
    retail: '5434.00',
    sales: [['DG7GMGF0DQLK', 'P1Y', 'annual', '1']],
  },
  {
    productId: 'DG7GMGF0FKZV',
    skuId: '0003',
    title: 'SQL Server Enterprise - 2 Core License Pack - 3 year',
    productTitle: 'SQL Server Enterprise - 2 Core License Pack',
    productType: 'Software',
    publisherName: 'Microsoft',
    kind: 'software',
    retail: '13008.00',
    sales: [['DG7GMGF0DQLM', 'P3Y', 'triennial', '1']],
  },
  {
    productId: 'DZH318Z0HJ49',
    skuId: '0001',
    title: 'Test Offer Beta SKU 1',
    productTitle: 'Test Offer Beta',
    productType: 'SaaS',
    publisherName: 'Test Publisher Name',
    kind: 'saas',
    retail: '10.00',
    sales: [
      ['DZH318Z0MS01', 'P1M', 'monthly', '1'],
      ['DZH318Z0MS02', 'P1Y', 'annual', '12'],
    ],
  },
];

/** Products that no seat of the estate belongs to. */
export const extraProducts: readonly Product[] = extras
  .filter((extra) => extra.productTitle === undefined || extra.productType !== undefined)
  .filter((extra, place, all) => all.findIndex((one) => one.productId === extra.productId) === place)
  .map((extra) => ({
    id: extra.productId,
    title: extra.productTitle ?? extra.title,
    description: extra.kind === 'azurePlan' ? 'Gain access to Azure Services.' : (extra.productTitle ?? extra.title),
    productType: extra.productType ?? 'OnlineServicesNCE',
    publisherName: extra.publisherName ?? 'Microsoft Corporation',
    ...(extra.subType === undefined ? {} : { subType: extra.subType }),
  }));

export const extraSkus: readonly Sku[] = extras.map((extra) => ({
  id: `${extra.productId}:${extra.skuId}`,
  productId: extra.productId,
  skuId: extra.skuId,
  title: extra.title,
  description: extra.kind === 'azurePlan' ? 'Microsoft Azure plan (MS-AZR-0017G)' : extra.title,
  minimumQuantity: 1,
  maximumQuantity: extra.maximum ?? 10_000,
  isTrial: extra.kind === 'trial',
  provisioningId: extra.provisioningId ?? zero,
  skuPartNumber: extra.partNumber ?? '',
  isAddon: extra.addon === true,
  ...(extra.kind === undefined ? {} : { kind: extra.kind }),
  ...(extra.trialOf === undefined ? {} : { trialOf: extra.trialOf }),
  ...(extra.attestation === undefined ? {} : { attestation: extra.attestation }),
}));

export const extraAvailabilities: readonly Availability[] = extras.flatMap((extra) =>
  extra.sales.map(([availabilityId, term, billingCycle, factor]): Availability => {
    const retail = new Decimal(extra.retail).times(factor);
    return {
      id: `${extra.productId}:${extra.skuId}:${availabilityId}`,
      availabilityId,
      productId: extra.productId,
      skuId: extra.skuId,
      term,
      billingCycle,
      segment: extra.segment ?? 'commercial',
      country: 'US',
      currency: 'USD',
      unitPrice: cents(retail.times('0.80')),
      erpPrice: cents(retail),
      distributorPrice: cents(retail.times('0.84')),
    };
  }),
);

/** Add-ons, with the SKUs of which the customer must have one. */
const mailboxes = ['CFQ7TTC0LH16:0001', 'CFQ7TTC0LH1P:0001', 'CFQ7TTC0LH18:0001', 'CFQ7TTC0LDPB:0001', 'CFQ7TTC0LCHC:0002'];
const suites = ['CFQ7TTC0LF8Q:0001', 'CFQ7TTC0LF8R:0001', 'CFQ7TTC0LFLX:0001', 'CFQ7TTC0LFLZ:0002'];
const prerequisites: Readonly<Record<string, readonly string[]>> = {
  'CFQ7TTC0LH04:0001': [...mailboxes, ...suites],
  'CFQ7TTC0LH0T:0001': [...mailboxes.slice(2), ...suites],
  'CFQ7TTC0LH0J:0001': [...mailboxes.slice(0, 2), ...suites],
  'CFQ7TTC0MM8R:0001': [],
};

export const prerequisitesOf = (skuKey: string): readonly string[] => prerequisites[skuKey] ?? [];

const upgrades: Readonly<Record<string, readonly string[]>> = {
  'CFQ7TTC0LH18:0001': ['CFQ7TTC0LDPB:0001', 'CFQ7TTC0LF8Q:0001'],
  'CFQ7TTC0LDPB:0001': ['CFQ7TTC0LCHC:0002', 'CFQ7TTC0LF8R:0001'],
  'CFQ7TTC0LH1G:0001': ['CFQ7TTC0LDPB:0001'],
  'CFQ7TTC0LCHC:0002': ['CFQ7TTC0LFLX:0001', 'CFQ7TTC0LFLZ:0002'],
  'CFQ7TTC0LF8Q:0001': ['CFQ7TTC0LF8R:0001', 'CFQ7TTC0LFLX:0001'],
  'CFQ7TTC0LF8R:0001': ['CFQ7TTC0LFLX:0001', 'CFQ7TTC0LFLZ:0002'],
  'CFQ7TTC0LFLX:0001': ['CFQ7TTC0LFLZ:0002'],
  'CFQ7TTC0LH16:0001': ['CFQ7TTC0LH1P:0001', 'CFQ7TTC0LH18:0001'],
  'CFQ7TTC0LFLS:0002': ['CFQ7TTC0LFK5:0001'],
};

/** SKUs into which a subscription can be upgraded. */
export const upgradesOf = (skuKey: string): readonly string[] => upgrades[skuKey] ?? [];
