import { Decimal } from '../../src/lib/decimal.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import { prerequisitesOf, upgradesOf } from '../world/prices/extra-catalogue.ts';
import { allMarkets } from '../world/prices/markets.ts';
import { type Month, monthText } from '../world/prices/price-at.ts';
import type { World } from '../world/world.ts';
import { csvText } from './csv.ts';

/** What one unit of a currency is worth in US dollars in a month: around a fixed rate, moved a little by the month. */
export function usdPerUnit(world: World, currency: string, month: Month): string {
  const factor = allMarkets().find((market) => market.currency === currency)?.factor ?? '1';
  if (currency === 'USD') return '1';
  const random = new Seeded(`${String(world.options.seed)}/rate/${currency}/${monthText(month)}`);
  const wiggle = new Decimal(random.int(-300, 300)).div(10_000).plus(1);
  return new Decimal(1).div(factor).times(wiggle).toSignificantDigits(17).toFixed();
}

/** Page "Get foreign exchange rates". */
export function ratesText(world: World, month: Month): string {
  const currencies = [...new Set(allMarkets().map((market) => market.currency))].toSorted();
  return csvText(
    ['CurrencyCode', 'USDPerUnit', 'Month'],
    currencies.map((currency) => [currency, usdPerUnit(world, currency, month), monthText(month)]),
  );
}

/** The documented columns of the offer matrix. */
const columns = [
  'ProductTitle',
  'ProductId',
  'SkuId',
  'SkuTitle',
  'ProvisioningId',
  'ProvisioningString',
  'MinLicenses',
  'MaxLicenses',
  'AssetOwnershipLimit',
  'AssetOwnershipLimitType',
  'ProductSkuPreRequisites',
  'ProductSkuConversion',
  'Description',
  'AllowedCountries',
];

const slashed = (skuKeys: readonly string[]): string => skuKeys.map((key) => key.replace(':', '/')).join(',');

/** Page "Get an offer matrix": what is sold by seat, to whom it can be added, into what it turns. */
export function matrixText(world: World): string {
  const countries = allMarkets()
    .map((market) => market.country)
    .join(';');
  const rows = world.tables.skus.all().flatMap((sku) => {
    const product = world.tables.products.get(sku.productId);
    if (product?.productType !== 'OnlineServicesNCE') return [];
    const isLimited = sku.isTrial || sku.productId === 'CFQ7TTC0LH18';
    return [
      [
        product.title,
        product.id,
        sku.skuId,
        sku.title,
        sku.provisioningId,
        sku.skuPartNumber,
        String(sku.minimumQuantity),
        String(sku.maximumQuantity),
        isLimited ? (sku.isTrial ? '1' : '2') : '',
        isLimited ? 'ConcurrentCount' : '',
        slashed(prerequisitesOf(sku.id)),
        slashed(upgradesOf(sku.id)),
        sku.description,
        countries,
      ],
    ];
  });
  return csvText(columns, rows);
}
