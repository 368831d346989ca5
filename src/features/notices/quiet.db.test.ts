import { afterEach, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { must } from '../../lib/must.ts';
import type { ChannelCadence, ChannelKind } from '../../model/notice.ts';
import type { NoticeMatter } from '../../model/notice-matter.ts';
import type { QuietHours } from '../../model/quiet-hours.ts';
import type { Mail } from '../../platform/mail.ts';
import { changeSchedules, changeSettings, getSettings } from '../settings/index.ts';
import { addChannel, changeChannel, deliverNotices, listChannels, listDeliveries, raise, removeChannel, sendChannelTest } from './index.ts';

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
const baseUrl = 'https://concord.example.com';
const pass = (signal = new AbortController().signal) => deliverNotices(context, baseUrl, signal);
const killed = () => AbortSignal.abort(new Error('Killed'));
const subjects = () => mails.map(({ subject }) => subject.replace('[Sandbox] ', ''));
let told = 0;
const tell = (title: string, matter: NoticeMatter = 'requestAsked') =>
  db
    .transaction()
    .execute((tx) => raise(tx, context, { key: `told ${(told += 1)}`, matter, title, detail: 'Look.', link: `/requests/${told}` }));
const zone = 'Europe/Berlin';
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const nights: QuietHours = { timeZone: zone, windows: [{ days: everyDay, from: '22:00', to: '07:00' }] };
const add = async (
  quiet: QuietHours | undefined,
  { kind = 'email', cadence = 'instant' }: { kind?: ChannelKind; cadence?: ChannelCadence } = {},
) => {
  const address = kind === 'email' ? 'ana@example.com' : 'https://hooks.slack.com/services/x';
  const outcome = await addChannel(context, { kind, name: kind, address, events: [], cadence, quiet });
  if (outcome.status === 'refused') throw new Error(outcome.because);
  return outcome.channelId;
};
/** The next time that a clock in Berlin shows it. */
const to = async (time: string): Promise<void> => {
  const zoned = clock.now().toZonedDateTimeISO(zone);
  const at = zoned.withPlainTime(time);
  const turn = Temporal.ZonedDateTime.compare(at, zoned) > 0 ? at : at.add({ days: 1 });
  await clock.advance(turn.epochMilliseconds - zoned.epochMilliseconds);
};
const log = async (id: string) =>
  (await listDeliveries(context, id))?.map(({ title, state, nextAt }) => [
    title,
    state,
    nextAt?.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' }),
  ]);

await changeSchedules(context, { timeZone: zone, version: 0 });
await changeSettings(context, { digestAt: '05:30', version: (await getSettings(context)).version });

afterEach(async () => {
  for (const { channelId } of await listChannels(context)) await removeChannel(context, channelId);
  mails.length = 0;
  posts.length = 0;
  mailServer = () => 'sent';
});

test('at night nothing comes; in the morning all of it comes as one, each once', async () => {
  await to('23:00');
  const id = await add(nights);
  await tell('First');
  await pass();
  await to('02:00');
  await tell('Second');
  await pass();
  expect(mails).toEqual([]);
  expect(await log(id)).toEqual([
    ['Second', 'waiting', '07:00'],
    ['First', 'waiting', '07:00'],
  ]);

  await to('07:00');
  await tell('By day');
  await pass();
  await pass();
  expect(subjects().sort()).toEqual(['2 notices of Concord', 'By day']);
  const morning = must(
    mails.find(({ subject }) => subject.includes('2 notices')),
    'mail',
  );
  expect(morning.text.indexOf('First')).toBeLessThan(morning.text.indexOf('Second'));
});

test('what is urgent comes at night, alone; what waits beside it goes on waiting', async () => {
  await to('23:00');
  await add(nights);
  await add(nights, { kind: 'slack' });
  await tell('Contoso asks');
  await pass();
  await tell('A check fails', 'checkFails');
  await pass();
  expect(subjects()).toEqual(['A check fails']);
  expect(posts.map((body) => (JSON.parse(body) as { text: string }).text)).toEqual(['A check fails']);
  await to('07:00');
  await pass();
  expect(subjects()).toEqual(['A check fails', 'Contoso asks']);
  expect(posts).toHaveLength(2);
});

test('what came in the same moment as something urgent waits all the same', async () => {
  await to('23:00');
  await add(nights, { kind: 'slack' });
  await tell('Contoso asks');
  await tell('A check fails', 'checkFails');
  await pass();
  expect(posts.map((body) => body.includes('Contoso asks'))).toEqual([false]);
});

test('a mailbox that was busy in the evening is not tried again at night', async () => {
  await to('21:59');
  const id = await add(nights);
  mailServer = () => 'busy';
  await tell('Evening');
  await pass();
  expect(mails).toHaveLength(1);
  mailServer = () => 'sent';
  await to('22:30');
  await pass();
  expect(mails).toHaveLength(1);
  expect(await log(id)).toEqual([['Evening', 'waiting', '07:00']]);
  await to('07:00');
  await pass();
  expect(subjects()).toEqual(['Evening', 'Evening']);
  expect(await log(id)).toEqual([['Evening', 'delivered', undefined]]);
});

test('workers that were away in the evening do not send at night what was told by day', async () => {
  await to('18:00');
  await add(nights);
  await tell('By day');
  await to('23:30');
  await pass();
  expect(mails).toEqual([]);
  await to('07:00');
  await pass();
  expect(subjects()).toEqual(['By day']);
});

test('a worker that is killed in the morning tells what it had decided, once, and the rest as it comes', async () => {
  await to('23:00');
  await add(nights);
  await tell('One');
  await tell('Two');
  await expect(pass(killed())).resolves.toBe(0);
  await to('07:00');
  await expect(pass(killed())).rejects.toThrow('Killed');
  expect(mails).toEqual([]);
  await tell('Three');
  await Promise.all([pass(), pass()]);
  await pass();
  expect(subjects().sort()).toEqual(['2 notices of Concord', 'Three']);
});

test('what waits comes at once, as one, when the quiet hours are taken away; a test never waits', async () => {
  await to('23:00');
  const id = await add(nights);
  await tell('One');
  await tell('Two');
  await pass();
  expect((await sendChannelTest(context, id, baseUrl))?.taken).toBe(true);
  mails.length = 0;
  expect(await changeChannel(context, id, { quiet: { ...nights, windows: [{ days: everyDay, from: '20:00', to: '06:00' }] } })).toBe(
    'changed',
  );
  await pass();
  expect(mails).toEqual([]);
  expect((await log(id))?.filter(([title]) => title !== undefined).sort()).toEqual([
    ['One', 'waiting', '06:00'],
    ['Two', 'waiting', '06:00'],
  ]);
  expect(await changeChannel(context, id, { quiet: null })).toBe('changed');
  await pass();
  expect(subjects()).toEqual(['2 notices of Concord']);
});

test('a digest whose hour is quiet comes when the quiet hours end, with what happened until then, and not again that day', async () => {
  await to('09:00');
  await add(nights, { cadence: 'daily' });
  await tell('By day');
  await tell('A check fails', 'checkFails');
  await pass();
  await to('05:30');
  await pass();
  expect(mails).toEqual([]);
  await tell('At dawn');
  await pass();
  await to('07:00');
  await pass();
  expect(subjects()).toEqual(['3 notices of Concord']);
  await to('05:30');
  await to('07:00');
  await pass();
  expect(mails).toHaveLength(1);
});

test('each channel has the night of its own zone', async () => {
  await to('23:00');
  await add(nights);
  await add({ ...nights, timeZone: 'America/Los_Angeles' }, { kind: 'slack' });
  await tell('Late in Berlin');
  await pass();
  expect(mails).toEqual([]);
  expect(posts).toHaveLength(1);
});

test('in the night of the clock change the morning is where the clock on the wall says', async () => {
  const at = Temporal.Instant.from('2027-03-28T00:30:00Z');
  await clock.advance(at.epochMilliseconds - clock.now().epochMilliseconds);
  await add(nights);
  await tell('At night');
  await pass();
  await clock.advance(Temporal.Instant.from('2027-03-28T04:59:00Z').epochMilliseconds - clock.now().epochMilliseconds);
  await pass();
  expect(mails).toEqual([]);
  await clock.advance(60_000);
  await pass();
  expect(subjects()).toEqual(['At night']);
});

test('a program has no quiet hours', async () => {
  const program = { kind: 'webhook', name: 'Pager', address: 'https://hooks.example.com/x', events: [], cadence: 'instant' } as const;
  expect(await addChannel(context, { ...program, quiet: nights })).toEqual({ status: 'refused', because: 'notQuiet' });
  const added = await addChannel(context, program);
  expect(added.status === 'added' && (await changeChannel(context, added.channelId, { quiet: nights }))).toBe('notQuiet');
});
