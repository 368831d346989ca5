import type { TestSandbox } from '../../testing.ts';
import { pc, shown, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';

const get =
  (path: string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await pc(box, path));

async function invoice(box: TestSandbox): Promise<string> {
  const list = await pc(box, '/invoices?size=200&offset=0');
  return textAt(list.body, 'items', 0, 'id');
}

const unbilled = 'invoices/unbilled/lineitems?provider=onetime&currencycode=usd&period=previous&size=5';

/** The next page: the same address with the operation, and the token of the page before in its header. */
async function nextUnbilled(box: TestSandbox, kind: string): Promise<Shown> {
  const first = await pc(box, `/${unbilled}&invoicelineitemtype=${kind}`);
  const token = textAt(first.body, 'continuationToken');
  return shown(
    await pc(box, `/${unbilled}&invoicelineitemtype=${kind}&seekoperation=next`, { headers: { 'ms-continuationtoken': token } }),
  );
}

export const invoiceCases: readonly Case[] = [
  { sample: 'partner-center/invoices.get-a-collection-of-invoices.response.json', show: get('/invoices?size=200&offset=0') },
  { sample: 'partner-center/invoices.get-invoice-summaries.response.json', show: get('/invoices/summaries') },
  { sample: 'partner-center/invoices.get-the-reseller-s-current-account-balance.response.json', show: get('/invoices/summary') },
  { sample: 'partner-center/invoices.get-invoice-estimate-links.response.json', show: get('/invoices/estimates/links?currencycode=usd') },
  {
    sample: 'partner-center/invoices.get-invoiceline-items.2.response.json',
    show: async (box) =>
      shown(
        await pc(box, `/invoices/${await invoice(box)}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&size=2&offset=0`),
      ),
  },
  {
    sample: 'partner-center/invoices.get-invoice-unbilled-recon-lineitems.1.response.json',
    show: get(`/${unbilled}&invoicelineitemtype=billinglineitems`),
  },
  {
    sample: 'partner-center/invoices.get-invoice-unbilled-recon-lineitems.2.response.json',
    show: (box) => nextUnbilled(box, 'billinglineitems'),
  },
];
