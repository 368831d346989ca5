import { isRecord } from '../../src/lib/is-record.ts';
import { exact } from '../json.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import { bodyOf, listOf, textOf } from '../sent-body.ts';
import { plansOfSku, type SeatPlan } from '../world/distributors2/catalogue.ts';
import type { Sku } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { invalid, notFound, refuse } from './errors.ts';
import { takes } from './orders/add-ons.ts';
import { tokenPage } from './paging.ts';
import { type IonProduct, microsoft, partNumberOf, planByText, planIdOf, planTitle, productIdOf, productsOf, skuIdOf } from './provider.ts';
import { type Call, verbOf } from './session.ts';

/** GET /accounts/{a}/products */
export function listProducts(call: Call): RemoteAnswer {
  const { query } = call.request;
  const asked = (name: string): string => (query.get(`filter.${name}`) ?? '').toLowerCase();
  const provider = asked('cloudProviderId');
  const rows = productsOf(call.world).filter(
    (row) =>
      (provider === '' || provider === microsoft.id) &&
      row.product.title.toLowerCase().includes(asked('name')) &&
      row.skus.some((sku) => skuFits(call.world, sku, asked)) &&
      addOnFits(call.world, row, asked),
  );
  return tokenPage(call, rows, (page, nextPageToken) => ({
    products: page.map((row) => productAnswer(call, row)),
    nextPageToken,
    categories: [],
    verticals: [],
    charges: [],
  }));
}

function skuFits(world: World, sku: Sku, asked: (name: string) => string): boolean {
  const same = (name: string, values: readonly string[]): boolean =>
    asked(name) === '' || values.some((value) => value.toLowerCase() === asked(name));
  const parts = plansOfSku(world, sku).map(({ availability }) => partNumberOf(sku.id, availability.term, availability.billingCycle));
  return (
    same('skuExternalId', [sku.id]) &&
    same('skuId', [skuIdOf(sku.id)]) &&
    sku.title.toLowerCase().includes(asked('skuDisplayName')) &&
    same('mfgPartNumber', parts)
  );
}

/** Products with an add-on of that name or id. */
function addOnFits(world: World, { skus }: IonProduct, asked: (name: string) => string): boolean {
  const [external, id, name] = ['addonExternalId', 'addonId', 'addonDisplayName'].map(asked);
  if (external === '' && id === '' && name === '') return true;
  return addOnsOfProduct(world, skus).some(
    (one) =>
      (external === '' || one.id.toLowerCase() === external) &&
      (id === '' || skuIdOf(one.id).toLowerCase() === id) &&
      one.title.toLowerCase().includes(name ?? ''),
  );
}

/** GET /accounts/{a}/products/{p}; parts of it can be left out. */
export function getProduct(call: Call): RemoteAnswer {
  const { id, verb } = verbOf(call.params['productId']);
  const found = productsOf(call.world).find((row) => row.id === id);
  if (found === undefined || verb !== '') return notFound(call.world, `accounts/${call.account.accountId}/products/${id}`);
  const { marketing, definition, ...rest } = productAnswer(call, found, call.request.query.get('excludeFilter.excludePricing') !== 'true');
  const leaves = (part: string): boolean => call.request.query.get(`excludeFilter.${part}`) === 'true';
  return json(200, {
    ...rest,
    ...(leaves('excludeMarketing') ? {} : { marketing }),
    ...(leaves('excludeDefinition') ? {} : { definition }),
    ...(leaves('excludeVersionHistory') ? {} : { versionHistory: [] }),
  });
}

function productAnswer({ world, account }: Call, { id, product, skus }: IonProduct, withPrices = true) {
  const base = `accounts/${account.accountId}`;
  const state = world.tables.ionProductStates.get(id);
  return {
    name: `${base}/products/${id}`,
    id,
    type: 'SUBSCRIPTION_PRODUCT',
    disabled: state?.disabled ?? false,
    categories: [`${base}/categories/Business-Productivity`],
    hasPublishedVersions: true,
    marketing: {
      description: product.description,
      displayName: product.title,
      caption: product.title,
      defaultImage: { title: 'Logo', content: `https://ion.tdsynnex.com/static/products/${id}.png`, type: 'MEDIA_TYPE_IMAGE' },
    },
    definition: {
      supportedCurrencies: ['USD'],
      billingMode: 'PREPAY',
      features: [{ id: 'Per-user', displayName: 'Licensed per user' }],
      skus: skus.map((sku) => skuAnswer(world, base, sku, withPrices)),
      addOns: addOnsOfProduct(world, skus).map((sku) => addOnAnswer(world, base, sku, withPrices)),
      customFields: [
        { name: 'productType', content: 'NCE', type: 'STRING' },
        { name: 'externalProductId', content: product.id, type: 'STRING' },
      ],
    },
    isSharedProduct: true,
    etag: `${id}-${String(state === undefined ? 1 : 2)}`,
    createTime: '2024-01-01T00:00:00Z',
    updateTime: state?.updatedAt ?? '2024-01-02T00:00:00Z',
  };
}

const skuAnswer = (world: World, base: string, sku: Sku, withPrices: boolean) => ({
  id: skuIdOf(sku.id),
  displayName: sku.title,
  description: sku.description,
  cancelTiming: 'END_OF_TERM',
  plans: plansOfSku(world, sku).map((plan) => planAnswer(plan, withPrices)),
  productCloudProviderName: `${base}/cloudProviders/${microsoft.id}`,
  availableAddOns: addOnsOfProduct(world, [sku]).map((one) => skuIdOf(one.id)),
  disabled: world.tables.ionProductStates.get(productIdOf(sku.productId))?.disabled ?? false,
  supportPlanAsProductPlan: { details: {} },
});

/** The add-ons that stand on one of these SKUs. */
const addOnsOfProduct = (world: World, skus: readonly Sku[]): readonly Sku[] =>
  world.tables.skus.all().filter((one) => skus.some((sku) => takes(one.id, skuIdOf(sku.id))) && plansOfSku(world, one).length > 0);

const addOnAnswer = (world: World, base: string, sku: Sku, withPrices: boolean) => ({
  id: skuIdOf(sku.id),
  displayName: sku.title,
  description: sku.description,
  alignment: 'SUBSCRIPTION_DATE',
  cancelTiming: 'END_OF_TERM',
  allowMultiple: false,
  plans: plansOfSku(world, sku).map((plan) => planAnswer(plan, withPrices)),
  productAvailability: true,
  productCloudProviderName: `${base}/cloudProviders/${microsoft.id}`,
});

const periods = { monthly: 'MONTHLY', annual: 'ANNUAL', triennial: 'ANNUAL' } as const;

function planAnswer(plan: SeatPlan, withPrices: boolean) {
  const { term, billingCycle, distributorPrice, erpPrice } = plan.availability;
  const id = planIdOf(plan.sku.id, term, billingCycle);
  return {
    id,
    displayName: planTitle(plan),
    billingPeriod: periods[billingCycle],
    phases: [{ type: 'UNLIMITED_PHASE', recurringPrice: { USD: exact(withPrices ? erpPrice : '0') } }],
    icon: `https://ion.tdsynnex.com/static/plans/${id}.png`,
    productId: partNumberOf(plan.sku.id, term, billingCycle),
    ...(withPrices ? { pricebookPrice: exact(distributorPrice), pricebookCurrency: 'USD' } : {}),
    supportPlan: {},
    priceDisplay: 'PRICE_DISPLAY_SHOW_PLAN',
  };
}

/** POST /accounts/{a}/products/{p}:enable and :disable */
export function switchProduct(call: Call): RemoteAnswer {
  const { world, account } = call;
  const { id, verb } = verbOf(call.params['productId']);
  const isKnown = productsOf(world).some((row) => row.id === id) && (verb === 'enable' || verb === 'disable');
  if (!isKnown) return notFound(world, `accounts/${account.accountId}/products/${call.params['productId'] ?? ''}`);
  world.apply({
    kind: 'distributor.productSwitched',
    actor: { kind: 'api', name: account.userName },
    cause: 'ion',
    about: { distributor: 'ion', productId: id },
    changes: [put('ionProductStates', { id, disabled: verb === 'disable', updatedAt: `${world.now().slice(0, 19)}Z` })],
  });
  return json(200, {});
}

/** POST /accounts/{a}/products:pricing: the prices of named plans; what is not sold comes as not available. */
export function pricing({ request, world }: Call): RemoteAnswer {
  const wanted = bodyOf(request);
  if (world.switch('ion').priceBook === 'down') return refuse(world, 503, 'UNAVAILABLE', 'could not retrieve cloud price book v');
  const lists = listOf(wanted?.['externalProductWithProvider']).filter(isRecord);
  if (lists.length === 0) return invalid(world, "must have required property 'externalProductWithProvider'");
  const names = lists.flatMap((one) => listOf(one['externalProducts']).map(textOf));
  return json(200, { plans: names.map((name) => priceAnswer(world, name)) });
}

function priceAnswer(world: World, name: string) {
  const plan = planByText(world, name);
  if (plan === undefined) return { productId: name, productAvailability: false };
  const { sku, availability } = plan;
  return {
    productId: name,
    pricebookPrice: exact(availability.distributorPrice),
    pricebookCurrency: availability.currency,
    productAvailability: world.tables.ionProductStates.get(productIdOf(sku.productId))?.disabled !== true,
    pricebookMasterPrice: exact(availability.erpPrice),
    pricebookDetails: {
      SkuDescription: sku.title,
      Market: availability.country,
      ProductId: sku.productId,
      SkuId: Number(sku.skuId),
      UnitOfMeasure: 'License',
    },
    supportPlan: { pricebookCost: exact(availability.distributorPrice), accountCost: exact(availability.distributorPrice) },
  };
}

/** GET /accounts/{a}/products/charges: no charge of their own is on this account. */
export const listCharges = (): RemoteAnswer => json(200, { charges: [] });
