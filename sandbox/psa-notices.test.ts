import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aSandbox, type TestSandbox } from './testing.ts';
import { haloInstance } from './world/estate/other-psas.ts';

let box: TestSandbox;
let receiver: Server;
let url: string;
let answer = 200;
const told: Record<string, unknown>[] = [];

beforeEach(async () => {
  box = await aSandbox();
  told.length = 0;
  answer = 200;
  receiver = createServer((incoming, outgoing) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    incoming.on('end', () => {
      told.push(JSON.parse(text) as Record<string, unknown>);
      outgoing.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/halo`;
});
afterEach(async () => {
  await box.sandbox.close();
  receiver.close();
});

async function signIn(): Promise<(method: string, path: string, body?: unknown) => Promise<unknown>> {
  const { host, clientId, clientSecret } = haloInstance(7);
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'all' });
  const token = (await (await fetch(`${box.url}/${host}/auth/token`, { method: 'POST', body: form })).json()) as {
    readonly access_token: string;
  };
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token.access_token}` };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await fetch(`${box.url}/${host}/api${path}`, { method, headers, ...sent })).json();
  };
}

test('a webhook of Halo hears of changed clients, and again later when it did not answer', async () => {
  const halo = await signIn();
  const { clients } = (await halo('GET', '/Client?count=1')) as { readonly clients: readonly { readonly id: number }[] };
  await halo('POST', '/Webhook', [{ name: 'Concord', url, enabled: true, events: [{ name: 'Client' }] }]);
  answer = 500;

  await halo('POST', '/Client', [{ id: clients[0]?.id, notes: 'changed' }]);
  await expect.poll(() => told).toHaveLength(1);
  expect(told[0]).toMatchObject({ event: 'Client Updated', object_id: clients[0]?.id, client: { notes: 'changed' } });

  answer = 200;
  await expect.poll(() => box.sandbox.world.tables.psaNotices.all()[0]?.status).toBe('retrying');
  await box.send('POST', 'clock', { step: 600 });
  await expect.poll(() => told).toHaveLength(2);
  await expect.poll(() => box.sandbox.world.tables.psaNotices.all()[0]).toMatchObject({ status: 'delivered', answers: [500, 200] });

  await halo('POST', '/Item', [{ name: 'Nobody hears of it' }]);
  await halo('POST', '/Client', [{ name: 'New Ltd' }]);
  await expect.poll(() => told).toHaveLength(3);
  expect(told[2]).toMatchObject({ event: 'Client Created' });
});
