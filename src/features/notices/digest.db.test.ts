import { afterEach, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { must } from '../../lib/must.ts';
import type { ChannelCadence, ChannelKind } from '../../model/notice.ts';
import type { Mail } from '../../platform/mail.ts';
import { changeSchedules, changeSettings, getSettings } from '../settings/index.ts';
import { addChannel, changeChannel, deliverNotices, listChannels, listDeliveries, raise, removeChannel } from './index.ts';

const { db } = await aDatabase();
const mails: Mail[] = [];
let mailServer: () => 'sent' | 'busy' = () => 'sent';
const { context, clock } = aContext(db, {
  outbox: {
    mayBeLocal: () => false,
    post: () => Promise.resolve({ status: 200, retryAfter: undefined }),
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
let told = 0;
const tell = (title: string) =>
  db
    .transaction()
    .execute((tx) =>
      raise(tx, context, { key: `told ${(told += 1)}`, event: 'request.asked', title, detail: 'Look.', link: `/requests/${told}` }),
    );
const add = async (cadence: ChannelCadence, kind: ChannelKind = 'email') => {
  const outcome = await addChannel(context, { kind, name: kind, address: 'ana@example.com', events: [], cadence });
  if (outcome.status === 'refused') throw new Error(outcome.because);
  return outcome.channelId;
};
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
