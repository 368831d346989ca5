import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { makeAuthority } from '../../../sandbox/webhooks/authority.ts';
import { authorityOf } from '../../../sandbox/webhooks/keys.ts';
import { signatureOf } from '../../../sandbox/webhooks/sign.ts';
import { aServer } from '../../../test/support/serve.ts';
import { aJob } from '../../../test/support/watched-job.ts';
import { aWorldOfRemotes } from '../../../test/support/world-of-remotes.ts';
import { createWebhooks } from '../../connectors/webhooks.ts';
import { must } from '../../lib/must.ts';
import { createClock } from '../../platform/clock.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { addConnection } from '../connections/index.ts';
import { runSync } from '../sync/index.ts';
import { relayAddress } from './address.ts';
import { actOnRegistration, addRelayDestination, handOnDue, lookDue, readDueChanges, readFeeds, sendTestEvent } from './index.ts';
import { findState } from './state.ts';

const remotes = await aWorldOfRemotes({ scale: 30 });
afterAll(() => remotes.close());
const clock = createClock();
const webhooks = createWebhooks({
  http: remotes.http,
  transport: remotes.transport,
  clock,
  machine: clock,
  isSandbox: true,
  authorities: undefined,
});
const { url, context } = await aServer({ openRemote: remotes.another(), change: (made) => ({ ...made, clock, webhooks }) });
const quiet = new AbortController().signal;
const account = must(remotes.credentials.partnerAccounts[0], 'account');
const slot = must(remotes.marketplace().webhookSlot, 'slot');

const added = await addConnection(context, {
  name: 'Partner Center',
  settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: account.tenantId, clientId: account.clientId },
  secrets: { clientSecret: account.clientSecret, refreshToken: account.refreshToken },
});
if (added.status !== 'added') throw new Error(added.because);
const { connectionId } = added.connection;
await runSync(context, { connectionId, reach: 'full' }, aJob('00000000-0000-7000-8000-000000000001'));
await lookDue(context, quiet);

const stateNow = async () => must(await inScope(context.db, everything, (tx) => findState(tx, connectionId)), 'state');
const events = () => inScope(context.db, everything, (tx) => tx.selectFrom('feed_event').selectAll().execute());
const { pathKey } = await stateNow();
const address = `${url}/hooks/partner-center/${pathKey}`;
const all = ['subscription-updated', 'reseller-relationship-accepted-by-customer', 'test-created'];
const register = (at: string) => slot.write({ url: at, events: all, signatureInMsHeader: false }, 'create');

const seatsOf = (remoteId: string) =>
  inScope(
    context.db,
    everything,
    async (tx) => (await tx.selectFrom('subscription').select('seats').where('remote_id', '=', remoteId).executeTakeFirst())?.seats,
  );
/** Of a customer of its own each, so that no test waits for readings of another. */
const sold = [
  ...new Map(
    remotes.world.tables.subscriptions
      .by('accountId', 'pc-1')
      .filter(({ status, quantity }) => status === 'active' && quantity > 1)
      .map((each) => [each.customerId, each]),
  ).values(),
];
const changeSeats = async (nth: number): Promise<{ id: string; quantity: number }> => {
  const { id, quantity } = must(sold[nth], 'subscription');
  await remotes.control('act', { action: 'portal.seats', subscriptionId: id, quantity: quantity + 3, force: true });
  return { id, quantity: quantity + 3 };
};
const settled = (isSo: () => Promise<void>) => vi.waitFor(isSo, { timeout: 10_000, interval: 50 });
/** What is seen once everything that was told is read. */
const followed = (what: () => Promise<unknown>, wanted: unknown) =>
  settled(async () => {
    await readDueChanges(context, quiet);
    expect(await what()).toEqual(wanted);
  });

describe('a change at Microsoft', () => {
  test('is seen within seconds of the notification', async () => {
    await register(address);
    const { id, quantity } = await changeSeats(0);

    await followed(() => seatsOf(id), quantity);

    expect(await events()).toEqual([
      expect.objectContaining({ feed: 'webhook', event: 'subscription-updated', outcome: 'read', connection_id: connectionId }),
    ]);
  });

  test('is seen when another tool has the registration and hands on what it gets', async () => {
    await register(relayAddress(url, pathKey));
    const { id, quantity } = await changeSeats(1);

    await followed(() => seatsOf(id), quantity);

    expect((await events()).map(({ feed }) => feed)).toContain('relay');
  });

  test('is seen by the activity log when nobody tells us', async () => {
    await register('https://other-tool.example/hook?code=secret');
    await context.db.updateTable('feed_state').set({ polled_at: null, checked_at: null }).execute();
    const { id, quantity } = await changeSeats(2);
    await lookDue(context, quiet);

    await followed(() => seatsOf(id), quantity);

    expect(await stateNow()).toMatchObject({ holder: 'foreign', registeredHost: 'other-tool.example' });
  });

  test('a new customer is there with its subscriptions', async () => {
    await register(address);
    const { tables } = remotes.world;
    const ours = new Set(tables.relationships.by('accountId', 'pc-1').map(({ customerId }) => customerId));
    const stranger = must(
      tables.relationships.by('accountId', 'pc-2').find(({ customerId }) => !ours.has(customerId)),
      'customer of the other account',
    );
    await remotes.control('act', { action: 'customer.acceptRelationship', customer: stranger.customerId, account: 'pc-1' });

    await followed(
      () =>
        inScope(context.db, everything, (tx) =>
          tx.selectFrom('customer').select('tenant_id').where('tenant_id', '=', stranger.customerId).execute(),
        ),
      [{ tenant_id: stranger.customerId }],
    );
  });
});

const lookDueNow = async (): Promise<void> => {
  await inScope(context.db, everything, (tx) => tx.updateTable('feed_state').set({ checked_at: null, polled_at: null }).execute());
  await lookDue(context, quiet);
};

/** Another tool of the partner, on this machine: what it got, and what it answers. */
const tool = { got: [] as { headers: Record<string, unknown>; body: string }[], answers: 200 };
const toolServer = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    tool.got.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
    response.writeHead(tool.answers).end();
  });
}).listen(0, '127.0.0.1');
await once(toolServer, 'listening');
afterAll(() => toolServer.close());
const toolAddress = `http://127.0.0.1:${(toolServer.address() as AddressInfo).port}/hook?code=its-own-key`;
const toolHost = new URL(toolAddress).host;

const act = (what: 'register' | 'takeOver' | 'giveBack', seenHost: string | null) =>
  actOnRegistration(context, { connectionId, act: what, reason: 'because', baseUrl: url, seenHost, handOn: true });
const registered = () => slot.read();

describe('the one registration of an account', () => {
  test('of another tool is shown by its host, and never overwritten by taking what is free', async () => {
    await register(toolAddress);

    expect(await act('register', toolHost)).toEqual({ status: 'refused', because: 'notFree' });
    expect(await registered()).toMatchObject({ url: toolAddress });
    const feeds = must(await readFeeds(context, connectionId, url), 'feeds');
    expect(feeds).toMatchObject({ holder: 'foreign', registeredHost: toolHost, canGiveBack: false });
    expect(JSON.stringify(feeds)).not.toContain('its-own-key');
  });

  test('is not taken by somebody who saw another one', async () => {
    expect(await act('takeOver', 'long-gone.example')).toEqual({ status: 'refused', because: 'moved' });
    expect(await registered()).toMatchObject({ url: toolAddress });
  });

  test('is taken over with a reason; the other tool goes on getting every event as it came, and gets the registration back as it was', async () => {
    expect(await act('takeOver', toolHost)).toMatchObject({
      status: 'done',
      act: { state: 'confirmed', reason: 'because', fromHost: toolHost },
    });
    expect(await registered()).toMatchObject({ url: address });

    const { id, quantity } = await changeSeats(3);
    await followed(() => seatsOf(id), quantity);
    await settled(async () => {
      await handOnDue(context, quiet);
      expect(tool.got).toHaveLength(1);
    });
    const [kept] = await inScope(context.db, everything, (tx) =>
      tx.selectFrom('webhook_event').selectAll().orderBy('received_at', 'desc').limit(1).execute(),
    );
    expect(tool.got[0]?.body).toBe(must(kept, 'delivery').body.toString());
    expect(tool.got[0]?.headers).toMatchObject({
      'x-ms-signature-algorithm': 'rsa-sha256',
      authorization: expect.stringMatching(/^Signature /) as string,
    });

    expect(await act('giveBack', new URL(url).host)).toMatchObject({ status: 'done', act: { state: 'confirmed' } });
    expect(await registered()).toEqual({ url: toolAddress, events: all, signatureInMsHeader: false });
  });

  test('can be tried out once it is ours', async () => {
    await register(address);
    await lookDueNow();
    remotes.world.clock.step(120_000);

    expect(await sendTestEvent(context, connectionId, url)).toMatchObject({ status: 'sent' });

    await settled(async () => {
      expect(await events()).toContainEqual(expect.objectContaining({ event: 'test-created', outcome: 'none' }));
    });
  });
});

test('a tool that is down gets what it missed when it is up again', async () => {
  await register(address);
  await lookDueNow();
  expect(await addRelayDestination(context, { connectionId, name: 'Backup tool', address: toolAddress })).toMatchObject({
    status: 'added',
  });
  tool.got.length = 0;
  tool.answers = 503;
  const { id, quantity } = await changeSeats(4);
  await followed(() => seatsOf(id), quantity);
  await settled(async () => {
    await handOnDue(context, quiet);
    expect(tool.got.length).toBe(1);
  });
  await handOnDue(context, quiet);
  expect(tool.got).toHaveLength(1); // not before its pause is over
  expect(must(await readFeeds(context, connectionId, url), 'feeds').destinations).toContainEqual(
    expect.objectContaining({ name: 'Backup tool', waiting: 1, trouble: 'Answered 503' }),
  );

  tool.answers = 200;
  await inScope(context.db, everything, (tx) => tx.updateTable('relay_delivery').set({ next_at: clock.now() }).execute());
  await handOnDue(context, quiet);

  expect(tool.got).toHaveLength(2);
  expect(tool.got[1]).toEqual(tool.got[0]);
});

test('a notification that came already, or to an address of nobody, changes nothing', async () => {
  const before = (await events()).length;
  const [kept] = await inScope(context.db, everything, (tx) => tx.selectFrom('webhook_event').selectAll().limit(1).execute());
  const again = (at: string) =>
    fetch(at, {
      method: 'POST',
      headers: must(kept, 'delivery').headers as [string, string][],
      body: new Uint8Array(must(kept, 'delivery').body),
    });

  expect([(await again(address)).status, (await again(`${url}/hooks/partner-center/${'A'.repeat(43)}`)).status]).toEqual([200, 404]);
  expect((await events()).length).toBe(before);
});

type Forged = Readonly<Record<string, string | string[]>>;

/** With doubled headers, which `fetch` would join. */
const post = (at: string, headers: Forged, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(at, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject).end(body);
  });

test('twenty forged notifications are refused: nothing is kept, and nothing is asked of anybody', async () => {
  const [microsoft, stranger] = [await authorityOf(remotes.world), await makeAuthority(clock.now())];
  const host = 'https://3psostorageacct.blob.core.windows.net';
  const certificate = `${remotes.url}/3psostorageacct.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer`;
  const body = JSON.stringify({ EventName: 'subscription-updated', ResourceUri: null, ResourceName: 'subscription', AuditUri: null });
  const good = {
    authorization: `Signature ${signatureOf(microsoft, body)}`,
    'x-ms-certificate-url': certificate,
    'x-ms-signature-algorithm': 'rsa-sha256',
  };
  const without = (name: string): Forged => Object.fromEntries(Object.entries(good).filter(([header]) => header !== name));
  const reordered = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body) as object).reverse()));
  const at = (url: string): Forged => ({ ...good, 'x-ms-certificate-url': url });
  const mutants: readonly (readonly [string, Forged, string])[] = [
    ['wrong signature', { ...good, authorization: `Signature ${Buffer.alloc(256, 7).toString('base64')}` }, body],
    ['one byte', good, body.replace('null', 'Null')],
    ['white space', good, `${body} `],
    ['order of keys', good, reordered],
    ['signature of another event', { ...good, authorization: `Signature ${signatureOf(microsoft, reordered)}` }, body],
    ['signed by a stranger with the right names', { ...good, authorization: `Signature ${signatureOf(stranger, body)}` }, body],
    ['other algorithm', { ...good, 'x-ms-signature-algorithm': 'rsa-sha1' }, body],
    ['no algorithm', without('x-ms-signature-algorithm'), body],
    ['no signature', without('authorization'), body],
    ['no certificate', without('x-ms-certificate-url'), body],
    ['doubled certificate', { ...good, 'x-ms-certificate-url': [certificate, certificate] }, body],
    ['signature in both places', { ...good, 'x-ms-signature': good.authorization }, body],
    ['look-alike host', at(`${host}.example.net/cert/a.cer`), body],
    ['host as a user name', at(`${host}@evil.example/cert/a.cer`), body],
    ['http', at(`${host.replace('https', 'http')}/cert/a.cer`), body],
    ['other port', at(`${host}:8443/cert/a.cer`), body],
    ['this machine', at('https://127.0.0.1/cert/a.cer'), body],
    ['this machine as IPv6', at('https://[::1]/cert/a.cer'), body],
    ['cloud metadata', at('http://169.254.169.254/latest/meta-data'), body],
    ['larger than a notification is', good, JSON.stringify({ EventName: 'x'.repeat(70_000) })],
  ];
  const state = async () => [
    (await events()).length,
    (await remotes.calls('webhook-certificates')).length,
    (await remotes.calls('partner-center')).length,
  ];
  const before = await state();

  const answers = await Promise.all(mutants.map(async ([name, headers, text]) => [name, await post(address, headers, text)] as const));

  expect(answers).toHaveLength(20);
  expect(answers.filter(([, status]) => status !== 401)).toEqual([]);
  expect(await state()).toEqual(before);
  expect(await post(address, good, body)).toBe(200); // and the one that was not touched is taken
});
