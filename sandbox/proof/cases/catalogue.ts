import type { TestSandbox } from '../../testing.ts';
import { type Answered, pc, requestOf, shown, someone, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';

const get =
  (path: string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, path));
const customer = (box: TestSandbox): string => `/customers/${someone(box).customerId}`;

/** The product of the samples: Microsoft 365 Business Basic. */
const basic = '/products/CFQ7TTC0LH18';
const sku = `${basic}/skus/0001`;

/** One of the items of a collection: what the samples of such lists were cut down to. */
function oneOf(page: Shown): Shown {
  const { items } = ('body' in page ? page.body : {}) as { readonly items?: readonly unknown[] };
  if (items?.[0] === undefined) throw new Error('The collection is empty');
  return { body: items[0] };
}

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
  const sample = requestOf('inventory.check-inventory');
  const context = sample['InventoryContext'] as object;
  const sent = {
    TargetItems: [{ ProductId: 'DZH318Z0BQ3P' }],
    InventoryContext: { ...context, customerId: someone(box).customerId },
  };
  return { sent, answer: await pc(box, '/extensions/product/checkinventory?country=US', { method: 'POST', body: sent }) };
}

const reply = (call: Promise<{ readonly sent: unknown; readonly answer: Answered }>): Promise<Shown> =>
  call.then(({ sent, answer }) => taken(sent, answer));

export const catalogueCases: readonly Case[] = [
  { sample: 'partner-center/products.get-a-list-of-products.2.response.json', show: get('/products?country=US&targetView=OnlineServices') },
  { sample: 'partner-center/products.get-a-product-by-id.1.response.json', show: get('/products/DZH318Z0BQ3Q?country=US') },
  { sample: 'partner-center/products.get-a-product-by-id.2.response.json', show: get(`${basic}?country=US`) },
  { sample: 'partner-center/products.get-a-sku-by-id.2.response.json', show: get(`${sku}?country=US`) },
  {
    sample: 'partner-center/products.get-a-list-of-availabilities-for-a-sku.2.response.json',
    show: async (box) => oneOf(shown(await pc(box, `${sku}/availabilities?country=US`))),
  },
  {
    sample: 'partner-center/products.get-an-availability-by-id.2.response.json',
    show: async (box) => {
      const list = await pc(box, `${sku}/availabilities?country=US`);
      return shown(await pc(box, `${sku}/availabilities/${textAt(list.body, 'items', 0, 'id')}?country=US`));
    },
  },
  {
    // The page asks for online services; what it shows is the SKUs of the view MicrosoftAzure.
    sample: 'partner-center/products-by-customer.get-a-list-of-products-by-customer.1.response.json',
    show: async (box) => shown(await pc(box, `${customer(box)}/products?targetView=MicrosoftAzure`)),
  },
  {
    // The page is named after SKUs and asks for the product.
    sample: 'partner-center/products-by-customer.get-a-list-of-skus-for-a-product-by-customer.response.json',
    show: async (box) => shown(await pc(box, `${customer(box)}/products/DZH318Z0BPS6`)),
  },
  {
    sample: 'partner-center/products-by-customer.get-a-list-of-availabilities-for-a-sku-by-customer.2.response.json',
    show: async (box) => oneOf(shown(await pc(box, `${customer(box)}${sku}/availabilities`))),
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
];
