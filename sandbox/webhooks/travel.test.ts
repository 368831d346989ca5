import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { aSandbox, partnerCenterAudience, type TestSandbox } from '../testing.ts';

// How notifications travel when the control API says so: the abilities of the reference's fault section.

let box: TestSandbox;
let receiver: Server;
let address = '';
let received: { readonly name: string; readonly uri: string; readonly atMs: number }[] = [];

beforeEach(async () => {
  received = [];
  box = await aSandbox();
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as { readonly EventName: string; readonly ResourceUri: string };
      received.push({ name: body.EventName, uri: body.ResourceUri, atMs: performance.now() });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const at = receiver.address();
  address = `http://127.0.0.1:${String(typeof at === 'object' && at !== null ? at.port : 0)}/hook`;
});
afterEach(async () => {
  await box.sandbox.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

async function register(account: string, events: readonly string[]): Promise<void> {
  const bearer = await box.bearer(account, partnerCenterAudience);
  const answer = await fetch(`${box.url}/api.partnercenter.microsoft.com/webhooks/v1/registration`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ WebhookUrl: address, WebhookEvents: events }),
  });
  expect(answer.status).toBe(200);
}

/** Renames so many subscriptions of the account in the portal; answers their ids in order. */
async function change(count: number): Promise<string[]> {
  const rows = box.sandbox.world.tables.subscriptions.by('accountId', 'pc-1').filter((row) => row.status === 'active');
  const ids = rows.slice(0, count).map(({ id }) => id);
  for (const [place, subscriptionId] of ids.entries())
    await box.send('POST', 'act', { action: 'portal.rename', subscriptionId, name: `Name ${String(place)}` });
  return ids;
}

const arrived = (count: number): Promise<void> =>
  vi.waitFor(
    () => {
      expect(received.length).toBe(count);
    },
    { timeout: 8000 },
  );
const idOf = ({ uri }: { readonly uri: string }): string => uri.split('/').at(-1) ?? '';

describe('notifications on their way', () => {
  beforeEach(() => register('pc-1', ['subscription-updated']));

  test('leave so many milliseconds later', async () => {
    await box.send('POST', 'webhooks', { delayMs: 400 });
    const beganMs = performance.now();
    await change(1);
    await arrived(1);

    expect((received[0]?.atMs ?? 0) - beganMs).toBeGreaterThan(390);
  });

  test('leave so many in a second', async () => {
    await box.send('POST', 'webhooks', { perSecond: 5 });
    await change(4);
    await arrived(4);

    // The first at once, the fourth three fifths of a second later.
    expect((received[3]?.atMs ?? 0) - (received[0]?.atMs ?? 0)).toBeGreaterThan(500);
  });

  test('arrive in another order', async () => {
    await box.send('POST', 'webhooks', { mode: 'hold', shuffle: true });
    const ids = await change(3);
    await box.send('POST', 'webhooks', { release: true, perSecond: 20 });
    await arrived(3);

    expect(received.map(idOf)).toEqual(ids.toReversed());
  });

  test('arrive several times, or are lost for good', async () => {
    await box.send('POST', 'webhooks', { mode: 'drop' });
    await change(1);
    await box.send('POST', 'webhooks', { mode: 'deliver', copies: 3 });
    const [id] = await change(1);
    await arrived(3);

    expect(received.map(idOf)).toEqual([id, id, id]);
  });
});

describe('a customer accepts the invitation', () => {
  const own = 'indirect-reseller-relationship-accepted-by-customer';
  const usual = 'reseller-relationship-accepted-by-customer';
  /** A customer of the direct account accepts the reseller as well. */
  async function accepts(): Promise<string> {
    const { world } = box.sandbox;
    const customerId = must(
      world.tables.relationships
        .by('accountId', 'pc-1')
        .find(({ customerId: id }) => world.tables.relationships.get(`pc-2:${id}`) === undefined),
      'customer',
    ).customerId;
    expect((await box.send('POST', 'act', { action: 'customer.acceptRelationship', customer: customerId, account: 'pc-2' })).status).toBe(
      200,
    );
    return customerId;
  }
  const records = async (customerId: string): Promise<unknown[]> => {
    const answer = await fetch(`${box.url}/api.partnercenter.microsoft.com/v1/auditrecords`, {
      headers: { authorization: `Bearer ${await box.bearer('pc-2', partnerCenterAudience)}` },
    });
    const text = (await answer.text()).replace(/^\uFEFF/, '');
    const { items } = JSON.parse(text) as { readonly items: readonly { readonly customerId?: string; readonly operationType: string }[] };
    return items.filter((one) => one.customerId === customerId).map((one) => one.operationType);
  };

  test.each([
    ['own', [own]],
    ['usual', [usual]],
    ['both', [own, usual]],
    ['none', []],
  ] as const)('an indirect reseller hears the event that the switch %s says', async (indirectEvent, names) => {
    await register('pc-2', [own, usual]);
    await box.send('POST', 'webhooks', { indirectEvent });
    await accepts();
    await arrived(names.length);

    expect(received.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  test('the activity log names the operation of the switch, or says nothing', async () => {
    expect(await records(await accepts())).toEqual(['extend_relationship']);

    await box.send('POST', 'reset', {});
    await box.send('POST', 'switches/acceptedRelationship', { operation: 'add_customer' });
    expect(await records(await accepts())).toEqual(['add_customer']);

    await box.send('POST', 'reset', {});
    await box.send('POST', 'switches/acceptedRelationship', { operation: 'none' });
    expect(await records(await accepts())).toEqual([]);
  });

  test('the record shows so many minutes later', async () => {
    await box.send('POST', 'clock', { stop: true });
    await box.send('POST', 'switches/acceptedRelationship', { auditDelayMinutes: 30 });
    const customerId = await accepts();
    expect(await records(customerId)).toEqual([]);

    await box.send('POST', 'clock', { step: 'PT31M' });
    expect(await records(customerId)).toEqual(['extend_relationship']);
  });
});
