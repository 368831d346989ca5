import { Decimal } from '../../../src/lib/decimal.ts';
import { exact } from '../../json.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { allMarkets } from '../../world/prices/markets.ts';
import { monthAt, monthStartMs } from '../../world/prices/price-at.ts';
import { type Call, callRoute } from '../call.ts';
import { type Refusal, refuse } from '../errors.ts';

/** Meters of the old Azure offer: the documented sample's. USD. */
const meters = [
  {
    id: '4b836326-7e19-46e6-8bce-1b19bb6cd91e',
    name: 'Unlimited Data - 1 Gbps',
    rate: '7395.0',
    category: 'Networking',
    subcategory: 'ExpressRoute',
    region: 'Zone 2',
    unit: 'Connections',
    effectiveDate: '2015-09-01T00:00:00Z',
  },
  {
    id: '1e8f6d9f-8b40-4c97-80cc-cff87a290a93',
    name: 'Compute Hours',
    rate: '3.9729',
    category: 'Cloud Services',
    subcategory: 'Standard_L16 Cloud Services',
    region: 'AU East',
    unit: '1 Hour',
    effectiveDate: '2016-09-01T00:00:00Z',
  },
  {
    id: '7a2639ce-ae47-4413-9837-6b4f4b78be3d',
    name: 'Compute Hours',
    rate: '0.1122',
    category: 'Virtual Machines',
    subcategory: 'Standard_D1_v2 VM (Windows)',
    region: 'BR South',
    unit: 'Hours',
    effectiveDate: '2017-01-01T00:00:00Z',
  },
];

/** Page "Get prices for Microsoft Azure". */
function rateCard(call: Call): RemoteAnswer | Refusal {
  const currency = (call.request.query.get('currency') ?? call.account.currency).toUpperCase();
  const market = allMarkets().find((one) => one.currency === currency);
  if (market === undefined) return refuse(800002);
  return json(200, {
    locale: call.request.headers['x-locale']?.slice(0, 2).toLowerCase() ?? 'en',
    currency,
    isTaxIncluded: false,
    meters: meters.map(({ rate, effectiveDate, id, name, ...place }) => ({
      id,
      name,
      rates: { '0': exact(currency === 'USD' ? rate : new Decimal(rate).times(market.factor).toFixed()) },
      tags: [],
      ...place,
      includedQuantity: exact('0.0'),
      effectiveDate,
    })),
    offerTerms: [
      {
        name: 'Overage discount',
        discount: exact('0.15'),
        excludedMeterIds: ['53cc0061-0fe2-4249-bf62-e1008c811f5c', 'c82dbd27-c978-43a7-ad41-525a90d8962b'],
        effectiveDate: '2014-01-01T00:00:00',
      },
    ],
    attributes: { objectType: 'AzureRateCard' },
  });
}

/** Page "Get margins": what a publisher gives the partner on a marketplace product. */
function margins(call: Call): RemoteAnswer {
  const start = new Date(monthStartMs(monthAt(call.world.options.startsAt) - 1)).toISOString();
  const end = new Date(monthStartMs(monthAt(call.world.options.startsAt) + 6) - 1000).toISOString().replace('.000Z', 'Z');
  const results = call.world.tables.products
    .all()
    .filter((product) => product.productType === 'SaaS')
    .flatMap((product) =>
      call.world.tables.skus.by('productId', product.id).map((sku) => ({
        id: `1aa125798b04_${call.account.tenantId}`,
        type: 'Percentage',
        productId: product.id,
        publisherName: product.publisherName,
        productTitle: product.title,
        skuTitle: sku.title,
        skuId: sku.skuId,
        productType: 'SaaS',
        marginPercentage: exact('10.0'),
        startDate: start,
        endDate: end,
        status: 'live',
        statusDate: start,
      })),
    );
  return json(200, { pageSize: results.length, totalSize: results.length, results });
}

export const otherPriceRoutes: readonly Route[] = [
  callRoute('GET', '/v1/ratecards/azure', { audience: 'user', right: 'view' }, rateCard),
  callRoute('GET', '/v1/ratecards/azure-shared', { audience: 'user', right: 'view' }, rateCard),
  callRoute('GET', '/v1/margins', { audience: 'app', right: 'view' }, margins),
];
