import type { TestSandbox } from '../../testing.ts';
import { type Answered, type Ask, ask, credentials, shown, taken, textAt } from '../asks.ts';
import type { Case } from '../case.ts';
import { aReceiver } from '../receiver.ts';

async function cw(box: TestSandbox, path: string, call: Ask = {}): Promise<Answered> {
  const psa = (await credentials(box)).psas.find(({ kind }) => kind === 'connectwise');
  if (psa === undefined) throw new Error('There is no ConnectWise here');
  const login = Buffer.from(`${psa.companyId ?? ''}+${psa.publicKey ?? ''}:${psa.privateKey ?? ''}`).toString('base64');
  return ask(box, `${new URL(psa.baseUrl).pathname.slice(1)}${path}`, {
    ...call,
    headers: { authorization: `Basic ${login}`, clientId: psa.clientId ?? '', ...call.headers },
  });
}

/** Number of the first agreement with lines. */
const agreement = (box: TestSandbox): number => box.sandbox.world.tables.psaAdditions.all()[0]?.agreementId ?? 0;

const reads = (path: string | ((box: TestSandbox) => string)) => async (box: TestSandbox) =>
  shown(await cw(box, typeof path === 'string' ? path : path(box)));

const addition = (box: TestSandbox) => ({
  quantity: 25,
  lessIncluded: 0,
  unitPrice: 22,
  unitCost: 17.6,
  billCustomer: 'Billable',
  effectiveDate: '2026-01-01T00:00:00Z',
  taxableFlag: true,
  invoiceDescription: 'Microsoft 365 Business Premium',
  product: { id: box.sandbox.world.tables.psaCatalogItems.all()[0]?.id },
});

export const connectwiseCases: readonly Case[] = [
  {
    sample: 'connectwise/login.companyinfo.response.json',
    show: async (box) => {
      const psa = (await credentials(box)).psas.find(({ kind }) => kind === 'connectwise');
      const host = new URL(psa?.baseUrl ?? '').pathname.split('/')[1] ?? '';
      return shown(await ask(box, `${host}/login/companyinfo/${psa?.companyId ?? ''}`));
    },
  },
  {
    sample: 'connectwise/company.companies.get-with-tenant-field.response.json',
    show: reads((box) => `/company/companies/${String(box.sandbox.world.tables.psaCompanies.all()[0]?.id)}`),
  },
  { sample: 'connectwise/company.statuses.list.response.json', show: reads('/company/companies/statuses') },
  { sample: 'connectwise/company.types.list.response.json', show: reads('/company/companies/types') },
  { sample: 'connectwise/finance.agreements.list.response.json', show: reads('/finance/agreements?pageSize=25') },
  { sample: 'connectwise/finance.agreements.get.response.json', show: reads((box) => `/finance/agreements/${String(agreement(box))}`) },
  { sample: 'connectwise/finance.agreements.types.list.response.json', show: reads('/finance/agreements/types') },
  {
    sample: 'connectwise/finance.agreements.additions.list.response.json',
    show: reads((box) => `/finance/agreements/${String(agreement(box))}/additions`),
  },
  {
    sample: 'connectwise/finance.agreements.additions.create.request.json',
    show: async (box) => {
      const sent = addition(box);
      return taken(sent, await cw(box, `/finance/agreements/${String(agreement(box))}/additions`, { method: 'POST', body: sent }));
    },
  },
  {
    sample: 'connectwise/finance.agreements.additions.patch.request.json',
    show: async (box) => {
      const at = `/finance/agreements/${String(agreement(box))}/additions`;
      const made = await cw(box, at, { method: 'POST', body: addition(box) });
      const sent = [
        { op: 'replace', path: 'quantity', value: 30 },
        { op: 'replace', path: 'effectiveDate', value: '2026-02-01T00:00:00Z' },
      ];
      return taken(sent, await cw(box, `${at}/${textAt(made.body, 'id')}`, { method: 'PATCH', body: sent }));
    },
  },
  {
    sample: 'connectwise/error.validation.response.json',
    show: async (box) => {
      const { billCustomer: _, ...without } = addition(box);
      return shown(await cw(box, `/finance/agreements/${String(agreement(box))}/additions`, { method: 'POST', body: without }), 400);
    },
  },
  { sample: 'connectwise/procurement.catalog.list.response.json', show: reads('/procurement/catalog?pageSize=25') },
  {
    sample: 'connectwise/finance.invoices.get.response.json',
    show: async (box) => {
      const list = await cw(box, '/finance/invoices?pageSize=1');
      return shown(await cw(box, `/finance/invoices/${textAt(list.body, 0, 'id')}`));
    },
  },
  {
    sample: 'connectwise/system.callbacks.delivery.request.json',
    show: async (box) => {
      const receiver = await aReceiver();
      try {
        const [callback, id] = [{ description: 'Concord', objectId: 1, type: 'agreement', level: 'owner' }, agreement(box)];
        await cw(box, '/system/callbacks', { method: 'POST', body: { ...callback, url: receiver.url } });
        const renamed = [{ op: 'replace', path: 'name', value: 'Renamed' }];
        await cw(box, `/finance/agreements/${String(id)}`, { method: 'PATCH', body: renamed });
        return { body: await receiver.next() };
      } finally {
        await receiver.close();
      }
    },
  },
];
