import { Decimal } from '../../src/lib/decimal.ts';
import { monthsOf } from '../world/estate/times.ts';
import { decimalsOf, type Market } from '../world/prices/markets.ts';
import { lastMoved, type Month, monthStartMs, movesIn, priceIn } from '../world/prices/price-at.ts';
import type { Availability, Product, Sku, SkuKind } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { bare, csvText, usTime } from './csv.ts';
import { meterRows } from './meters.ts';

/** Sheets by name, as they are written in the address. */
export const views = [
  'azure_consumption',
  'azure_reservations',
  'updatedlicensebased',
  'marketplace',
  'software',
  'licensebasedest',
  'licensebasedeos',
] as const;
export type View = (typeof views)[number];

/** The documented sheet's columns, to the byte. */
export const columns = [
  'ProductTitle',
  'ProductId',
  'SkuId',
  'SkuTitle',
  'Publisher',
  'SkuDescription',
  'UnitOfMeasure',
  'TermDuration',
  'BillingPlan',
  'Market',
  'Currency',
  'UnitPrice',
  'PricingTierRangeMin',
  'PricingTierRangeMax',
  'EffectiveStartDate',
  'EffectiveEndDate',
  'Tags',
  'ERP Price',
] as const;

const kinds: Readonly<Record<Exclude<View, 'azure_consumption' | 'licensebasedeos'>, ReadonlySet<SkuKind>>> = {
  updatedlicensebased: new Set(['seats']),
  licensebasedest: new Set(['seats']),
  azure_reservations: new Set(['reservation']),
  marketplace: new Set(['saas']),
  software: new Set(['software', 'perpetual']),
};

export type SheetRow = {
  readonly sku: Sku;
  readonly product: Product;
  readonly sale: Availability;
  readonly unitPrice: string;
  readonly erpPrice: string;
};

/** The sales on a sheet with the amounts of its month. */
export function sheetRows(world: World, view: View, market: Market, month: Month): readonly SheetRow[] {
  if (view === 'azure_consumption' || view === 'licensebasedeos') return [];
  const withSegments = world.switch('prices').sheetSegments;
  return world.tables.availabilities.all().flatMap((sale): SheetRow[] => {
    const sku = world.tables.skus.get(`${sale.productId}:${sale.skuId}`);
    const product = world.tables.products.get(sale.productId);
    if (sku === undefined || product === undefined || !kinds[view].has(sku.kind ?? 'seats')) return [];
    if (sale.segment !== 'commercial' && !withSegments) return [];
    if (view === 'licensebasedest') return extendedRow(world, { sku, product, sale }, market, month);
    return [{ sku, product, sale, ...amounts(world, sale, market, month) }];
  });
}

/** For a whole term, or for one charge: the sources differ. */
function amounts(world: World, sale: Availability, market: Market, month: Month): Pick<SheetRow, 'unitPrice' | 'erpPrice'> {
  const { unitPrice, erpPrice } = priceIn(world, sale, month, market);
  const charges = world.switch('prices').sheetTerms === 'wholeTerm' ? monthsOf(sale.term) / monthsOf(sale.billingCycle) : 1;
  const whole = (amount: string): string => new Decimal(amount).times(charges).toFixed(2);
  return { unitPrice: whole(unitPrice), erpPrice: whole(erpPrice) };
}

/** A month in an extended service term: the monthly plan and something on top; more where there is no monthly plan. */
function extendedRow(world: World, row: Omit<SheetRow, 'unitPrice' | 'erpPrice'>, market: Market, month: Month): SheetRow[] {
  const all = world.tables.availabilities.by('sku', row.sku.id);
  const monthly = all.find((sale) => sale.term === 'P1M');
  const base = monthly ?? all.find((sale) => sale.term === 'P1Y');
  if (base?.id !== row.sale.id) return [];
  const { upliftPercent, upliftWithoutMonthlyPercent } = world.switch('extendedTerm');
  const { unitPrice, erpPrice } = priceIn(world, base, month, market);
  const raised = (amount: string): string =>
    new Decimal(amount)
      .div(monthsOf(base.billingCycle))
      .times(new Decimal(100).plus(monthly === undefined ? upliftWithoutMonthlyPercent : upliftPercent))
      .div(100)
      .toDecimalPlaces(decimalsOf(market.currency), Decimal.ROUND_HALF_UP)
      .toFixed(2);
  return [{ ...row, unitPrice: raised(unitPrice), erpPrice: raised(erpPrice) }];
}

const planWord = (view: View, { sku, sale }: SheetRow): string => {
  if (view === 'licensebasedest') return 'Monthly';
  if (sku.kind === 'reservation' || sku.kind === 'perpetual') return 'None';
  return { monthly: 'Monthly', annual: 'Annual', triennial: 'Triennial' }[sale.billingCycle];
};

const termWord = (view: View, { sku, sale }: SheetRow): string => {
  if (view === 'licensebasedest') return 'P1M';
  return sku.kind === 'perpetual' ? 'NoTerm' : sale.term;
};

const tags: Readonly<Partial<Record<View, string>>> = {
  updatedlicensebased: 'License',
  licensebasedest: 'License',
  software: 'Software',
  azure_reservations: 'Reservation',
  marketplace: 'Marketplace',
};

const segmentWords = { commercial: 'Commercial', education: 'Education', charity: 'Charity', government: 'Government' } as const;

/** From when to when a price holds: from the last 1st on which it moved, to the next one that is known. */
function validity(world: World, productId: string, month: Month): readonly [string, string] {
  const since = lastMoved(world, productId, month);
  const start = since === undefined ? Date.UTC(2019, 1, 1) : monthStartMs(since);
  const isOver = movesIn(world, productId, month + 1);
  return [usTime(start), isOver ? usTime(monthStartMs(month + 1) - 1000) : '12/31/9999 11:59:59 PM'];
}

function cells(world: World, view: View, row: SheetRow, market: Market, month: Month): readonly string[] {
  const { product, sku, sale } = row;
  const isExtended = view === 'licensebasedest';
  const title = isExtended ? `${sku.title} (Extended Service Term)` : sku.title;
  const [start, end] = validity(world, product.id, month);
  return [
    product.title,
    product.id,
    isExtended ? `E${sku.skuId.slice(1)}` : sku.skuId,
    title,
    product.publisherName,
    sku.description,
    '',
    termWord(view, row),
    planWord(view, row),
    market.country,
    market.currency,
    bare(row.unitPrice),
    '',
    '',
    start,
    end,
    tags[view] ?? '',
    bare(row.erpPrice),
    ...(world.switch('prices').sheetSegments ? [segmentWords[sale.segment]] : []),
  ];
}

/** A sheet as CSV. The column Segment is the last where it is there. */
export function sheetText(world: World, view: View, market: Market, month: Month): string {
  if (view === 'azure_consumption') return meterRows(market, month);
  const head = world.switch('prices').sheetSegments ? [...columns, 'Segment'] : columns;
  return csvText(
    head,
    sheetRows(world, view, market, month).map((row) => cells(world, view, row, market, month)),
  );
}

/** Whether anything on a sheet is different from the month before. */
export const changes = (world: World, view: View, market: Market, month: Month): boolean =>
  sheetRows(world, view, market, month).some((row) => movesIn(world, row.product.id, month));
