import { afterEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { must } from '../../lib/must.ts';
import type { ChannelCadence, ChannelKind } from '../../model/notice.ts';
import type { Mail } from '../../platform/mail.ts';
import { changeSchedules, changeSettings, getSettings, readSchedules } from '../settings/index.ts';
import { addChannel, changeChannel, deliverNotices, listChannels, listDeliveries, raise, removeChannel } from './index.ts';

const { db } = await aDatabase();
const mails: Mail[] = [];
const posts: string[] = [];
let mailServer: () => 'sent' | 'busy' = () => 'sent';
const { context, clock } = aContext(db, {
  outbox: {
    mayBeLocal: () => false,
    post: ({ body }) => {
      posts.push(Buffer.from(body).toString());
      return Promise.resolve({ status: 200, retryAfter: undefined });
    },
    sendMail: (_server, mail) => {
      mails.push(mail);
      return Promise.resolve(
        mailServer() === 'sent' ? { is: 'sent', detail: '250 OK' } : { is: 'failed', detail: '450 Later', forGood: false },
      );
    },
  },
});
const signal = new AbortController().signal;
const pass = () => deliverNotices(context, 'https://concord.example.com', signal);
const hours = (n: number): number => n * 3_600_000;
const subjects = () => mails.map(({ subject }) => subject.replace('[Sandbox] ', ''));
let told = 0;
const tell = (title: string) =>
  db
    .transaction()
    .execute((tx) =>
      raise(tx, context, { key: `told ${(told += 1)}`, matter: 'requestAsked', title, detail: 'Look.', link: `/requests/${told}` }),
    );
const add = async (cadence: ChannelCadence, kind: ChannelKind = 'email') => {
  const address = kind === 'email' ? 'ana@example.com' : 'https://hooks.slack.com/services/x';
  const outcome = await addChannel(context, { kind, name: kind, address, events: [], cadence });
  if (outcome.status === 'refused') throw new Error(outcome.because);
  return outcome.channelId;
};
const digestAt = async (at: string) => changeSettings(context, { digestAt: at, version: (await getSettings(context)).version });
const inZone = async (timeZone: string) => changeSchedules(context, { timeZone, version: (await readSchedules(db)).version });
const until = (instant: string): Promise<void> =>
  clock.advance(Temporal.Instant.from(instant).epochMilliseconds - clock.now().epochMilliseconds);
const to = async (time: string): Promise<void> => {
  const zoned = clock.now().toZonedDateTimeISO('Europe/Berlin');
  const at = zoned.withPlainTime(time);
  const turn = Temporal.ZonedDateTime.compare(at, zoned) > 0 ? at : at.add({ days: 1 });
  await clock.advance(turn.epochMilliseconds - zoned.epochMilliseconds);
};

await changeSchedules(context, { timeZone: 'Europe/Berlin', version: 0 });
await changeSettings(context, { digestAt: '07:30', version: (await getSettings(context)).version });

afterEach(async () => {
  await pass();
  for (const { channelId } of await listChannels(context)) await removeChannel(context, channelId);
  mails.length = 0;
  posts.length = 0;
  mailServer = () => 'sent';
});

test('one mail a day at the hour of the installation holds what happened since, with a link to each place', async () => {
  await to('09:00');
  const id = await add('daily');
  await tell('First');
  await pass();
  await to('20:00');
  await tell('Second');
  await pass();
  expect(mails).toEqual([]);
  expect(
    (await listDeliveries(context, id))?.map(({ nextAt }) => nextAt?.toZonedDateTimeISO('Europe/Berlin').toPlainTime().toString()),
  ).toEqual(['07:30:00', '07:30:00']);

  await to('07:30');
  await pass();
  await pass();
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toContain('2 notices of Concord');
  const text = must(mails[0], 'mail').text;
  expect(text.indexOf('First')).toBeLessThan(text.indexOf('Second'));
  expect(text).toContain(`https://concord.example.com/requests/${told}`);
});

test('nothing is sent on a day when nothing happened', async () => {
  await add('daily');
  for (let day = 0; day < 3; day += 1) {
    await to('07:30');
    await pass();
  }
  expect(mails).toEqual([]);
});

test('a worker that is killed behind the sending sends the same again; what came meanwhile is in the next one', async () => {
  await to('09:00');
  await add('daily');
  await tell('Before the kill');
  await pass();
  await to('07:30');
  mailServer = () => {
    throw new Error('Killed');
  };
  await expect(pass()).rejects.toThrow('Killed');

  mailServer = () => 'sent';
  await tell('After the kill');
  await pass();
  expect(mails).toHaveLength(2);
  expect(mails[1]).toEqual(mails[0]);
  await to('07:30');
  await pass();
  expect(mails).toHaveLength(3);
  expect(mails[2]?.text).toContain('After the kill');
  expect(mails[2]?.text).not.toContain('Before the kill');
});

test('a digest that is not taken is tried again as it is, and no notice is told twice', async () => {
  await to('09:00');
  const id = await add('daily');
  await tell('One');
  await tell('Two');
  await pass();
  await to('07:30');
  mailServer = () => 'busy';
  await pass();
  expect((await listDeliveries(context, id))?.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(['waiting 1', 'waiting 1']);
  await tell('Three');
  mailServer = () => 'sent';
  await clock.advance(hours(0.01));
  await pass();
  expect(mails.map(({ id: each }) => each)).toEqual([mails[0]?.id, mails[0]?.id]);
  expect(mails[1]?.text).not.toContain('Three');
  expect((await listDeliveries(context, id))?.filter(({ state }) => state === 'delivered')).toHaveLength(2);
});

test('what waits for a digest is told at once when the channel is told as it happens again', async () => {
  const id = await add('daily');
  await tell('Waits');
  await pass();
  expect(mails).toEqual([]);
  expect(await changeChannel(context, id, { cadence: 'instant' })).toBe('changed');
  await pass();
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('Waits')]);
});

test('a program is told each notice as it happens', async () => {
  const program = { kind: 'webhook', name: 'Pager', address: 'https://hooks.example.com/x', events: [] } as const;
  expect(await addChannel(context, { ...program, cadence: 'daily' })).toEqual({ status: 'refused', because: 'notDaily' });
  const added = await addChannel(context, { ...program, cadence: 'instant' });
  expect(added.status === 'added' && (await changeChannel(context, added.channelId, { cadence: 'daily' }))).toBe('notDaily');
});

test('a worker that is killed between deciding what goes together and sending it tells that, once, and the rest the next day', async () => {
  await to('09:00');
  const id = await add('daily');
  await tell('One');
  await tell('Two');
  await pass();
  await to('07:30');
  await expect(deliverNotices(context, 'https://concord.example.com', AbortSignal.abort(new Error('Killed')))).rejects.toThrow('Killed');
  expect(mails).toEqual([]);
  expect((await listDeliveries(context, id))?.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(['waiting 0', 'waiting 0']);

  await tell('Three');
  await pass();
  await pass();
  expect(subjects()).toEqual(['2 notices of Concord']);
  await to('07:30');
  await pass();
  expect(subjects()).toEqual(['2 notices of Concord', 'Three']);
});

test('two workers at once send one digest', async () => {
  await to('09:00');
  await add('daily');
  await tell('One');
  await tell('Two');
  await Promise.all([pass(), pass()]);
  await to('07:30');
  await Promise.all([pass(), pass(), pass()]);
  expect(subjects()).toEqual(['2 notices of Concord']);
});

test('a channel that is paused at the hour gets what waited when it goes on, and not what was told meanwhile', async () => {
  await to('09:00');
  const id = await add('daily');
  await tell('Before');
  await pass();
  await changeChannel(context, id, { paused: true });
  await to('07:30');
  await tell('Meanwhile');
  await pass();
  expect(mails).toEqual([]);
  await changeChannel(context, id, { paused: false });
  await pass();
  expect(subjects()).toEqual(['Before']);
});

test('the same event goes to a chat as it happens and to a mailbox once a day', async () => {
  await to('09:00');
  await add('daily');
  await add('instant', 'slack');
  await tell('Contoso asks');
  await pass();
  expect(posts.map((body) => body.includes('Contoso asks'))).toEqual([true]);
  expect(mails).toEqual([]);
  await to('07:30');
  await pass();
  expect(subjects()).toEqual(['Contoso asks']);
  expect(posts).toHaveLength(1);
});

test('a digest to a chat is one message as well', async () => {
  await to('09:00');
  await add('daily', 'slack');
  await tell('One');
  await pass();
  await to('20:00');
  await tell('Two');
  await pass();
  expect(posts).toEqual([]);
  await to('07:30');
  await pass();
  expect(posts.map((body) => (JSON.parse(body) as { text: string }).text)).toEqual(['2 notices of Concord']);
});

test.each([
  ['later', '18:00', '18:00'],
  ['earlier', '06:00', '06:00'],
] as const)('an hour that is changed to a %s one: everything that waits is one digest, not two in a day', async (_what, hour, first) => {
  await to('09:00');
  await add('daily');
  await tell('Before the change');
  await pass();
  await digestAt(hour);
  await tell('After the change');
  await pass();
  expect(mails).toEqual([]);
  await to(first);
  await pass();
  await to('07:30');
  await pass();
  await to(first);
  await pass();
  await digestAt('07:30');
  expect(subjects()).toEqual(['2 notices of Concord']);
});

describe('the hour is that of the installation', () => {
  test.each([
    // Kolkata is half an hour off, and the date there is not that of UTC.
    ['Asia/Kolkata', '07:30', '2027-01-10T02:00:00Z', '2027-01-11T02:00:00Z'],
    ['Pacific/Auckland', '07:30', '2027-01-14T18:30:00Z', '2027-01-15T18:30:00Z'],
    // Berlin has no 02:30 on 28 March 2027, and two of them on 31 October.
    ['Europe/Berlin', '02:30', '2027-03-27T01:30:00Z', '2027-03-28T01:30:00Z'],
    ['Europe/Berlin', '02:30', '2027-03-28T01:30:00Z', '2027-03-29T00:30:00Z'],
    ['Europe/Berlin', '07:30', '2027-03-29T05:30:00Z', '2027-03-30T05:30:00Z'],
    ['Europe/Berlin', '02:30', '2027-10-31T00:30:00Z', '2027-11-01T01:30:00Z'],
  ])('%s at %s: %s, then %s', async (zone, hour, first, second) => {
    await inZone(zone);
    await digestAt(hour);
    const oneMinute = Temporal.Duration.from({ minutes: 1 });
    await until(Temporal.Instant.from(first).subtract({ minutes: 10 }).toString());
    await add('daily');
    for (const [at, title] of [
      [first, 'One'],
      [second, 'Two'],
    ] as const) {
      mails.length = 0;
      await tell(title);
      await pass();
      await until(Temporal.Instant.from(at).subtract(oneMinute).toString());
      await pass();
      expect(mails).toEqual([]);
      await until(at);
      await pass();
      expect(subjects()).toEqual([title]);
    }
    await inZone('Europe/Berlin');
    await digestAt('07:30');
  });
});
