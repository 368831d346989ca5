import { must } from '../../../src/lib/must.ts';
import type { TestSandbox } from '../../testing.ts';
import type { Subscription } from '../../world/types.ts';
import { type Answered, pc, shown, someone, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { act, laid } from '../stage.ts';
import { answered, customer, reply, type Sent } from './subscriptions.ts';

const other = 'pc-2';

/** The other partner, to whom the customer belongs too, asks for subscriptions. */
async function asked(box: TestSandbox, rows: readonly Subscription[]): Promise<string> {
  const { customerId } = someone(box);
  const { tables } = box.sandbox.world;
  if (tables.relationships.get(`${other}:${customerId}`) === undefined)
    await act(box, 'customer.acceptRelationship', { customer: customerId, account: other });
  const body = {
    sourcePartnerTenantId: must(tables.partnerAccounts.get('pc-1'), 'account').tenantId,
    transferType: '3',
    lineItems: rows.map(({ id }) => ({ subscriptionId: id })),
  };
  // There is one open transfer between two partners at a time.
  const open = tables.transfers.all().find(({ status }) => status === 'Pending' || status === 'InProgress');
  if (open !== undefined) await pc(box, `${customer(box)}/transfers/${open.id}`, { method: 'DELETE', account: other });
  const made = await pc(box, `${customer(box)}/transfers`, { method: 'POST', account: other, body });
  if (textAt(made.body, 'id') === '') throw new Error(made.text);
  return `${customer(box)}/transfers/${textAt(made.body, 'id')}`;
}

const row = (box: TestSandbox): Subscription => laid(box, 'CFQ7TTC0LDPB:0001', { quantity: 25 });

async function reject(box: TestSandbox): Promise<Sent> {
  const at = await asked(box, [row(box)]);
  const sent = { id: at.split('/').at(-1), status: 'reject' };
  return { sent, answer: await pc(box, at, { method: 'PATCH', body: sent }) };
}

/** One of the two cannot be moved at that moment, as in the sample. */
async function accept(box: TestSandbox): Promise<Answered> {
  const [first, second] = [row(box), row(box)];
  const at = await asked(box, [first, second]);
  await pc(box, `${customer(box)}/subscriptions/${first.id}`, { method: 'PATCH', body: { status: 'suspended' } });
  return pc(box, `${at}/accept`, { method: 'POST' });
}

const eligible = async (box: TestSandbox): Promise<Shown> =>
  shown(await pc(box, `${customer(box)}/transferseligibility?transferType=directtoindirect`));

export const transferCases: readonly Case[] = [
  { sample: 'partner-center/transfers.get-customer-s-subscriptions-transfer-eligibility.response.json', show: eligible },
  {
    sample: 'partner-center/transfers.get-transfer-by-id.response.json',
    show: async (box) => shown(await pc(box, await asked(box, [row(box)]))),
  },
  { sample: 'partner-center/transfers.reject-a-transfer.request.json', show: (box) => reply(reject(box)) },
  { sample: 'partner-center/transfers.reject-a-transfer.response.json', show: (box) => answered(reject(box)) },
  { sample: 'partner-center/transfers.accept-a-transfer.response.json', show: async (box) => shown(await accept(box)) },
];
