import { must } from '../../../src/lib/must.ts';
import type { TestSandbox } from '../../testing.ts';
import { put } from '../../world/world.ts';
import { type Answered, pc, shown, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { laid, later } from '../stage.ts';

const get =
  (path: string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, path));

/** The samples are of a partner billed in Taiwan, the only one with tax receipts; two of his invoices, and where the next are. */
async function inTaiwan(box: TestSandbox): Promise<Shown> {
  const { world } = box.sandbox;
  const account = must(world.tables.partnerAccounts.get('pc-1'), 'account');
  const bill = (currency: string): void => {
    const changes = [put('partnerAccounts', { ...account, currency })];
    world.apply({ kind: 'test.billed', actor: { kind: 'control', name: 'proof' }, cause: 'proof', changes });
  };
  bill('TWD');
  const answer = await pc(box, '/invoices?size=2&offset=0');
  bill(account.currency);
  return shown(answer);
}

/** Lines of the last invoice of the old commerce, which the provider Azure is on. */
const oldLines = (kind: string) => async (box: TestSandbox) => {
  const list = await pc(box, '/invoices?size=200&offset=0');
  const { items } = list.body as { readonly items: readonly { readonly id: string; readonly invoiceType: string }[] };
  const { id } = must(
    items.findLast(({ invoiceType }) => invoiceType === 'Recurring'),
    'recurring invoice',
  );
  return shown(await pc(box, `/invoices/${id}/lineitems?provider=Azure&invoicelineitemtype=${kind}&size=2&offset=0`));
};

/** Unbilled lines of the month before, which has ended and is not billed yet: on the second of a month. */
async function unbilled(box: TestSandbox, kind: string, more = 'size=2000', headers = {}): Promise<Answered> {
  const { world } = box.sandbox;
  if (world.tables.subscriptions.by('accountId', 'pc-1').every(({ productId }) => productId !== azurePlan.productId)) {
    laid(box, 'CFQ7TTC0LH18:0001', { isTrial: true });
    laid(box, `${azurePlan.productId}:0001`, { commitmentEndAt: '9999-12-31T23:59:59Z', billingCycleEndAt: '9999-12-31T23:59:59Z' });
    await later(box, 'P11D');
  }
  const asked = `provider=onetime&invoicelineitemtype=${kind}&currencycode=usd&period=previous`;
  return pc(box, `/invoices/unbilled/lineitems?${asked}&${more}`, { headers });
}
const azurePlan = { productId: 'DZH318Z0BPS6' };

/** The last page: the same address with the operation, and the token of the page before in its header. */
async function nextUnbilled(box: TestSandbox, kind: string): Promise<Shown> {
  const first = await unbilled(box, kind, 'size=2000');
  const { items } = first.body as { readonly items: readonly unknown[] };
  const size = `size=${String(Math.max(1, Math.ceil(items.length / 2)))}`;
  const token = textAt((await unbilled(box, kind, size)).body, 'continuationToken');
  return shown(await unbilled(box, kind, `${size}&seekoperation=next`, { 'ms-continuationtoken': token }));
}

export const invoiceCases: readonly Case[] = [
  { sample: 'partner-center/invoices.get-a-collection-of-invoices.response.json', show: inTaiwan },
  { sample: 'partner-center/invoices.get-invoice-summaries.response.json', show: get('/invoices/summaries') },
  { sample: 'partner-center/invoices.get-the-reseller-s-current-account-balance.response.json', show: get('/invoices/summary') },
  { sample: 'partner-center/invoices.get-invoice-estimate-links.response.json', show: get('/invoices/estimates/links?currencycode=usd') },
  { sample: 'partner-center/invoices.get-invoiceline-items.2.response.json', show: oldLines('BillingLineItems') },
  { sample: 'partner-center/invoices.get-invoiceline-items.3.response.json', show: oldLines('UsageLineItems') },
  {
    sample: 'partner-center/invoices.get-invoice-unbilled-recon-lineitems.1.response.json',
    show: async (box) => shown(await unbilled(box, 'billinglineitems')),
  },
  {
    sample: 'partner-center/invoices.get-invoice-unbilled-recon-lineitems.2.response.json',
    show: (box) => nextUnbilled(box, 'billinglineitems'),
  },
  {
    sample: 'partner-center/invoices.get-invoice-unbilled-consumption-lineitems.1.response.json',
    show: async (box) => shown(await unbilled(box, 'usagelineitems')),
  },
  {
    sample: 'partner-center/invoices.get-invoice-unbilled-consumption-lineitems.2.response.json',
    show: (box) => nextUnbilled(box, 'usagelineitems'),
  },
];
