import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settle } from '../../world/due.ts';
import { pax8 } from '../routes.ts';
import { caller, ids, smallWorld } from '../small-world.ts';
import { webhookRetries } from './deliver.ts';

let world: ReturnType<typeof smallWorld>;
let call: Awaited<ReturnType<typeof caller>>;
let receiver: Server;
let url: string;
let answer = 200;
let stop: () => void | Promise<void>;
const received: { authorization: string | undefined; body: Record<string, unknown> }[] = [];

beforeEach(async () => {
  world = smallWorld();
  call = await caller(world);
  received.length = 0;
  answer = 200;
  receiver = createServer((incoming, outgoing) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    incoming.on('end', () => {
      received.push({ authorization: incoming.headers.authorization, body: JSON.parse(text) as Record<string, unknown> });
      outgoing.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  const address = receiver.address();
  url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/pax8`;
  stop = pax8.watch?.(world) ?? (() => undefined);
});

afterEach(async () => {
  await stop();
  receiver.close();
});

const v2 = (method: string, path: string, body?: unknown) => call(method, `/api/v2/webhooks${path}`, body === undefined ? {} : { body });

const create = async (over: object = {}): Promise<string> => {
  const webhookTopics = [{ topic: 'SUBSCRIPTION', filters: [] }];
  const made = await v2('POST', '', { displayName: 'Concord', url, authorization: 'long-secret', active: true, webhookTopics, ...over });
  expect(made.status).toBe(200);
  return (made.json as { id: string }).id;
};

const raise = (quantity: number) => call('PUT', `/subscriptions/${ids.yearly}`, { body: { quantity } });

describe('webhooks of the distributor', () => {
  test('tell what changed, with the word chosen as their only proof', async () => {
    const id = await create();

    await raise(26);

    await expect.poll(() => received.length).toBe(1);
    expect(received[0]).toMatchObject({
      authorization: 'long-secret',
      body: {
        webhookId: id,
        webhookTopic: { topic: 'SUBSCRIPTION' },
        payloadData: { type: 'Change', subscriptionId: ids.yearly, quantity: 26 },
      },
    });
    await expect.poll(async () => (await v2('GET', `/${id}`)).json).toMatchObject({ lastDeliveryStatus: 'SUCCESS' });
  });

  test('a failed one is tried again when the clock has come to it, and each try is in the log', async () => {
    answer = 500;
    const id = await create();
    await raise(26);
    const log = async () =>
      ((await v2('GET', `/${id}/logs`)).json as { content: { id: string; finalStatus: string; callHistory: object[] }[] }).content[0];
    await expect.poll(async () => (await log())?.finalStatus).toBe('RETRYING');
    answer = 200;
    expect(received).toHaveLength(1);

    world.clock.step(6 * 60_000);
    settle(world, { rows: [webhookRetries], days: [] });

    await expect.poll(async () => (await log())?.finalStatus).toBe('SUCCESS');
    expect((await log())?.callHistory).toMatchObject([
      { status: 'FAILED', httpStatusCode: 500 },
      { status: 'SUCCESS', httpStatusCode: 200 },
    ]);
    expect((await v2('POST', `/${id}/logs/${String((await log())?.id)}/retry`)).status).toBe(202);
    await expect.poll(() => received.length).toBe(3);
  });

  test('filters, status and inactive webhooks hold notifications back', async () => {
    await create({ webhookTopics: [{ topic: 'SUBSCRIPTION', filters: [{ action: 'Cancel', conditions: [] }] }] });
    await create({ active: undefined });
    const many = { field: 'quantity', operator: 'GREATER_THAN', value: ['100'] };
    await create({ webhookTopics: [{ topic: 'SUBSCRIPTION', filters: [{ action: 'Change', conditions: [many] }] }] });
    await raise(27);
    await raise(101);

    await expect.poll(() => received.length).toBe(1);
    expect(received[0]?.body).toMatchObject({ payloadData: { quantity: 101 } });
  });

  test('are listed, changed, tested and deleted', async () => {
    const id = await create();

    expect((await v2('POST', `/${id}/configuration`, { displayName: 'Other', errorThreshold: 5 })).json).toMatchObject({
      displayName: 'Other',
      errorThreshold: 5,
    });
    expect((await v2('POST', `/${id}/status`, { active: false })).json).toMatchObject({ active: false });
    expect((await v2('POST', `/${id}/topics`, { topic: 'SUBSCRIPTION', filters: [] })).status).toBe(400);
    const { webhookTopics } = (await v2('POST', `/${id}/topics`, { topic: 'INVOICE', filters: [] })).json as {
      webhookTopics: { id: string }[];
    };
    expect(webhookTopics).toHaveLength(2);
    expect((await v2('DELETE', `/${id}/topics/${String(webhookTopics[0]?.id)}`)).status).toBe(204);
    expect((await v2('PUT', `/${id}/topics`, { webhookTopics: [{ topic: 'SUBSCRIPTION', filters: [] }] })).json).toMatchObject({
      webhookTopics: [{ topic: 'SUBSCRIPTION' }],
    });
    expect((await v2('POST', `/${id}/topics/SUBSCRIPTION/test`)).json).toMatchObject({ url, samplePayload: { type: 'Change' } });
    expect((await v2('GET', '?active=false&topic=SUBSCRIPTION')).json).toMatchObject({ content: [{ id }], page: { totalElements: 1 } });
    expect((await v2('GET', '/topic-definitions')).json).toMatchObject({
      number: 0,
      totalElements: 2,
      content: [{ topic: 'SUBSCRIPTION' }, {}],
    });
    expect((await v2('POST', '', { displayName: 'x', errorThreshold: 21 })).status).toBe(400);
    expect((await v2('POST', '', {})).json).toMatchObject({ message: 'displayName is required', status: 400 });
    expect((await v2('DELETE', `/${id}`)).status).toBe(204);
    expect((await v2('GET', `/${id}`)).status).toBe(404);
  });
});
