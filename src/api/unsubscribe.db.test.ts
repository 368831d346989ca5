import { afterEach, beforeEach, expect, test } from 'vitest';
import { aServer } from '../../test/support/serve.ts';
import type { Context } from '../features/context.ts';
import { addChannel, changeChannel, deliverNotices, listChannels, listMutes, raise, removeChannel } from '../features/notices/index.ts';
import { must } from '../lib/must.ts';
import { everything, inScope } from '../platform/db/transaction.ts';
import type { Mail } from '../platform/mail.ts';

const { call, url, context: base, clock } = await aServer();
const mails: Mail[] = [];
const context: Context = {
  ...base,
  outbox: {
    ...base.outbox,
    mayBeLocal: () => false,
    sendMail: (_server, mail) => {
      mails.push(mail);
      return Promise.resolve({ is: 'sent', detail: '250 OK' });
    },
  },
};
const baseUrl = 'https://concord.example.com';
const pass = () => deliverNotices(context, baseUrl, new AbortController().signal);
let told = 0;
const tell = (title: string) =>
  context.db
    .transaction()
    .execute((tx) => raise(tx, context, { key: `told ${(told += 1)}`, matter: 'requestAsked', title, detail: 'Look.', link: '/x' }));
const add = async (name = 'Operations', address = 'ana@example.com') => {
  const outcome = await addChannel(context, { kind: 'email', name, address, events: [], cadence: 'instant' });
  if (outcome.status === 'refused') throw new Error(outcome.because);
  return outcome.channelId;
};
const stateOf = async (id: string) => (await listChannels(context)).find(({ channelId }) => channelId === id)?.state;
const subjects = () => mails.map(({ subject }) => subject.replace('[Sandbox] ', ''));
const pathOf = (link: string | undefined) => new URL(must(link, 'link')).pathname;
const tokenOf = (path: string) => path.split('/').at(-1) ?? '';
const forNotice = (mail: Mail) => tokenOf(pathOf(/No more like this: (\S+)/.exec(mail.text)?.[1]));
const press = (path: string, body: string, type = 'application/x-www-form-urlencoded') =>
  fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': type }, redirect: 'manual' });
const set = (token: string, body: object) => call('POST', `/unsubscriptions/${token}`, { body });

/** A mail that was sent, and its channel. */
async function aMail(): Promise<{ readonly id: string; readonly mail: Mail; readonly path: string }> {
  const id = await add();
  await tell('A notice');
  await pass();
  const mail = must(mails[0], 'mail');
  return { id, mail, path: pathOf(mail.unsubscribe) };
}

beforeEach(async () => {
  await pass();
  mails.length = 0;
});
afterEach(async () => {
  for (const { channelId } of await listChannels(context)) await removeChannel(context, channelId);
});

test('a mail says why it came, and its link stops nothing by being looked at', async () => {
  const { id, mail, path } = await aMail();
  expect(mail.text).toContain(`because ${context.actor.name} entered ana@example.com in Concord on `);
  expect(mail.html).toContain(`<a href="${mail.unsubscribe}">Unsubscribe</a>`);
  for (let n = 0; n < 3; n += 1) {
    await fetch(`${url}${path}`);
    expect((await call('GET', `/unsubscriptions/${tokenOf(path)}`)).body).toMatchObject({
      to: 'ana@example.com',
      stopped: false,
      event: null,
    });
  }
  expect(await stateOf(id)).toBe('on');
});

test.each([
  ['a form', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
  [
    'a form in parts',
    '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    'multipart/form-data; boundary=b',
  ],
])('the button of a mail program stops it with %s, without sign-in, and twice is once', async (_how, body, type) => {
  const { id, path } = await aMail();
  const other = await add('Boss', 'boss@example.com');
  expect((await press(path, body, type)).status).toBe(200);
  expect((await press(path, body, type)).status).toBe(200);
  expect(await stateOf(id)).toBe('unsubscribed');
  expect(await stateOf(other)).toBe('on');

  mails.length = 0;
  await tell('Afterwards');
  await pass();
  expect(mails.map(({ to }) => to)).toEqual(['boss@example.com', 'boss@example.com']);
  expect(subjects()).toContain('ana@example.com unsubscribed: notices no longer go to Operations');
});

test('a POST that is no button stops nothing', async () => {
  const { id, path } = await aMail();
  for (const body of ['', 'a=b', 'List-Unsubscribe=No', 'x'.repeat(5_000)])
    expect((await press(path, body)).status).toBeGreaterThanOrEqual(400);
  expect(await stateOf(id)).toBe('on');
});

test('the page stops all and takes it back; what a person here paused stays paused', async () => {
  const { id, path } = await aMail();
  const token = tokenOf(path);
  expect((await set(token, { what: 'everything', stop: true })).body).toMatchObject({ stopped: true });
  expect((await set(token, { what: 'everything', stop: false })).body).toMatchObject({ stopped: false });
  expect(await stateOf(id)).toBe('on');
  await changeChannel(context, id, { paused: true });
  expect((await set(token, { what: 'everything', stop: false })).body).toMatchObject({ stopped: false, silent: true });
  expect(await stateOf(id)).toBe('paused');
  await set(token, { what: 'everything', stop: true });
  await set(token, { what: 'everything', stop: false });
  expect(await stateOf(id)).toBe('paused');
});

test('the link under a notice stops what is like it for its mailbox alone, and takes it back', async () => {
  const { mail } = await aMail();
  await add('Boss', 'boss@example.com');
  const token = forNotice(mail);
  expect((await set(token, { what: 'event', stop: true })).body).toMatchObject({ event: { name: 'request.asked', stopped: true } });
  expect(await listMutes(context)).toMatchObject([
    { channelName: 'Operations', event: 'request.asked', by: 'the link in a mail to ana@example.com' },
  ]);
  mails.length = 0;
  await tell('Afterwards');
  await pass();
  expect(mails.map(({ to }) => to)).toEqual(['boss@example.com']);

  await set(token, { what: 'event', stop: false });
  expect(await listMutes(context)).toEqual([]);
});

test('a link that is not signed, of a removed mailbox or of another installation is none, and says no more', async () => {
  const { id, path } = await aMail();
  const token = tokenOf(path);
  const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
  const said = (text: string) => text.replaceAll(/req_\w+|"requestId":"[^"]*"|"instance":"[^"]*"/g, '');
  const answers = [await call('GET', `/unsubscriptions/${forged}`)];
  expect((await press(`/unsubscribe/${forged}`, 'List-Unsubscribe=One-Click')).status).toBe(404);
  expect((await press('/unsubscribe/short', 'List-Unsubscribe=One-Click')).status).toBe(404);
  expect(await stateOf(id)).toBe('on');
  await removeChannel(context, id);
  answers.push(await call('GET', `/unsubscriptions/${token}`));
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(new Set(answers.map(({ text }) => said(text))).size).toBe(1);
});

test('a mailbox of before there were links gets one with its next mail, the same from then on', async () => {
  const id = await add();
  await inScope(context.db, everything, (tx) =>
    tx.updateTable('notice_channel').set({ secret: null }).where('channel_id', '=', id).execute(),
  );
  await tell('One');
  await pass();
  await tell('Two');
  await clock.advance(1_000);
  await pass();
  expect(new Set(mails.map(({ unsubscribe }) => unsubscribe)).size).toBe(1);
  expect((await call('GET', `/unsubscriptions/${tokenOf(pathOf(mails[0]?.unsubscribe))}`)).status).toBe(200);
});

test('who guesses is slowed down', async () => {
  const statuses = new Set<number>();
  for (let n = 0; n < 40; n += 1) statuses.add((await press(`/unsubscribe/${'x'.repeat(86)}`, 'List-Unsubscribe=One-Click')).status);
  expect(statuses).toContain(429);
});
