import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { lookAtUnsubscribing, unsubscribe } from '#contract/unsubscribe.ts';
import type { ReplyOf } from '../../lib/api.ts';
import { type FakeApi, installFakeApi } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { renderPage } from '../../test/render.tsx';
import { UnsubscribePage } from './unsubscribe-page.tsx';

const at = `/unsubscribe/${'x'.repeat(86)}`;
const path = '/unsubscribe/$token';
const view: ReplyOf<typeof lookAtUnsubscribing> = {
  to: 'ana@example.com',
  addedBy: 'Bob',
  addedAt: '2026-11-21T10:00:00Z',
  stopped: false,
  silent: false,
  event: { name: 'connection.needs_attention', stopped: false },
  object: { name: 'North', stopped: false },
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(lookAtUnsubscribing, view);
});
afterEach(() => {
  api.uninstall();
});

test('whoever opens the link sees why the mail came and what can stop; nothing stops by looking', async () => {
  await renderPage(<UnsubscribePage />, { at, path });

  await expect.element(page.getByText(/ana@example.com gets notices of Concord because Bob entered it/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Nothing about North any more' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'No more of “A connection needs attention”' })).toBeVisible();
  expect(api.seen(unsubscribe)).toEqual([]);
});

test('all of them stop by one button, and come again by another', async () => {
  api.on(unsubscribe, { ...view, stopped: true });
  await renderPage(<UnsubscribePage />, { at, path });
  await page.getByRole('button', { name: 'Stop all of them' }).click();
  await expect.element(page.getByRole('heading', { name: 'No more mails come' })).toBeVisible();
  await page.getByRole('button', { name: 'Send them again' }).click();

  await expect
    .poll(() => api.seen(unsubscribe).map(({ body }) => body))
    .toEqual([
      { what: 'everything', stop: true },
      { what: 'everything', stop: false },
    ]);
});

test('a link that stops everything only does not offer some of them', async () => {
  api.on(lookAtUnsubscribing, { ...view, event: null, object: null });
  await renderPage(<UnsubscribePage />, { at, path });

  await expect.element(page.getByText(/Stop all of them; that can be taken back here/)).toBeVisible();
  expect(page.getByText(/only some/).elements()).toEqual([]);
});

testLooks(
  'the page of a link in a mail',
  () => <UnsubscribePage />,
  () => expect.element(page.getByRole('button', { name: 'Stop all of them' })).toBeVisible(),
  { at, path },
);
