import { must } from '../../../src/lib/must.ts';
import type { TestSandbox } from '../../testing.ts';
import type { GdapRelationship } from '../../world/types.ts';
import { graph, pc, someone, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { aReceiver, type Receiver } from '../receiver.ts';
import { act, later } from '../stage.ts';

type Happen = (box: TestSandbox) => Promise<unknown>;

const receivers = new WeakMap<TestSandbox, Promise<Receiver>>();

/** An address for all notifications of a sandbox. */
function receiverOf(box: TestSandbox): Promise<Receiver> {
  const kept = receivers.get(box) ?? register(box);
  receivers.set(box, kept);
  return kept;
}

async function register(box: TestSandbox): Promise<Receiver> {
  const receiver = await aReceiver();
  const events = await pc(box, '/webhooks/v1/registration/events');
  const body = { WebhookUrl: receiver.url, WebhookEvents: events.body };
  const registered = await pc(box, '/webhooks/v1/registration', { method: 'POST', body });
  if (registered.status !== 200) throw new Error(registered.text);
  return receiver;
}

/** What the registered address is sent when something happens. */
async function told(box: TestSandbox, eventName: string, happen: Happen): Promise<Shown> {
  const receiver = await receiverOf(box);
  receiver.forget();
  await happen(box);
  return { body: await receiver.next((sent) => textAt(sent, 'EventName') === eventName) };
}

const event = (file: string, eventName: string, happen: Happen): Case => ({
  sample: `partner-center/webhook-events.${file}.request.json`,
  show: (box) => told(box, eventName, happen),
});

/** An active relationship of the account with a customer; each time another one. */
function access(box: TestSandbox): GdapRelationship {
  const { gdap } = box.sandbox.world.tables;
  return must(
    gdap.by('accountId', 'pc-1').find(({ status, customerId }) => status === 'active' && customerId !== undefined),
    'active delegated access',
  );
}

/** Ends an access from outside, as the customer or time does. */
const end =
  (action: string): Happen =>
  async (box) => {
    const done = await box.send('POST', 'gdap', { id: access(box).id, action });
    if (done.status !== 200) throw new Error(JSON.stringify(done.body));
    // Graph takes a moment from the request to the end.
    await later(box, 10);
  };

const assignmentsOf = (row: GdapRelationship): string => `/tenantRelationships/delegatedAdminRelationships/${row.id}/accessAssignments`;

async function assign(box: TestSandbox, row: GdapRelationship): Promise<string> {
  const made = await graph(box, assignmentsOf(row), {
    method: 'POST',
    body: {
      accessContainer: { accessContainerId: box.sandbox.world.newId(), accessContainerType: 'securityGroup' },
      accessDetails: { unifiedRoles: row.roleDefinitionIds.slice(0, 1).map((roleDefinitionId) => ({ roleDefinitionId })) },
    },
  });
  if (made.status !== 201) throw new Error(made.text);
  return `${assignmentsOf(row)}/${textAt(made.body, 'id')}`;
}

/** An assignment that became active is taken away. */
async function unassign(box: TestSandbox): Promise<void> {
  const at = await assign(box, access(box));
  await later(box, 5);
  const { body } = await graph(box, at);
  const gone = await graph(box, at, { method: 'DELETE', headers: { 'if-match': textAt(body, '@odata.etag') } });
  if (gone.status !== 204) throw new Error(gone.text);
  await later(box, 5);
}

const usual = (box: TestSandbox): object => ({ account: 'pc-1', customer: someone(box).customerId });

/** The customer ends the delegated rights of old and gives them again. */
const giveRightsAgain: Happen = async (box) => {
  await box.send('POST', 'tenant', { ...usual(box), action: 'removeDelegatedAccess' });
  await box.send('POST', 'tenant', { ...usual(box), action: 'restoreRelationship' });
};

const sendTest: Happen = async (box) => {
  const sent = await pc(box, '/webhooks/v1/registration/validationEvents', { method: 'POST' });
  if (sent.status !== 200) throw new Error(sent.text);
};

export const webhookEventCases: readonly Case[] = [
  event('test-created.1', 'test-created', sendTest),
  event('test-created.3', 'test-created', sendTest),
  event('subscription-updated', 'subscription-updated', async (box) => {
    const { customerId, subscriptionId } = someone(box);
    await pc(box, `/customers/${customerId}/subscriptions/${subscriptionId}`, { method: 'PATCH', body: { friendlyName: 'Proof' } });
  }),
  event('azure-fraud-event-detected', 'azure-fraud-event-detected', (box) =>
    act(box, 'microsoft.fraudEvent', { ...usual(box), subscriptionId: someone(box).subscriptionId }),
  ),
  event('dap-admin-relationship-approved', 'dap-admin-relationship-approved', giveRightsAgain),
  event('dap-admin-relationship-terminated-by-microsoft', 'dap-admin-relationship-terminated-by-microsoft', (box) =>
    act(box, 'microsoft.endDelegatedAccess', usual(box)),
  ),
  event('granular-admin-access-assignment-created', 'granular-admin-access-assignment-created', (box) => assign(box, access(box))),
  event('granular-admin-access-assignment-deleted', 'granular-admin-access-assignment-deleted', unassign),
  event('granular-admin-relationship-expired', 'granular-admin-relationship-expired', end('expire')),
  event('granular-admin-relationship-terminated', 'granular-admin-relationship-terminated', end('terminate')),
  event('referral-created', 'referral-created', (box) => act(box, 'partner.referral', { account: 'pc-1' })),
  event('related-referral-created', 'related-referral-created', (box) => act(box, 'partner.referral', { account: 'pc-1', related: true })),
  // Last: the invoice comes with the ninth of the next month.
  event('invoice-ready', 'invoice-ready', (box) => later(box, 'P18D')),
];
