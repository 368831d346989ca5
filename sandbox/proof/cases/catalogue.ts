import type { TestSandbox } from '../../testing.ts';
import { type Answered, ask, pc, requestOf, shown, someone, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';

const get =
  (path: string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, path));
const customer = (box: TestSandbox): string => `/customers/${someone(box).customerId}`;

/** Ids of the first product, SKU and availability of a view, each below the one before. */
async function shelf(
  box: TestSandbox,
  view: string,
  from = '',
): Promise<{ readonly product: string; readonly sku: string; readonly availability: string }> {
  const query = `?country=US&targetView=${view}`;
  const products = await pc(box, `${from}/products${query}`);
  const product = `${from}/products/${textAt(products.body, 'items', 0, 'id')}`;
  const skus = await pc(box, `${product}/skus${query}`);
  const sku = `${product}/skus/${textAt(skus.body, 'items', 0, 'id')}`;
  const availabilities = await pc(box, `${sku}/availabilities${query}`);
  return { product, sku, availability: `${sku}/availabilities/${textAt(availabilities.body, 'items', 0, 'id')}` };
}

const onShelf =
  (view: string, below: (at: Awaited<ReturnType<typeof shelf>>) => string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, `${below(await shelf(box, view))}?country=US&targetView=${view}`));

async function eligible(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const promotions = await pc(box, '/productpromotions?country=US&segment=commercial');
  const id = textAt(promotions.body, 'items', 0, 'id');
  const required = ['items', 0, 'requiredProducts', 0] as const;
  const [productId, skuId] = [textAt(promotions.body, ...required, 'productId'), textAt(promotions.body, ...required, 'skuId')];
  const { availability } = await availabilityOf(box, productId, skuId);
  const sample = requestOf('promotions.verify-promotion-eligibility.1');
  const [item] = sample['items'] as readonly object[];
  const sent = {
    items: [
      {
        ...item,
        catalogItemId: `${productId}:${skuId}:${availability}`,
        quantity: 5,
        promotionId: id,
        termDuration: textAt(promotions.body, ...required, 'term', 'duration'),
        billingCycle: textAt(promotions.body, ...required, 'term', 'billingCycle'),
      },
    ],
  };
  return { sent, answer: await pc(box, `${customer(box)}/promotionEligibilities`, { method: 'POST', body: sent }) };
}

async function availabilityOf(box: TestSandbox, productId: string, skuId: string): Promise<{ readonly availability: string }> {
  const list = await pc(box, `/products/${productId}/skus/${skuId}/availabilities?country=US`);
  return { availability: textAt(list.body, 'items', 0, 'id') };
}

async function upgrade(box: TestSandbox, below: string, name: string): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const sent = { ...requestOf(name), customerId: someone(box).customerId };
  return { sent, answer: await pc(box, `/productupgrades/${below}`, { method: 'POST', body: sent }) };
}

async function inventory(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const { product } = await shelf(box, 'AzureReservationsVM');
  const sample = requestOf('inventory.check-inventory');
  const context = sample['InventoryContext'] as object;
  const sent = {
    TargetItems: [{ ProductId: product.split('/').at(-1) }],
    InventoryContext: { ...context, customerId: someone(box).customerId },
  };
  return { sent, answer: await pc(box, '/extensions/product/checkinventory?country=US', { method: 'POST', body: sent }) };
}

const reply = (call: Promise<{ readonly sent: unknown; readonly answer: Answered }>): Promise<Shown> =>
  call.then(({ sent, answer }) => taken(sent, answer));

export const catalogueCases: readonly Case[] = [
  { sample: 'partner-center/products.get-a-list-of-products.2.response.json', show: get('/products?country=US&targetView=OnlineServices') },
  { sample: 'partner-center/products.get-a-product-by-id.1.response.json', show: onShelf('OnlineServices', ({ product }) => product) },
  { sample: 'partner-center/products.get-a-product-by-id.2.response.json', show: onShelf('OnlineServices', ({ product }) => product) },
  { sample: 'partner-center/products.get-a-sku-by-id.2.response.json', show: onShelf('AzureReservationsVM', ({ sku }) => sku) },
  {
    sample: 'partner-center/products.get-a-list-of-availabilities-for-a-sku.2.response.json',
    show: onShelf('AzureReservationsVM', ({ sku }) => `${sku}/availabilities`),
  },
  {
    sample: 'partner-center/products.get-an-availability-by-id.2.response.json',
    show: onShelf('AzureReservationsVM', ({ availability }) => availability),
  },
  {
    sample: 'partner-center/products-by-customer.get-a-list-of-products-by-customer.1.response.json',
    show: async (box) => shown(await pc(box, `${customer(box)}/products?targetView=OnlineServices`)),
  },
  {
    sample: 'partner-center/products-by-customer.get-a-list-of-skus-for-a-product-by-customer.response.json',
    show: async (box) => shown(await pc(box, `${(await shelf(box, 'OnlineServices', customer(box))).product}/skus`)),
  },
  {
    sample: 'partner-center/products-by-customer.get-a-list-of-availabilities-for-a-sku-by-customer.2.response.json',
    show: async (box) => shown(await pc(box, `${(await shelf(box, 'OnlineServices', customer(box))).sku}/availabilities`)),
  },
  { sample: 'partner-center/promotions.get-promotions.response.json', show: get('/productpromotions?country=US&segment=commercial') },
  { sample: 'partner-center/promotions.verify-promotion-eligibility.1.request.json', show: (box) => reply(eligible(box)) },
  {
    sample: 'partner-center/promotions.verify-promotion-eligibility.2.response.json',
    show: async (box) => shown((await eligible(box)).answer),
  },
  {
    sample: 'partner-center/offers.get-a-list-of-offer-categories-by-country-and-locale.response.json',
    show: get('/offercategories?country=US&locale=en-US'),
  },
  {
    sample: 'partner-center/offers.get-addon-offers-by-offer-id.response.json',
    show: async (box) => {
      const offers = await pc(box, '/offers?country=US&size=1000');
      for (const one of (offers.body as { readonly items?: readonly unknown[] } | undefined)?.items ?? []) {
        const addons = await pc(box, `/offers/${textAt(one, 'id')}/addons?country=US`);
        if (textAt(addons.body, 'items', 0, 'id') !== '') return shown(addons);
      }
      throw new Error('No offer has add-ons');
    },
  },
  { sample: 'partner-center/margins.get-margins.1.response.json', show: get('/margins') },
  { sample: 'partner-center/inventory.check-inventory.request.json', show: (box) => reply(inventory(box)) },
  { sample: 'partner-center/inventory.check-inventory.response.json', show: async (box) => shown((await inventory(box)).answer) },
  {
    sample: 'partner-center/productupgrades.get-eligibility-for-product-upgrade.request.json',
    show: (box) => reply(upgrade(box, 'eligibility', 'productupgrades.get-eligibility-for-product-upgrade')),
  },
  {
    sample: 'partner-center/productupgrades.get-eligibility-for-product-upgrade.response.json',
    show: async (box) => shown((await upgrade(box, 'eligibility', 'productupgrades.get-eligibility-for-product-upgrade')).answer),
  },
  {
    sample: 'partner-center/fxrates.csv',
    show: async (box) => {
      const bearer = await box.bearer('pc-1', 'https://api.partner.microsoft.com');
      const answer = await ask(box, "api.partner.microsoft.com/v1.0/sales/fxrates(Month='202610')/$value", {
        headers: { authorization: `Bearer ${bearer}` },
      });
      return {
        columns: (answer.text.replace('\u{feff}', '').split(/\r?\n/)[0] ?? '').split(',').map((column) => column.replaceAll('"', '')),
      };
    },
  },
];
