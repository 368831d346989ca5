import { must } from '../../../src/lib/must.ts';
import type { TestSandbox } from '../../testing.ts';
import { type Answered, pc, requestOf, textAt } from '../asks.ts';
import type { Case } from '../case.ts';
import { legacy, turn } from '../stage.ts';
import { answered, customer, reply, type Sent } from './subscriptions.ts';

export type Line = Readonly<Record<string, unknown>>;
type Pages = { readonly items: readonly { readonly catalogItemId: string; readonly terms: readonly Line[] }[] };

/** What can be bought of a SKU now, by term and cycle: `item(box, 'CFQ7TTC0LH18:0001', 'P1Y', 'Monthly')`. */
export async function item(box: TestSandbox, sku: string, duration?: string, billingCycle?: string): Promise<string> {
  const [product = '', id = ''] = sku.split(':');
  const list = await pc(box, `/products/${product}/skus/${id}/availabilities?country=US`);
  const found = (list.body as Pages).items.find(({ terms }) =>
    terms.some(
      (term) =>
        (duration === undefined || term['duration'] === duration) &&
        (billingCycle === undefined || String(term['billingCycle']).toLowerCase() === billingCycle.toLowerCase()),
    ),
  );
  return must(found, `${sku} ${duration ?? ''} ${billingCycle ?? ''}`).catalogItemId;
}

export const post = (box: TestSandbox, path: string, body?: unknown): Promise<Answered> =>
  pc(box, `${customer(box)}${path}`, { method: 'POST', body });

/** The pages are older than the attestation that carts need. */
async function cart(box: TestSandbox, sent: unknown): Promise<Sent> {
  await turn(box, 'orders', { partnerAttestation: 'optional' });
  const answer = await post(box, '/carts', sent);
  const errors = JSON.stringify(answer.body).includes('"error"') ? answer.text.slice(0, 400) : '';
  if (errors !== '') throw new Error(`a line has an error: ${errors}`);
  return { sent, answer };
}

/** The published cart with what is on sale here: Azure, two reservations, software, a marketplace service and seats. */
async function mixedCart(box: TestSandbox): Promise<Sent> {
  const lines = requestOf('carts.create-a-cart.1')['lineItems'] as readonly Line[];
  const [azure] = lines.map(({ catalogItemId }) => String(catalogItemId));
  const sold: readonly Line[] = [
    { catalogItemId: azure },
    { catalogItemId: await item(box, 'DZH318Z0BQ3P:0038', 'P1Y') },
    { catalogItemId: await item(box, 'DZH318Z0BQ3P:0039', 'P3Y') },
    { catalogItemId: await item(box, 'DG7GMGF0DWT0:0001') },
    { catalogItemId: await item(box, 'DZH318Z0HJ49:0001', 'P1M', 'Monthly') },
    { catalogItemId: await item(box, 'CFQ7TTC0LH18:0001', 'P1M', 'Monthly'), billingCycle: 'monthly' },
  ];
  return cart(box, { lineItems: lines.map((line, at) => ({ ...line, ...sold[at] })) });
}

async function seatsCart(box: TestSandbox): Promise<Sent> {
  const lines = requestOf('carts.create-a-cart-with-add-ons.2')['LineItems'] as readonly Line[];
  const [base, addOn] = [await item(box, 'CFQ7TTC0LFLX:0001', 'P1M', 'Monthly'), await item(box, 'CFQ7TTC0LH0T:0001', 'P1M', 'Monthly')];
  return cart(box, { LineItems: lines.map((line, at) => ({ ...line, CatalogItemId: at === 0 ? base : addOn })) });
}

/** An add-on to a subscription that is there. */
async function addOnCart(box: TestSandbox): Promise<Sent> {
  const [line] = requestOf('carts.create-a-cart-with-add-ons.3')['LineItems'] as readonly Line[];
  const parent = await legacy(box, { offer: '91FD106F-4B2C-4938-95AC-F54F74E9A239' });
  return cart(box, { LineItems: [{ ...line, ProvisioningContext: { ParentSubscriptionId: parent.id.toUpperCase() } }] });
}

/** An offer with add-ons in the same line. */
const offerCart = (box: TestSandbox): Promise<Sent> =>
  cart(box, {
    LineItems: [
      {
        Id: 0,
        CatalogItemId: '91FD106F-4B2C-4938-95AC-F54F74E9A239',
        FriendlyName: 'Myofferpurchase',
        Quantity: 3,
        BillingCycle: 'monthly',
        AddonItems: [{ Id: 1, CatalogItemId: 'C94271D8-B431-4A25-A3C5-A57737A1C909', Quantity: 2 }],
      },
    ],
  });

/** The published cart whole, as it was read, with another line. */
async function changedCart(box: TestSandbox): Promise<Sent> {
  const made = await cart(box, { lineItems: [{ id: 0, catalogItemId: await item(box, 'DG7GMGF0DWT0:0001'), quantity: 1 }] });
  const now = made.answer.body;
  const sample = requestOf('carts.update-a-cart');
  const [line] = sample['LineItems'] as readonly Line[];
  const sent = {
    ...sample,
    Id: textAt(now, 'id'),
    CreationTimestamp: textAt(now, 'creationTimestamp'),
    LastModifiedTimestamp: textAt(now, 'lastModifiedTimestamp'),
    ExpirationTimestamp: textAt(now, 'expirationTimestamp'),
    LastModifiedUser: textAt(now, 'lastModifiedUser'),
    LineItems: [{ ...line, CatalogItemId: await item(box, 'DG7GMGF0DWT0:0001') }],
  };
  return { sent, answer: await pc(box, `${customer(box)}/carts/${textAt(now, 'id')}`, { method: 'PUT', body: sent }) };
}

/** What was bought by a cart with these lines: the id of the order. */
export async function bought(box: TestSandbox, ...lineItems: readonly Line[]): Promise<string> {
  const { answer } = await cart(box, { lineItems });
  const done = await post(box, `/carts/${textAt(answer.body, 'id')}/checkout`);
  const id = textAt(done.body, 'orders', 0, 'id');
  if (id === '') throw new Error(done.text.slice(0, 400));
  return id;
}

export const cartCases: readonly Case[] = [
  { sample: 'partner-center/carts.create-a-cart.1.request.json', show: (box) => reply(mixedCart(box)) },
  { sample: 'partner-center/carts.create-a-cart.1.response.json', show: (box) => answered(mixedCart(box), 201) },
  { sample: 'partner-center/carts.create-a-cart-with-add-ons.1.response.json', show: (box) => answered(offerCart(box), 201) },
  { sample: 'partner-center/carts.create-a-cart-with-add-ons.2.request.json', show: (box) => reply(seatsCart(box)) },
  { sample: 'partner-center/carts.create-a-cart-with-add-ons.2.response.json', show: (box) => answered(addOnCart(box), 201) },
  { sample: 'partner-center/carts.create-a-cart-with-add-ons.3.request.json', show: (box) => reply(addOnCart(box)) },
  { sample: 'partner-center/carts.update-a-cart.request.json', show: (box) => reply(changedCart(box)) },
];
