import { link } from '../paging.ts';

/** The old Azure offer as the documented list shows it among the SKUs of the view MicrosoftAzure. */
export const legacyAzureProduct = '9DEA7946-EC2C-441E-9FFD-E3B275F7E838';

export const legacyAzureSku = (country: string) => ({
  id: 'MS-AZR-0145P',
  productId: legacyAzureProduct,
  title: 'Microsoft Azure',
  description: 'Azure Cloud Solution Provider offer for Partner and Resellers',
  minimumQuantity: 1,
  maximumQuantity: 1,
  isTrial: false,
  supportedBillingCycles: ['monthly'],
  purchasePrerequisites: ['MicrosoftCloudAgreement'],
  actions: ['Refund'],
  dynamicAttributes: {
    isMicrosoftProduct: true,
    billingType: 'usage',
    category: 'Enterprise',
    isAddon: false,
    prerequisiteSkus: [],
    rank: 1413,
    hasAddOns: false,
    isAutoRenewable: false,
    upgradeTargetOffers: null,
    conversionTargetOffers: [],
    unitType: 'Usage-based',
    limitUnitOfMeasure: 'None',
    limit: 0,
    reselleeQualifications: [],
    resellerQualifications: [],
  },
  links: {
    availabilities: link(`/products/${legacyAzureProduct}/skus/MS-AZR-0145P/availabilities?country=${country}&targetSegment=Commercial`),
    self: link(`/products/${legacyAzureProduct}/skus/MS-AZR-0145P?country=${country}`),
  },
});
