import { afterEach, beforeEach, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { must } from '../../lib/must.ts';
import type { ChannelCadence } from '../../model/notice.ts';
import type { NoticeMatter } from '../../model/notice-matter.ts';
import type { QuietHours } from '../../model/quiet-hours.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Mail } from '../../platform/mail.ts';
import { changeSettings, getSettings } from '../settings/index.ts';
import {
  addChannel,
  deliverNotices,
  forgetOldMutes,
  listChannels,
  listDeliveries,
  listMutes,
  listNotices,
  muteObject,
  type NoticeObject,
  raise,
  removeChannel,
  unmute,
} from './index.ts';

const { db } = await aDatabase();
const mails: Mail[] = [];
const { context, clock } = aContext(db, {
  outbox: {
    mayBeLocal: () => false,
    post: () => Promise.resolve({ status: 200, retryAfter: undefined }),
    sendMail: (_server, mail) => {
      mails.push(mail);
      return Promise.resolve({ is: 'sent', detail: '250 OK' });
    },
  },
});
const pass = () => deliverNotices(context, 'https://concord.example.com', new AbortController().signal);
const subjects = () => mails.map(({ subject }) => subject.replace('[Sandbox] ', ''));
const hours = (n: number): number => n * 3_600_000;

const aConnection = async (name: string): Promise<NoticeObject> => {
  const id = context.ids();
  const now = clock.now();
  await inScope(db, everything, (tx) =>
    tx
      .insertInto('connection')
      .values({
        connection_id: id,
        name,
        identity: name,
        kind: 'pax8',
        side: 'distributor',
        state: 'draft',
        settings: '{}',
        created_at: now,
        changed_at: now,
      })
      .execute(),
  );
  return { kind: 'connection', id };
};
const [north, south] = [await aConnection('North'), await aConnection('South')];
let told = 0;
const tell = (title: string, about: NoticeObject | undefined, matter: NoticeMatter = 'checkPasses') =>
  db.transaction().execute((tx) =>
    raise(tx, context, {
      key: `told ${(told += 1)}`,
      matter,
      title,
      detail: 'Look.',
      link: '/settings/connections',
      ...(about !== undefined && { about }),
    }),
  );
const add = async (cadence: ChannelCadence = 'instant', quiet?: QuietHours) => {
  const outcome = await addChannel(context, {
    kind: 'email',
    name: `mail ${told}`,
    address: 'ana@example.com',
    events: [],
    cadence,
    quiet,
  });
  if (outcome.status === 'refused') throw new Error(outcome.because);
  return outcome.channelId;
};
const mute = async (what: Omit<Parameters<typeof muteObject>[1], 'lasts'>, lasts: Parameters<typeof muteObject>[1]['lasts'] = 'day') => {
  const muted = await muteObject(context, { ...what, lasts });
  if (muted === 'unknown') throw new Error('Unknown');
  return muted;
};
const inbox = async (filter: object = {}) =>
  (await listNotices(context, { filter, limit: 50, cursor: undefined, descending: true, count: false })).rows;
const states = async (id: string) => (await listDeliveries(context, id))?.map(({ title, state }) => `${title} ${state}`).sort();
/** The next time that a clock in UTC shows it. */
const to = async (time: string): Promise<void> => {
  const zoned = clock.now().toZonedDateTimeISO('UTC');
  const at = zoned.withPlainTime(time);
  const turn = Temporal.ZonedDateTime.compare(at, zoned) > 0 ? at : at.add({ days: 1 });
  await clock.advance(turn.epochMilliseconds - zoned.epochMilliseconds);
};
await changeSettings(context, { digestAt: '08:00', version: (await getSettings(context)).version });

beforeEach(() => to('12:00'));
afterEach(async () => {
  for (const { channelId } of await listChannels(context)) await removeChannel(context, channelId);
  for (const { muteId } of await listMutes(context)) await unmute(context, muteId);
  mails.length = 0;
});

test('what is muted is told nowhere but in the list, which says so; everything else is told', async () => {
  const id = await add();
  await mute({ object: north });
  await tell('Of North', north);
  await tell('Of North, urgently', north, 'checkFails');
  await tell('Of South', south);
  await tell('Of nobody', undefined);
  await pass();

  expect(subjects().sort()).toEqual(['Of South', 'Of nobody'].sort());
  expect(await states(id)).toEqual(['Of North muted', 'Of North, urgently muted', 'Of South delivered', 'Of nobody delivered'].sort());
  expect((await inbox({ muted: true })).map(({ title }) => title).sort()).toEqual(['Of North', 'Of North, urgently']);
  expect((await inbox({ muted: false })).map(({ title }) => title)).toEqual(expect.arrayContaining(['Of South', 'Of nobody']));
  const listed = must(
    (await inbox()).find(({ title }) => title === 'Of North'),
    'notice',
  );
  expect(listed).toMatchObject({ muted: true, object: north, objectName: 'North', mute: { by: context.actor.name } });
});

test('a day is over after a day: what happens then is told, and the list of what is muted is empty', async () => {
  await add();
  await mute({ object: north });
  await clock.advance(hours(24) - 1);
  expect(await listMutes(context)).toMatchObject([{ objectName: 'North' }]);
  await clock.advance(1);
  expect(await listMutes(context)).toEqual([]);
  await tell('The day after', north);
  await pass();
  expect(subjects()).toEqual(['The day after']);
  expect(await forgetOldMutes(context)).toBe(1);
});

test('one event at an object is muted, its others are not', async () => {
  await add();
  await mute({ object: north, event: 'connection.recovered' }, 'untilUnmuted');
  await tell('Passes', north);
  await tell('Fails', north, 'checkFails');
  await pass();
  expect(subjects()).toEqual(['Fails']);
});

test('muting anew changes until when, and there is one to take away', async () => {
  const first = await mute({ object: north });
  const second = await mute({ object: north }, 'untilUnmuted');
  expect(second.muteId).toBe(first.muteId);
  expect(await listMutes(context)).toMatchObject([{ muteId: first.muteId, until: undefined }]);
  expect(await unmute(context, first.muteId)).toBe(true);
  expect(await unmute(context, first.muteId)).toBe(false);
});

test('what waits for the digest is not in it once it is muted; unmuted in time, it is', async () => {
  const id = await add('daily');
  await tell('Of North', north);
  await tell('Of South', south);
  await pass();
  const { muteId } = await mute({ object: north }, 'week');
  expect(await states(id)).toEqual(['Of North muted', 'Of South waiting']);
  await tell('Of North, later', north);
  await pass();
  await unmute(context, muteId);
  expect(await states(id)).toEqual(['Of North waiting', 'Of North, later waiting', 'Of South waiting']);
  await mute({ object: south });
  await to('08:00');
  await pass();
  expect(subjects()).toEqual(['2 notices of Concord']);
  expect(must(mails[0], 'mail').text).not.toContain('Of South');
});

test('unmuted at night, what would have waited for the morning comes in the morning', async () => {
  await add('instant', { timeZone: 'UTC', windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' }] });
  await to('23:00');
  const { muteId } = await mute({ object: north });
  await tell('At night', north);
  await pass();
  await unmute(context, muteId);
  await pass();
  expect(mails).toEqual([]);
  await to('07:00');
  await pass();
  expect(subjects()).toEqual(['At night']);
});

test('what two mutes cover is told when both are gone', async () => {
  const id = await add('daily');
  const all = await mute({ object: north });
  await tell('Of North', north);
  await pass();
  const one = await mute({ object: north, event: 'connection.recovered' });
  await unmute(context, all.muteId);
  expect(await states(id)).toEqual(['Of North muted']);
  await unmute(context, one.muteId);
  expect(await states(id)).toEqual(['Of North waiting']);
});

test('what was not told while it was muted does not come afterwards', async () => {
  await add();
  const { muteId } = await mute({ object: north });
  await tell('Of North', north);
  await pass();
  await clock.advance(1_000);
  await unmute(context, muteId);
  await pass();
  expect(mails).toEqual([]);
});

test('nobody mutes what is not there', async () => {
  expect(await muteObject(context, { object: { kind: 'customer', id: context.ids() }, lasts: 'day' })).toBe('unknown');
});

test('the trail says who muted what, and who took it away', async () => {
  const { muteId } = await mute({ object: south, event: 'connection.recovered' });
  await unmute(context, muteId);
  const rows = await inScope(db, everything, (tx) =>
    tx
      .selectFrom('audit_event')
      .select(['action', 'object'])
      .where('action', 'like', 'notices.%')
      .orderBy('seq', 'desc')
      .limit(2)
      .execute(),
  );
  expect(rows.map(({ action }) => action)).toEqual(['notices.unmuted', 'notices.muted']);
  expect(rows[0]?.object).toMatch(/^con_/);
});
