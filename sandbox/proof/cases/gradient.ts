import type { TestSandbox } from '../../testing.ts';
import { type Answered, ask, taken, textAt } from '../asks.ts';
import type { Case } from '../case.ts';

async function post(box: TestSandbox, path: string, body: unknown): Promise<Answered> {
  const credentials = (await box.get('credentials')).body;
  // What the control API tells of Gradient has these members.
  const { psas } = credentials as {
    readonly psas: readonly { readonly kind: string; readonly baseUrl: string; readonly secret: string }[];
  };
  const found = psas.find(({ kind }) => kind === 'gradient');
  if (found === undefined) throw new Error('There is no Gradient here');
  const headers = { 'Gradient-Token': found.secret };
  return ask(box, `${new URL(found.baseUrl).pathname.slice(1)}${path}`, { method: 'POST', headers, body });
}

const account = { id: 'fabrikam-tenant-id', name: 'Fabrikam', description: 'Bikes' };
const service = {
  name: 'Microsoft 365 Business Premium',
  description: 'annual term, monthly billing',
  category: 'productivity',
  subcategory: 'other',
};

export const gradientCases: readonly Case[] = [
  {
    sample: 'gradient/organization.accounts.create.request.json',
    show: async (box) => taken(account, await post(box, '/organization/accounts', account)),
  },
  { sample: 'gradient/service.create.request.json', show: async (box) => taken(service, await post(box, '/service', service)) },
  {
    sample: 'gradient/service.count.request.json',
    show: async (box) => {
      const { body } = await post(box, '/service', service);
      await box.send('POST', 'act', { action: 'gradient.map', accountId: account.id });
      const sent = { accountId: account.id, unitCount: 25 };
      return taken(sent, await post(box, `/service/${textAt(body, 'id')}/count`, sent));
    },
  },
];
