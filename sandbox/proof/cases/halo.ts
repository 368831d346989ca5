import type { TestSandbox } from '../../testing.ts';
import { type Answered, type Ask, ask, shown, taken, textAt } from '../asks.ts';
import type { Case } from '../case.ts';
import { filledIn } from '../filled.ts';
import { disagreements, shapeOf } from '../shape.ts';

type Account = {
  readonly kind: string;
  readonly baseUrl: string;
  readonly companyId: string;
  readonly clientId: string;
  readonly secret: string;
};

async function account(box: TestSandbox): Promise<Account & { readonly host: string }> {
  const { body } = await box.get('credentials');
  // What the control API tells of Halo has these members.
  const found = (body as { readonly psas: readonly Account[] }).psas.find(({ kind }) => kind === 'halopsa');
  if (found === undefined) throw new Error('There is no Halo here');
  return { ...found, host: new URL(found.baseUrl).pathname.split('/')[1] ?? '' };
}

async function signIn(box: TestSandbox): Promise<Answered> {
  const { host, companyId, clientId, secret } = await account(box);
  return ask(box, `${host}/auth/token?tenant=${companyId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope: 'all' }).toString(),
  });
}

async function halo(box: TestSandbox, path: string, call: Ask = {}): Promise<Answered> {
  const { host } = await account(box);
  const authorization = `Bearer ${textAt((await signIn(box)).body, 'access_token')}`;
  return ask(box, `${host}/api${path}`, { ...call, headers: { authorization } });
}

const reads = (path: string) => async (box: TestSandbox) => shown(await halo(box, path));

const first = async (box: TestSandbox, path: string, plural: string): Promise<string> =>
  textAt((await halo(box, path)).body, plural, 0, 'id');

/** What Halo works out itself or takes only with a write. */
const passing = /(^|\.)(_warning|_isimport|net_amount|did|chid|dmid|faultid|olid|olseq): /;

/** The vendor's template of a resource, filled in: every member is taken, and the row has them then. */
const fillsIn = (name: string, resource: string) => async (box: TestSandbox) => {
  const template = filledIn(`halopsa/${name}.post.request.json`);
  const client_id = Number(await first(box, '/Client', 'clients'));
  const sent = [{ ...template, ...('client_id' in template ? { client_id } : {}) }];
  const answer = await halo(box, `/${resource}`, { method: 'POST', body: sent });
  const { body } = await halo(box, `/${resource}/${textAt(answer.body, 'id')}?includedetails=true`);
  const lost = disagreements(shapeOf(sent[0]), shapeOf(body)).filter((text) => !passing.test(text));
  if (lost.length > 0) throw new Error(`not kept: ${lost.join('; ')}`);
  return taken(sent, answer);
};

/** A header of recurring invoices, whose lines only its detail has. */
const header = async (box: TestSandbox): Promise<string> =>
  `/RecurringInvoice/${await first(box, '/RecurringInvoice', 'invoices')}?includedetails=true`;

export const haloCases: readonly Case[] = [
  { sample: 'halopsa/authinfo.response.json', show: async (box) => shown(await ask(box, `${(await account(box)).host}/api/authinfo`)) },
  { sample: 'halopsa/token.response.json', show: async (box) => shown(await signIn(box)) },
  {
    sample: 'halopsa/client.list.response.json',
    show: reads('/Client?pageinate=true&page_no=1&page_size=50&includeazuretenants=true'),
  },
  { sample: 'halopsa/client-contract.list.response.json', show: reads('/ClientContract') },
  { sample: 'halopsa/recurring-invoice.get.response.json', show: async (box) => shown(await halo(box, await header(box))) },
  {
    sample: 'halopsa/software-licence.list.response.json',
    show: async (box) =>
      shown(await halo(box, `/SoftwareLicence?client_id=${textAt((await halo(box, await header(box))).body, 'client_id')}`)),
  },
  {
    sample: 'halopsa/recurring-invoice.updatelines.request.json',
    show: async (box) => {
      const { body } = await halo(box, await header(box));
      const sent = [{ id: Number(textAt(body, 'lines', 0, 'id')), ihid: Number(textAt(body, 'id')), qty_order: 30 }];
      return taken(sent, await halo(box, '/RecurringInvoice/updatelines', { method: 'POST', body: sent }));
    },
  },
  { sample: 'halopsa/client.post.request.json', show: fillsIn('client', 'Client') },
  { sample: 'halopsa/client-contract.post.request.json', show: fillsIn('client-contract', 'ClientContract') },
  { sample: 'halopsa/item.post.request.json', show: fillsIn('item', 'Item') },
  { sample: 'halopsa/invoice.post.request.json', show: fillsIn('invoice', 'Invoice') },
];
