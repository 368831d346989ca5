import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type ReceivedMail, receiveMail } from '../../../sandbox/mail/receiver.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aPersonOf } from '../../../test/support/make.ts';
import { must } from '../../lib/must.ts';
import type { ChannelCadence, ChannelKind } from '../../model/notice.ts';
import type { NoticeMatter } from '../../model/notice-matter.ts';
import { createClock } from '../../platform/clock.ts';
import { createPostOnce } from '../../platform/http/post-once.ts';
import { createTransport } from '../../platform/http/transport.ts';
import { createSendMail } from '../../platform/mail.ts';
import type { Context } from '../context.ts';
import {
  addChannel,
  changeChannel,
  deliverNotices,
  forgetOldDeliveries,
  listChannels,
  listDeliveries,
  listNotices,
  markRead,
  raise,
  removeChannel,
  removeMailServer,
  renewSecret,
  retryDeliveries,
  sendChannelTest,
  setMailServer,
  showMailServer,
} from './index.ts';

const { db } = await aDatabase();
const mails: ReceivedMail[] = [];
const mailbox = await receiveMail(0, (mail) => mails.push(mail));
const got: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let answer: { readonly status: number; readonly retryAfter?: string } = { status: 204 };
const program = createServer((request, reply) => {
  let body = '';
  request.on('data', (piece: Buffer) => (body += piece.toString()));
  request.on('end', () => {
    got.push({ headers: request.headers, body });
    reply.writeHead(answer.status, answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter }).end();
  });
}).listen(0, '127.0.0.1');
await new Promise((resolve) => program.once('listening', resolve));
const hook = `http://127.0.0.1:${(program.address() as AddressInfo).port}/concord?key=of-the-other-tool`;

const machine = createClock();
const transport = createTransport();
const mayBeLocal = (host: string): boolean => host === '127.0.0.1';
const outbox = {
  mayBeLocal,
  post: createPostOnce({ transport, sleep: (ms, signal) => machine.sleep(ms, signal), mayBeLocal }),
  sendMail: createSendMail({ mayBeLocal }),
};
const hours = (n: number): number => n * 3_600_000;
const { context: trial, clock } = aContext(db, { outbox });
const context: Context = { ...trial, installation: { profile: 'production', sandbox: false } };
const baseUrl = 'https://concord.example.com';

afterAll(async () => {
  await mailbox.close();
  program.close();
  await transport.close();
});

let told = 0;
const tell = (matter: NoticeMatter = 'checkFails') =>
  db.transaction().execute((tx) =>
    raise(tx, context, {
      key: `told ${(told += 1)}`,
      matter,
      title: `Look at ${told}`,
      detail: 'It <fails>.',
      link: '/settings/connections',
    }),
  );
const pass = () => deliverNotices(context, baseUrl, new AbortController().signal);
const add = async (
  kind: ChannelKind,
  address: string,
  { events = [], cadence = 'instant' }: { readonly events?: readonly 'request.asked'[]; readonly cadence?: ChannelCadence } = {},
) => {
  const outcome = await addChannel(context, { kind, name: `${kind} ${told} ${address}`, address, events, cadence });
  if (outcome.status === 'refused') throw new Error(outcome.because);
  return { id: outcome.channelId, secret: outcome.secret };
};
const states = async (id: string) => (await listDeliveries(context, id))?.map(({ state, attempts }) => `${state} ${attempts}`);
const shown = async (id: string) =>
  must(
    (await listChannels(context)).find(({ channelId }) => channelId === id),
    'channel',
  );

beforeEach(async () => {
  await setMailServer(context, {
    host: '127.0.0.1',
    port: mailbox.port,
    security: 'none',
    userName: undefined,
    password: undefined,
    sender: 'Concord <concord@example.com>',
  });
});
afterEach(async () => {
  for (const { channelId } of await listChannels(context)) await removeChannel(context, channelId);
  mails.length = 0;
  got.length = 0;
  answer = { status: 204 };
});

test('what is told goes to a mailbox with a link to the exact place, once, and not what was told before', async () => {
  await tell();
  await pass();
  const { id } = await add('email', 'ana@example.com');
  await tell();
  await pass();
  await pass();

  expect(mails).toMatchObject([{ from: 'concord@example.com', to: ['ana@example.com'] }]);
  expect(mails[0]?.data).toContain(`Subject: Look at ${told}`);
  expect(mails[0]?.data).toContain('https://concord.example.com/settings/connections');
  expect(mails[0]?.data).toContain('It &lt;fails&gt;.');
  expect(await states(id)).toEqual(['delivered 1']);
});

test('a program gets it signed as Standard Webhooks say; a new secret and the one before sign for a day', async () => {
  const { id, secret } = await add('webhook', hook);
  await tell();
  await pass();

  const first = must(got[0], 'delivery');
  const head = `${String(first.headers['webhook-id'])}.${String(first.headers['webhook-timestamp'])}`;
  const sign = (key: string) =>
    `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
      .update(`${head}.${first.body}`)
      .digest('base64')}`;
  expect(first.headers['webhook-signature']).toBe(sign(must(secret, 'secret')));
  expect(Number(first.headers['webhook-timestamp'])).toBe(Math.floor(clock.now().epochMilliseconds / 1_000));
  expect(JSON.parse(first.body)).toMatchObject({
    type: 'connection.needs_attention',
    data: { title: `Look at ${told}`, url: 'https://concord.example.com/settings/connections' },
  });
  // The address may carry the other tool's key: people see the host.
  expect((await shown(id)).shown).toBe(new URL(hook).host);

  const renewed = must(await renewSecret(context, id), 'secret');
  expect(renewed).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await sendChannelTest(context, id, baseUrl);
  expect(String(got[1]?.headers['webhook-signature']).split(' ')).toHaveLength(2);
  await clock.advance(hours(25));
  await sendChannelTest(context, id, baseUrl);
  expect(String(got[2]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
});

test('what is told is one message in Teams: a card of our own that opens the place and changes nothing', async () => {
  const { id, secret } = await add('teams', hook);
  answer = { status: 202 };
  await tell();
  await pass();

  const card = JSON.parse(must(got[0], 'message').body) as unknown;
  expect(card).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.4',
          body: [{ inlines: [{ text: `Look at ${told}` }] }, { inlines: [{ text: 'It <fails>.' }] }, { type: 'FactSet' }],
          actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://concord.example.com/settings/connections' }],
        },
      },
    ],
  });
  expect(secret).toBeUndefined();
  expect(got[0]?.headers).not.toHaveProperty('webhook-signature');
  expect((await shown(id)).shown).toBe(new URL(hook).host);
  expect(await states(id)).toEqual(['delivered 1']);
});

test('many notices are one message in Slack, whose names mention nobody', async () => {
  await add('slack', hook);
  await tell();
  await tell('requestAsked');
  await db
    .transaction()
    .execute((tx) =>
      raise(tx, context, { key: `rude ${told}`, matter: 'requestAsked', title: '<!channel> & Co', detail: '*d*', link: '/requests?a=1|2' }),
    );
  await pass();

  expect(got).toHaveLength(1);
  const { text, blocks } = JSON.parse(must(got[0], 'message').body) as { text: string; blocks: object[] };
  expect(text).toBe('3 notices of Concord');
  expect(blocks).toContainEqual({ type: 'section', text: { type: 'plain_text', text: '<!channel> & Co\n*d*', emoji: false } });
  expect(blocks).toContainEqual({
    type: 'context',
    elements: [{ type: 'mrkdwn', text: '<https://concord.example.com/requests?a=1%7C2|Open in Concord>' }],
  });
});

test('what a program does not take is tried again with longer pauses, under the same id, until it is given up', async () => {
  const { id } = await add('webhook', hook);
  answer = { status: 500 };
  await tell();
  await pass();
  expect(await states(id)).toEqual(['waiting 1']);
  await pass();
  expect(got).toHaveLength(1);

  // 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, each with up to a tenth more.
  for (const pause of [0.01, 0.1, 0.6, 2.3, 5.6, 11.1, 15.5, 22.1]) {
    await clock.advance(hours(pause));
    await pass();
  }
  expect(await states(id)).toEqual(['waiting 9']);
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await clock.advance(hours(27));
  await pass();
  expect(await states(id)).toEqual(['dead 10']);

  answer = { status: 200 };
  expect(await retryDeliveries(context, id)).toBe(1);
  await pass();
  expect(await states(id)).toEqual(['delivered 1']);
});

test('a receiver that asks us to wait is not asked before', async () => {
  const { id } = await add('webhook', hook);
  answer = { status: 429, retryAfter: '600' };
  await tell();
  await pass();
  await clock.advance(599 * 1_000);
  await pass();
  expect(got).toHaveLength(1);
  answer = { status: 200 };
  await clock.advance(62 * 1_000);
  await pass();
  expect(await states(id)).toEqual(['delivered 2']);
});

test('one that is gone, or took nothing for five days, is switched off, and the others are told', async () => {
  const { id: mail } = await add('email', 'ana@example.com');
  const { id } = await add('webhook', hook);
  answer = { status: 410 };
  await tell();
  await pass();
  await pass();

  expect(await shown(id)).toMatchObject({ state: 'off', reason: 'It answered that it is gone (410).' });
  expect(mails.at(-1)?.data).toContain('Subject: Notices no longer go to webhook');

  await changeChannel(context, id, { paused: false });
  answer = { status: 500 };
  await tell();
  await pass();
  await clock.advance(hours(24 * 5));
  await pass();
  expect(await shown(id)).toMatchObject({ state: 'off', reason: 'It took nothing for 5 days.' });
  expect((await shown(mail)).state).toBe('on');
});

test('a channel is told only the events that it is for, and nothing while it is paused', async () => {
  const { id } = await add('email', 'ana@example.com', { events: ['request.asked'] });
  await tell();
  await tell('requestAsked');
  await pass();
  expect(mails).toHaveLength(1);

  await changeChannel(context, id, { paused: true });
  await tell('requestAsked');
  await pass();
  await changeChannel(context, id, { paused: false, events: [] });
  await pass();
  expect(mails).toHaveLength(1);
});

test('a mailbox that does not exist is not tried again; one that is busy is', async () => {
  const { id: gone } = await add('email', 'nobody@example.com');
  const { id: busy } = await add('email', 'later@example.com');
  await tell();
  await pass();

  expect(await states(gone)).toEqual(['dead 1']);
  expect(await states(busy)).toEqual(['waiting 1']);
  expect((await shown(gone)).trouble).toContain('There is no such mailbox');
});

test('a test is sent at once and says what was answered', async () => {
  const { id } = await add('email', 'ana@example.com');
  expect(await sendChannelTest(context, id, baseUrl)).toEqual({ taken: true, detail: '250 Kept in the sandbox' });
  await removeMailServer(context);
  expect(await sendChannelTest(context, id, baseUrl)).toEqual({ taken: false, detail: 'No mail server is set.' });
  expect(await states(id)).toEqual(['dead 1', 'delivered 1']);
});

test.each([
  ['webhook', 'http://hooks.example.com/x', 'notHttps'],
  ['webhook', 'https://10.0.0.1/x', 'isNetworkAddress'],
  ['webhook', 'https://[::1]/x', 'isNetworkAddress'],
  ['webhook', 'https://intranet/x', 'isNetworkAddress'],
  ['webhook', 'https://me:word@hooks.example.com/', 'hasLogin'],
  ['webhook', 'nonsense', 'unreadable'],
  ['email', 'ana@example.com, bob@example.com', 'notAMailbox'],
  ['email', 'Ana <ana@example.com>', 'notAMailbox'],
  ['email', 'ana@example.com\r\nBcc: bob@example.com', 'notAMailbox'],
  ['teams', 'https://partner.webhook.office.com/webhookb2/x@y/IncomingWebhook/z', 'retiredConnector'],
  ['teams', 'https://outlook.office.com/webhook/x@y/IncomingWebhook/z', 'retiredConnector'],
  ['slack', 'http://hooks.slack.com/services/x', 'notHttps'],
] as const)('%s %j is refused: %s', async (kind, address, because) => {
  expect(await addChannel(context, { kind, name: 'x', address, events: [], cadence: 'instant' })).toEqual({ status: 'refused', because });
});

test('a mail server at a private address is asked only where the settings name it', async () => {
  const strict = createSendMail({ mayBeLocal: () => false });
  const mail = { to: 'ana@example.com', subject: 's', text: 't', id: '1' };
  const server = {
    host: '127.0.0.1',
    port: mailbox.port,
    security: 'none',
    userName: undefined,
    password: undefined,
    sender: 'c@example.com',
  } as const;
  expect(await strict(server, mail)).toMatchObject({ is: 'failed', detail: expect.stringContaining('CONCORD_PRIVATE_HOSTS') as string });
  expect(mails).toEqual([]);
});

test('the password of the mail server is never shown, and not given to another host', async () => {
  const server = { host: 'mail.example.com', port: 587, security: 'startTls', userName: 'concord', sender: 'c@example.com' } as const;
  await setMailServer(context, { ...server, password: 'a-secret-password' });
  expect(await showMailServer(context)).toMatchObject({ host: 'mail.example.com', passwordSet: true });
  await setMailServer(context, { ...server, port: 465, security: 'tls', password: undefined });
  expect(await showMailServer(context)).toMatchObject({ port: 465, passwordSet: true });
  await setMailServer(context, { ...server, host: 'other.example.com', password: undefined });
  expect(await showMailServer(context)).toMatchObject({ passwordSet: false });
  expect(JSON.stringify(await showMailServer(context))).not.toContain('a-secret-password');
});

test('each person reads for himself; a list can be asked for what is unread', async () => {
  const [ana, bob] = [await aPersonOf(context, 'operator'), await aPersonOf(context, 'operator')];
  const as = (personId: string): Context => ({ ...context, actor: { ...context.actor, kind: 'person', personId } });
  const list = (personId: string, filter: object) =>
    listNotices(as(personId), { filter, limit: 5, cursor: undefined, descending: true, count: true });
  await tell();
  await clock.advance(1_000);
  await tell('requestAsked');
  const unread = async (personId: string): Promise<number> => (await list(personId, { unread: true })).total?.rows ?? Number.NaN;
  const all = await unread(ana.personId);
  const newest = must((await list(ana.personId, {})).rows[0], 'notice');

  expect(await markRead(as(ana.personId), [newest.noticeId])).toBe(1);
  expect(await unread(ana.personId)).toBe(all - 1);
  expect((await list(ana.personId, {})).rows).toMatchObject([{ readAt: clock.now() }, { readAt: undefined }, {}, {}, {}]);
  expect(await unread(bob.personId)).toBe(all);
  expect((await list(ana.personId, { unread: true, q: 'LOOK AT' })).rows.map(({ noticeId }) => noticeId)).not.toContain(newest.noticeId);
  expect((await list(ana.personId, { event: ['request.asked'], unread: false })).rows).toMatchObject([{ noticeId: newest.noticeId }]);
  expect(await markRead(as(bob.personId), 'all')).toBe(all);
  expect((await list(bob.personId, { unread: true })).total).toEqual({ rows: 0, exact: true });
});

test('deliveries are kept for 30 days', async () => {
  const { id } = await add('email', 'ana@example.com');
  await sendChannelTest(context, id, baseUrl);
  await clock.advance(hours(24 * 31));
  expect(await forgetOldDeliveries(context)).toBeGreaterThan(0);
  expect(await states(id)).toEqual([]);
});
