/** A meter of Azure with its place in the catalogue and its list price in US dollars, the same in every market. */
export type Meter = {
  readonly id: string;
  readonly productId: string;
  readonly skuId: string;
  readonly availabilityId: string;
  readonly product: string;
  readonly sku: string;
  readonly category: string;
  readonly subcategory: string;
  readonly name: string;
  readonly region: string;
  readonly unit: string;
  readonly service: string;
  readonly price: string;
  /** Millionths of a unit in a day: usual least and most. */
  readonly low: number;
  readonly high: number;
  /** Whether managing it earns the partner credit. */
  readonly earns: boolean;
};

const million = 1_000_000;
const id = (last: string): string => `a5bbdc50-5f50-4b3a-9c2f-8d2f3f6c0a${last}`;

/** The first four stand in the price sheet by the same ids and prices. */
export const meters = {
  vm: {
    id: id('01'),
    productId: 'DZH318Z0BQ3P',
    skuId: '00B1',
    availabilityId: 'DZH318Z0B1MT',
    product: 'Virtual Machines Dsv3 Series',
    sku: 'D2s v3 - US East',
    category: 'Virtual Machines',
    subcategory: 'Dsv3 Series',
    name: 'D2s v3',
    region: 'US East',
    unit: '1 Hour',
    service: 'Microsoft.Compute',
    price: '0.096',
    low: 24 * million,
    high: 24 * million,
    earns: true,
  },
  vmOnDemand: {
    id: id('02'),
    productId: 'DZH318Z0BQ3Q',
    skuId: '00B2',
    availabilityId: 'DZH318Z0B2MT',
    product: 'Virtual Machines DSv2 Series',
    sku: 'DS2 v2 - EU West',
    category: 'Virtual Machines',
    subcategory: 'DSv2 Series',
    name: 'DS2 v2',
    region: 'EU West',
    unit: '1 Hour',
    service: 'Microsoft.Compute',
    price: '0.136',
    low: 4 * million,
    high: 14 * million,
    earns: true,
  },
  storage: {
    id: id('03'),
    productId: 'DZH318Z0BNZH',
    skuId: '00S1',
    availabilityId: 'DZH318Z0BS1T',
    product: 'Storage',
    sku: 'Hot LRS Data Stored',
    category: 'Storage',
    subcategory: 'Blob Storage',
    name: 'Hot LRS Data Stored',
    region: 'US East',
    unit: '1 GB/Month',
    service: 'Microsoft.Storage',
    price: '0.0184',
    low: 3 * million,
    high: 40 * million,
    earns: true,
  },
  bandwidth: {
    id: id('04'),
    productId: 'DZH318Z0BNVT',
    skuId: '00N1',
    availabilityId: 'DZH318Z0BN1T',
    product: 'Bandwidth',
    sku: 'Standard Data Transfer Out',
    category: 'Bandwidth',
    subcategory: 'Bandwidth',
    name: 'Standard Data Transfer Out',
    region: 'Zone 1',
    unit: '1 GB',
    service: 'Microsoft.Network',
    price: '0.087',
    low: 1000,
    high: 9 * million,
    earns: true,
  },
  disk: {
    id: id('05'),
    productId: 'DZH318Z0BP04',
    skuId: '0052',
    availabilityId: 'DZH318Z0BD5T',
    product: 'Managed Disks',
    sku: 'Premium SSD P10 LRS - US East',
    category: 'Storage',
    subcategory: 'Premium SSD Managed Disks',
    name: 'P10 LRS Disk',
    region: 'US East',
    unit: '1/Month',
    service: 'Microsoft.Compute',
    price: '19.71',
    low: 32_258,
    high: 33_333,
    earns: true,
  },
  database: {
    id: id('06'),
    productId: 'DZH318Z0BQJ5',
    skuId: '001D',
    availabilityId: 'DZH318Z0BQDT',
    product: 'SQL Database Single Standard',
    sku: 'S1 DTUs',
    category: 'SQL Database',
    subcategory: 'Single Standard',
    name: 'S1 DTUs',
    region: 'US East',
    unit: '1/Day',
    service: 'Microsoft.Sql',
    price: '0.9698',
    low: million,
    high: million,
    earns: true,
  },
  backup: {
    id: id('07'),
    productId: 'DZH318Z0BPVL',
    skuId: '000K',
    availabilityId: 'DZH318Z0BBKT',
    product: 'Backup',
    sku: 'LRS Data Stored - US East',
    category: 'Backup',
    subcategory: 'Backup',
    name: 'LRS Data Stored',
    region: 'US East',
    unit: '1 GB/Month',
    service: 'Microsoft.RecoveryServices',
    price: '0.0224',
    low: 2 * million,
    high: 9 * million,
    earns: true,
  },
  spot: {
    id: id('08'),
    productId: 'DZH318Z0BQ3P',
    skuId: '00B8',
    availabilityId: 'DZH318Z0B8MT',
    product: 'Virtual Machines Dsv3 Series',
    sku: 'D2s v3 Spot - US East',
    category: 'Virtual Machines',
    subcategory: 'Dsv3 Series',
    name: 'D2s v3 Spot',
    region: 'US East',
    unit: '1 Hour',
    service: 'Microsoft.Compute',
    price: '0.01104',
    low: 0,
    high: 20 * million,
    earns: false,
  },
} as const satisfies Record<string, Meter>;
