import { invoicesOf } from '../../ledger/invoices.ts';
import { legacyInvoicesOf } from '../../ledger/legacy.ts';
import type { TestSandbox } from '../../testing.ts';
import { type Answered, ask, graph, shown, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { later, turn } from '../stage.ts';

const base = '/reports/partners/billing';
const account = 'pc-3';

/** Asks for the newest invoice, and reads the operation after some seconds. */
async function operation(box: TestSandbox, seconds: number): Promise<Answered> {
  const invoiceId = newest(box);
  const asked = await graph(box, `${base}/usage/billed/export`, { method: 'POST', body: { invoiceId, attributeSet: 'basic' }, account });
  if (asked.status !== 202) throw new Error(`${String(asked.status)} ${asked.text}`);
  if (seconds > 0) await later(box, seconds);
  return graph(box, `${base}/operations/${(asked.headers.get('location') ?? '').split('/').at(-1) ?? ''}`, { account });
}

async function manifest(box: TestSandbox): Promise<Shown> {
  const link = textAt((await operation(box, 10)).body, 'resourceLocation@odata.navigationLink');
  return shown(await graph(box, `${base}/manifests/${link.split('/').at(-1) ?? ''}`, { account }));
}

/** Columns of a file of an invoice, from the portal. */
async function columns(box: TestSandbox, owner: string, invoiceId: string, file: string): Promise<Shown> {
  const { text } = await ask(box, `partner.microsoft.com/commerce/billing/invoices/${owner}/${invoiceId}/${file}.csv`);
  return { columns: (text.split('\r\n')[0] ?? '').split(/[\t,]/).map((name) => name.replaceAll('"', '')) };
}

const newest = (box: TestSandbox): string => invoicesOf(box.sandbox.world, account).at(-1)?.id ?? '';
const oldest = (box: TestSandbox): string => legacyInvoicesOf(box.sandbox.world, 'pc-1')[0]?.id ?? '';

/** The billing export of Graph, and the file with the same days. */
export const exportCases: readonly Case[] = [
  {
    sample: 'partner-center/graph-billing.operation-get.running.response.json',
    show: async (box) => {
      await turn(box, 'billingExport', { runningSeconds: 600 });
      const found = await operation(box, 60);
      await turn(box, 'billingExport', { runningSeconds: null });
      return shown(found);
    },
  },
  { sample: 'partner-center/graph-billing.operation-get.succeeded.response.json', show: async (box) => shown(await operation(box, 10)) },
  { sample: 'partner-center/graph-billing.manifest-get.response.json', show: manifest },
  { sample: 'partner-center/recon.daily-rated-usage.columns.csv', show: (box) => columns(box, account, newest(box), 'dailyusage') },
  { sample: 'partner-center/recon.legacy-license-based.columns.csv', show: (box) => columns(box, 'pc-1', oldest(box), 'license') },
  { sample: 'partner-center/recon.legacy-usage-based.columns.csv', show: (box) => columns(box, 'pc-1', oldest(box), 'usage') },
];
