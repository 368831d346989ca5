import { verify, X509Certificate } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Opened, openSandbox } from '../partner-center/open-sandbox.ts';
import { missingNames, sample } from '../partner-center/sample-names.ts';
import { Stage } from '../stage.ts';
import { defaultSwitches, type Switches } from '../world/switches.ts';

import { put } from '../world/world.ts';
import { dispatch, maxAttempts } from './dispatch.ts';

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

let sandbox: Opened;
let receiver: Server;
let address = '';
let received: Received[] = [];
let answerWith = 200;

beforeEach(async () => {
  sandbox = await openSandbox();
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const at = receiver.address();
  address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}/hook`;
});
afterEach(async () => {
  await sandbox.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});
afterEach(() => {
  received = [];
  answerWith = 200;
  turn({});
});

const turn = (over: Partial<Switches['webhooks']>, about: Record<string, string> = {}) =>
  sandbox.world.apply({
    kind: 'switches.changed',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    about: { name: 'webhooks', ...about },
    changes: [put('switches', { id: 'webhooks', value: { ...defaultSwitches.webhooks, ...over } })],
  });

const register = (over: object = {}, method = 'POST') =>
  sandbox.ask('/webhooks/v1/registration', {
    method,
    body: { WebhookUrl: address, WebhookEvents: ['subscription-updated', 'test-created'], ...over },
  });

const changeSeats = async (quantity: number) => {
  const row =
    sandbox.world.tables.subscriptions.by('accountId', sandbox.account.id).find((one) => one.status === 'active') ?? sandbox.lay({});
  await sandbox.ask(`/v1/customers/${row.customerId}/subscriptions/${row.id}`, {
    method: 'PATCH',
    body: { quantity: row.quantity + quantity, autoRenewEnabled: true },
  });
  return row;
};
const arrived = (count: number) =>
  vi.waitFor(
    () => {
      expect(received.length).toBeGreaterThanOrEqual(count);
    },
    { timeout: 5000 },
  );

const certificateAt = async (url: string) => new X509Certificate(Buffer.from(await (await fetch(url)).arrayBuffer()));
const signatureOf = (text: string | undefined) => Buffer.from((text ?? '').replace(/^Signature /, ''), 'base64');

describe('the registration', () => {
  test('is none at first, then one for the whole partner tenant, and the next one takes it over', async () => {
    const none = await sandbox.ask('/webhooks/v1/registration');
    const early = await register({}, 'PUT');
    const made = await register();
    const taken = await register({ WebhookUrl: 'https://other.example/hook' });
    const seen = await sandbox.ask('/webhooks/v1/registration');
    const back = await register({}, 'PUT');

    expect([none.status, early.status]).toEqual([404, 404]);
    expect(missingNames(sample('partner-center', 'webhooks.partner-center-webhooks.2.response'), made.body)).toEqual([]);
    expect(taken.status).toBe(200);
    expect(seen.body).toEqual({ WebhookUrl: 'https://other.example/hook', WebhookEvents: ['subscription-updated', 'test-created'] });
    expect(back.status).toBe(200);
  });

  test.each([
    ['no address', { WebhookUrl: 'not an address' }, 800002],
    ['an address of another kind', { WebhookUrl: 'ftp://example.com' }, 800002],
    ['an unknown event', { WebhookEvents: ['subscription-invented'] }, 3000],
    ['no events', { WebhookEvents: [] }, 3000],
  ])('is refused with %s', async (_, over, code) => {
    expect(await register(over)).toMatchObject({ status: 400, body: { code } });
  });

  test('knows the names of all events', async () => {
    const answer = await sandbox.ask('/webhooks/v1/registration/events');

    expect(answer.body).toContain('subscription-updated');
    expect(answer.body).toContain('granular-admin-relationship-terminated');
  });
});

describe('a notification', () => {
  test('is signed by Microsoft Corporation, in the sandbox by a root of its own', async () => {
    await register();
    const row = await changeSeats(1);
    await arrived(1);
    const [message] = received;
    const certificate = await certificateAt(String(message?.headers['x-ms-certificate-url']));
    const root = await certificateAt(`${sandbox.url}/3psostorageacct.blob.core.windows.net/cert/concord-sandbox-root.cer`);
    const body = JSON.parse(message?.body ?? '{}') as { ResourceUri: string; AuditUri: string };

    expect(message?.headers['x-ms-signature-algorithm']).toBe('rsa-sha256');
    expect(message?.headers['x-ms-certificate-url']).toContain('/3psostorageacct.blob.core.windows.net/cert/');
    expect(verify('sha256', Buffer.from(message?.body ?? ''), certificate.publicKey, signatureOf(message?.headers.authorization))).toBe(
      true,
    );
    expect(certificate.subject).toContain('O=Microsoft Corporation');
    expect(certificate.verify(root.publicKey)).toBe(true);
    expect(root.ca && root.verify(root.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(sandbox.world.clock.nowMs());
    expect(missingNames(sample('partner-center', 'webhook-events.subscription-updated.request'), body)).toEqual([]);
    expect(body.ResourceUri).toBe(`http://api.partnercenter.microsoft.com/webhooks/v1/customers/${row.customerId}/subscriptions/${row.id}`);
    const record = sandbox.world.tables.auditRecords.get(body.AuditUri.split('/').at(-1) ?? '');
    expect(record?.operationType).toBe('update_subscription');
  });

  test('carries its signature in another header when registered so', async () => {
    await register({ SignatureTokenToMsSignatureHeader: true });
    await changeSeats(1);
    await arrived(1);

    expect(received[0]?.headers['x-ms-signature']).toMatch(/^Signature /);
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  test('is not sent for events that nobody registered', async () => {
    await register({ WebhookEvents: ['test-created'] });
    await changeSeats(1);

    expect(sandbox.world.tables.webhookDeliveries.all().filter((one) => one.status === 'waiting')).toEqual([]);
  });

  test.each([
    ['badSignature', false],
    ['changedBody', false],
    ['otherIssuer', false],
  ] as const)('forged as %s does not verify', async (forge, isGood) => {
    await register();
    turn({ forge });
    await changeSeats(1);
    await arrived(1);
    const [message] = received;
    const certificate = await certificateAt(String(message?.headers['x-ms-certificate-url']));

    expect(verify('sha256', Buffer.from(message?.body ?? ''), certificate.publicKey, signatureOf(message?.headers.authorization))).toBe(
      isGood,
    );
  });

  test('is held back until it is released, doubled, or lost, as the control says', async () => {
    await register();
    turn({ mode: 'drop' });
    await changeSeats(1);
    turn({ mode: 'hold', copies: 3 });
    await changeSeats(1);
    expect(received).toEqual([]);
    turn({}, { release: 'true' });
    await arrived(3);

    expect(received.length).toBe(3);
    expect(new Set(received.map((one) => one.body)).size).toBe(1);
  });
});

describe('a test event', () => {
  test('is delivered and its status can be read', async () => {
    await register();
    sandbox.world.clock.step(120_000);
    const sent = await sandbox.ask('/webhooks/v1/registration/validationEvents', { method: 'POST' });
    const { correlationId } = sent.body as { correlationId: string };
    await arrived(1);
    const path = `/webhooks/v1/registration/validationEvents/${correlationId}`;
    await vi.waitFor(async () => {
      expect((await sandbox.ask(path)).body).toMatchObject({ status: 'completed' });
    });
    const status = await sandbox.ask(path);
    sandbox.world.clock.step(8 * 24 * 3_600_000);
    const late = await sandbox.ask(path);

    expect(missingNames(sample('partner-center', 'webhook-events.test-created.1.request'), JSON.parse(received[0]?.body ?? '{}'))).toEqual(
      [],
    );
    expect(status.body).toMatchObject({
      partnerId: sandbox.account.tenantId,
      callbackUrl: address,
      results: [{ responseCode: '200', systemError: false }],
    });
    expect(late.status).toBe(404);
  });

  test('two a minute, the third is throttled', async () => {
    await register();
    sandbox.world.clock.step(120_000);
    const ask = () => sandbox.ask('/webhooks/v1/registration/validationEvents', { method: 'POST' });

    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429]);
    await arrived(2);
  });

  test('needs a registration for it', async () => {
    sandbox.world.clock.step(120_000);
    await register({ WebhookEvents: ['subscription-updated'] });

    expect((await sandbox.ask('/webhooks/v1/registration/validationEvents', { method: 'POST' })).status).toBe(400);
  });
});

test('after ten tries a notification is parked', async () => {
  const other = new Stage({ seed: 7, scale: 12, startsAt: '2026-11-21T10:00:00Z', real: () => 0 }, []);
  let tries = 0;
  const stop = dispatch(
    other.world,
    () => {
      tries += 1;
      return tries % 2 === 0
        ? Promise.reject(new Error('connection refused'))
        : Promise.resolve({ status: 503, statusText: 'Service Unavailable' });
    },
    () => 0,
  );
  other.world.apply({
    kind: 'test.queued',
    actor: { kind: 'system', name: 'test' },
    cause: 'test',
    changes: [
      put('webhookDeliveries', {
        id: 'd-1',
        accountId: 'pc-1',
        eventName: 'invoice-ready',
        url: 'http://127.0.0.1:9/',
        body: '{}',
        createdAt: other.world.now(),
        status: 'waiting',
        attempts: [],
      }),
    ],
  });
  await vi.waitFor(
    () => {
      expect(other.world.tables.webhookDeliveries.get('d-1')?.status).toBe('parked');
    },
    { timeout: 5000 },
  );
  await stop();
  await other.close();

  expect(tries).toBeGreaterThanOrEqual(maxAttempts);
  expect(other.world.tables.webhookDeliveries.get('d-1')?.attempts.length).toBe(maxAttempts);
});
