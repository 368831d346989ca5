import type { Market } from '../world/prices/markets.ts';
import { type Month, monthStartMs } from '../world/prices/price-at.ts';
import { csvText, usTime } from './csv.ts';

/** Azure meters of the price sheet, in US dollars everywhere. Their columns are shown nowhere: the sandbox takes the licence sheet's and adds the meter's. */
const columns = [
  'ProductTitle',
  'ProductId',
  'SkuId',
  'SkuTitle',
  'Publisher',
  'SkuDescription',
  'UnitOfMeasure',
  'MeterId',
  'Market',
  'Currency',
  'UnitPrice',
  'PricingTierRangeMin',
  'PricingTierRangeMax',
  'EffectiveStartDate',
  'EffectiveEndDate',
  'Tags',
];

const meters = [
  ['Virtual Machines Dsv3 Series', 'DZH318Z0BQ3P', '00B1', 'D2s v3 - US East', '1 Hour', 'a5bbdc50-5f50-4b3a-9c2f-8d2f3f6c0a01', '0.096'],
  ['Virtual Machines DSv2 Series', 'DZH318Z0BQ3Q', '00B2', 'DS2 v2 - EU West', '1 Hour', 'a5bbdc50-5f50-4b3a-9c2f-8d2f3f6c0a02', '0.136'],
  ['Storage', 'DZH318Z0BNZH', '00S1', 'Hot LRS Data Stored', '1 GB/Month', 'a5bbdc50-5f50-4b3a-9c2f-8d2f3f6c0a03', '0.0184'],
  ['Bandwidth', 'DZH318Z0BNVT', '00N1', 'Standard Data Transfer Out', '1 GB', 'a5bbdc50-5f50-4b3a-9c2f-8d2f3f6c0a04', '0.087'],
] as const;

export const meterRows = (market: Market, month: Month): string =>
  csvText(
    columns,
    meters.map(([title, productId, skuId, name, unit, meterId, price]) => [
      title,
      productId,
      skuId,
      name,
      'Microsoft Corporation',
      name,
      unit,
      meterId,
      market.country,
      'USD',
      price,
      '0',
      '',
      usTime(monthStartMs(month)),
      '12/31/9999 11:59:59 PM',
      'Consumption',
    ]),
  );
