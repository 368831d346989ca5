import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { z } from 'zod';
import { listMicrosoftErrors } from '#contract/microsoft-errors.ts';
import {
  addNoticeChannel,
  changeNoticeChannel,
  getMailServer,
  listNoticeChannels,
  type NoticeChannel,
  setMailServer,
  testNoticeChannel,
} from '#contract/notice-channels.ts';
import { addNoticeMute, listNoticeMutes, type NoticeMute, removeNoticeMute } from '#contract/notice-mutes.ts';
import { listNotices, readNotices } from '#contract/notices.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { ErrorsPage } from '../connections/errors-page.tsx';
import { NoticesTab } from './notices-tab.tsx';
import { NotificationsPage } from './notifications-page.tsx';

const at = '2026-11-21T10:00:00Z';
const notice = {
  id: '01990000-0000-7000-8000-000000000001',
  event: 'connection.needs_attention',
  title: 'The sign-in of North ends within 7 days',
  detail: 'Let the integration account sign in again.',
  link: '/settings/connections/con_1?tab=authentication',
  at,
  readAt: null,
  object: { kind: 'connection', id: 'con_01JD0000000000000000000000', name: 'North' },
  muted: false,
  mute: null,
} as const;
const mute: z.output<typeof NoticeMute> = {
  id: '01990000-0000-7000-8000-000000000003',
  object: notice.object,
  event: null,
  channel: null,
  until: '2026-11-22T10:00:00Z',
  mutedBy: 'Ana',
  at,
};
const channel: z.output<typeof NoticeChannel> = {
  id: '01990000-0000-7000-8000-000000000002',
  kind: 'webhook',
  name: 'Pager',
  shown: 'hooks.example.com',
  events: [],
  cadence: 'instant',
  quiet: null,
  quietUntil: null,
  state: 'on',
  reason: null,
  waiting: 1,
  delivered: 12,
  dead: 0,
  trouble: 'Answered 500.',
  createdBy: 'Ana',
  createdAt: at,
};
const nextPage = { nextCursor: null, previousCursor: null, hasMore: false, limit: 100 };

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listNotices, { data: [notice], page: nextPage, totals: { rows: 1, exact: true } });
  api.on(listNoticeChannels, { data: [channel], digest: { at: '08:00', timeZone: 'Europe/Berlin' } });
  api.on(listNoticeMutes, { data: [mute] });
  api.on(getMailServer, { server: null, toSandbox: false });
  api.on(listMicrosoftErrors, {
    data: [
      {
        code: 'AADSTS50076',
        from: 'entra',
        cause: 'A second factor is asked for.',
        fix: 'Sign in with it.',
        reconsent: 'helps',
        check: null,
        isUnverified: false,
      },
      { code: '900421', from: 'partnerCenter', cause: 'Made up.', fix: 'Nothing.', reconsent: 'no', check: null, isUnverified: true },
    ],
  });
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed({ children }: { readonly children: ReactNode }) {
  useQuery(meQuery);
  return children;
}
const inbox = () => (
  <Signed>
    <main>
      <h1>Activity</h1>
      <NoticesTab />
    </main>
  </Signed>
);
const settings = () => (
  <Signed>
    <NotificationsPage />
  </Signed>
);

test('a notice leads to its place and is marked as read', async () => {
  api.on(readNotices, { read: 1 });
  await renderPage(inbox(), { at: '/activity?tab=notices' });

  await expect.element(page.getByRole('link', { name: notice.title })).toHaveAttribute('href', notice.link);
  await page.getByRole('button', { name: `Mark as read: ${notice.title}` }).click();

  await expect.poll(() => api.seen(readNotices)[0]?.body).toEqual({ ids: [notice.id] });
});

test('what is filtered for stands in the address and is asked of the server', async () => {
  await renderPage(inbox(), { at: '/activity?tab=notices&unread=true&q=North' });

  await expect.element(page.getByText(notice.title)).toBeVisible();
  expect(api.seen(listNotices)[0]?.query).toMatchObject({ unread: 'true', q: 'North' });
});

test('one click mutes what a notice is about for a day, and the same place takes it back', async () => {
  api.on(addNoticeMute, mute);
  api.on(removeNoticeMute, undefined);
  await renderPage(inbox(), { at: '/activity?tab=notices' });

  await page.getByRole('button', { name: `Mute for a day: North, ${notice.title}` }).click();
  await expect.poll(() => api.seen(addNoticeMute)[0]?.body).toEqual({ object: notice.object.id, lasts: 'day' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => api.seen(removeNoticeMute).length).toBe(1);
});

test('the arrow beside it mutes the event alone, for longer', async () => {
  api.on(addNoticeMute, mute);
  await renderPage(inbox(), { at: '/activity?tab=notices' });

  await page.getByRole('button', { name: `Other ways to mute North: ${notice.title}` }).click();
  const only = page.getByRole('group', { name: 'Only “A connection needs attention”' });
  await only.getByRole('menuitem', { name: 'Until unmuted' }).click();

  await expect
    .poll(() => api.seen(addNoticeMute)[0]?.body)
    .toEqual({ object: notice.object.id, event: notice.event, lasts: 'untilUnmuted' });
});

test('a notice that was muted says so, and how long the like of it is', async () => {
  const muted = { ...notice, muted: true, mute: { id: mute.id, event: null, until: null } };
  api.on(listNotices, { data: [muted], page: nextPage, totals: { rows: 1, exact: true } });
  api.on(removeNoticeMute, undefined);
  await renderPage(inbox(), { at: '/activity?tab=notices&muted=true' });

  await expect.element(page.getByText(/muted: told only here · North is muted until somebody unmutes it/)).toBeVisible();
  expect(api.seen(listNotices)[0]?.query).toMatchObject({ muted: 'true' });
  await page.getByRole('button', { name: `Unmute North: ${notice.title}` }).click();
  await expect.poll(() => api.seen(removeNoticeMute).length).toBe(1);
});

test('what is muted is listed with who did it, and unmuted there', async () => {
  api.on(removeNoticeMute, undefined);
  await renderPage(settings(), { at: '/settings/notifications' });

  await expect.element(page.getByRole('link', { name: 'North' })).toHaveAttribute('href', `/settings/connections/${notice.object.id}`);
  await page.getByRole('button', { name: 'Unmute North' }).click();
  await expect.poll(() => api.seen(removeNoticeMute).length).toBe(1);
});

test('the secret of a new webhook is shown once', async () => {
  api.on(addNoticeChannel, { id: channel.id, secret: 'whsec_abc' });
  await renderPage(settings(), { at: '/settings/notifications' });

  await page.getByRole('button', { name: 'Add a channel…' }).click();
  await page.getByRole('radio', { name: 'Webhook' }).click();
  await page.getByRole('button', { name: 'Add the channel' }).click();
  await expect.element(page.getByText('Say where notices go.')).toBeVisible();
  await page.getByLabelText('Name').fill('Pager');
  await page.getByRole('textbox', { name: 'Address' }).fill('https://hooks.example.com/concord?key=k');
  await page.getByRole('button', { name: 'Add the channel' }).click();

  await expect.element(page.getByText('whsec_abc')).toBeVisible();
  expect(api.seen(addNoticeChannel)[0]?.body).toEqual({
    kind: 'webhook',
    name: 'Pager',
    address: 'https://hooks.example.com/concord?key=k',
    events: [],
    cadence: 'instant',
  });
});

test('a chat is told once a day, and its address is asked for as what it is', async () => {
  api.on(addNoticeChannel, { id: channel.id, secret: null });
  await renderPage(settings(), { at: '/settings/notifications' });

  await expect.element(page.getByText('The daily digest goes out at 08:00 (Europe/Berlin), if anything happened.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a channel…' }).click();
  await page.getByRole('radio', { name: 'Teams' }).click();
  await expect
    .element(page.getByText('Of a workflow that posts what a webhook brings. It is kept encrypted and only its host is shown'))
    .toBeVisible();
  await page.getByRole('radio', { name: 'Once a day' }).click();
  await page.getByLabelText('Name').fill('Operations');
  await page.getByRole('textbox', { name: 'Address' }).fill('https://prod.example.com/workflows/x');
  await page.getByRole('button', { name: 'Add the channel' }).click();

  await expect.poll(() => api.seen(addNoticeChannel)[0]?.body).toMatchObject({ kind: 'teams', cadence: 'daily' });
});

test('a channel that is there is told once a day from now on', async () => {
  api.on(listNoticeChannels, { data: [{ ...channel, kind: 'slack' }], digest: { at: '08:00', timeZone: 'UTC' } });
  api.on(changeNoticeChannel, { ...channel, kind: 'slack', cadence: 'daily' });
  await renderPage(settings(), { at: '/settings/notifications' });

  await page.getByRole('button', { name: 'Pager: send once a day' }).click();

  await expect.poll(() => api.seen(changeNoticeChannel)[0]?.body).toEqual({ cadence: 'daily' });
});

test('a mailbox gets quiet hours, and who sets them sees what is told all the same', async () => {
  const quiet = { timeZone: 'Europe/Berlin', windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' }] };
  const mailbox = { ...channel, kind: 'email', quiet, quietUntil: '2026-11-22T06:00:00Z' } as const;
  api.on(listNoticeChannels, { data: [mailbox], digest: { at: '08:00', timeZone: 'UTC' } });
  api.on(changeNoticeChannel, mailbox);
  await renderPage(settings(), { at: '/settings/notifications' });

  await expect.element(page.getByText('Quiet Every day 22:00 to 07:00 the next day (Europe/Berlin)')).toBeVisible();
  await page.getByRole('button', { name: 'Quiet hours of Pager' }).click();
  await expect.element(page.getByText('A check of a connection fails')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the window from 22:00 to 07:00' }).click();
  await page.getByRole('checkbox', { name: 'Sunday' }).click();
  await page.getByRole('button', { name: 'Add window' }).click();
  await page.getByRole('textbox', { name: 'Time zone' }).fill('America/New_York');
  await page.getByRole('button', { name: 'Save quiet hours' }).click();

  await expect
    .poll(() => api.seen(changeNoticeChannel)[0]?.body)
    .toEqual({ quiet: { timeZone: 'America/New_York', windows: [{ days: [1, 2, 3, 4, 5, 6], from: '22:00', to: '07:00' }] } });
});

test('a program is offered no quiet hours', async () => {
  await renderPage(settings(), { at: '/settings/notifications' });
  await expect.element(page.getByText('Pager')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Quiet hours of Pager' })).not.toBeInTheDocument();
});

test('a test that is not taken says what the receiver answered', async () => {
  api.on(testNoticeChannel, { taken: false, detail: 'Answered 404.' });
  await renderPage(settings(), { at: '/settings/notifications' });

  await page.getByRole('button', { name: 'Send a test to Pager' }).click();

  await expect.element(page.getByRole('alert')).toHaveTextContent('The test was not taken. Answered 404.');
});

test('the mail server is set without a password when it asks for none', async () => {
  api.on(setMailServer, {
    host: 'mail.example.com',
    port: 587,
    security: 'startTls',
    userName: null,
    passwordSet: false,
    sender: 'concord@example.com',
    changedBy: 'Owner',
    changedAt: '2026-11-21T10:00:00Z',
  });
  await renderPage(settings(), { at: '/settings/notifications' });

  await page.getByRole('button', { name: 'Set it…' }).click();
  await page.getByLabelText('Server').fill('mail.example.com');
  await page.getByRole('radio', { name: 'TLS from the start (465)' }).click();
  await page.getByLabelText('Sender').fill('concord@example.com');
  await page.getByRole('button', { name: 'Save the mail server' }).click();

  await expect
    .poll(() => api.seen(setMailServer)[0]?.body)
    .toEqual({ host: 'mail.example.com', port: 465, security: 'tls', sender: 'concord@example.com' });
});

test('a code of Microsoft is found by its number or by what it means; one that nobody knows says so', async () => {
  await renderPage(<ErrorsPage />, { at: '/settings/connections/errors' });

  await page.getByRole('searchbox').fill('50076');
  await expect.element(page.getByText('A second factor is asked for.')).toBeVisible();
  await expect.element(page.getByText('1 code', { exact: true })).toBeVisible();
  await page.getByRole('searchbox').fill('AADSTS1');
  await expect.element(page.getByText('This code is not known here')).toBeVisible();
});

testLooks('the notices', inbox, async () => {
  await expect.element(page.getByText(notice.title)).toBeVisible();
});
testLooks('the notifications', settings, async () => {
  await expect.element(page.getByText('Pager')).toBeVisible();
});
testLooks(
  'the codes of Microsoft',
  () => <ErrorsPage />,
  async () => {
    await expect.element(page.getByText('AADSTS50076')).toBeVisible();
  },
);
