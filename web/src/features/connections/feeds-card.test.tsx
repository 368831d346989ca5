import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { z } from 'zod';
import { actOnRegistration, type Feeds, getFeeds } from '#contract/feeds.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { FeedsCard } from './feeds-card.tsx';

const taken: z.input<typeof Feeds> = {
  holder: 'foreign',
  holderSince: '2026-11-20T10:00:00Z',
  checkedAt: '2026-11-21T10:00:00Z',
  registeredHost: 'other-tool.example',
  registeredEvents: ['subscription-updated'],
  isAnotherConcord: false,
  canGiveBack: false,
  address: 'https://concord.example/hooks/partner-center/key',
  relayAddress: 'https://concord.example/hooks/partner-center/key/relay',
  lastDeliveryAt: null,
  polledAt: '2026-11-21T10:00:00Z',
  pollEverySeconds: 60,
  trouble: null,
  untold: 0,
  waiting: { count: 0, since: null },
  invitations: { count: 3, p50Ms: 7_200_000, p95Ms: 172_800_000, maxMs: 172_800_000, waiting: 1 },
  lags: [{ feed: 'audit', event: 'update_subscription', count: 12, p50Ms: 31_000, p95Ms: 58_400, maxMs: 61_000 }],
  acts: [],
  destinations: [],
};
const done: z.input<typeof Feeds>['acts'][number] = {
  act: 'takeOver',
  state: 'confirmed',
  reason: 'The old tool is retired',
  actor: 'Ana',
  fromHost: 'other-tool.example',
  toHost: 'concord.example',
  code: null,
  detail: null,
  at: '2026-11-21T10:05:00Z',
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(getFeeds, taken);
});
afterEach(() => {
  api.uninstall();
});

/** In the product the frame asks who is signed in. */
function Signed() {
  useQuery(meQuery);
  return <FeedsCard connectionId="con_1" />;
}
const show = () => renderPage(<Signed />);

test('who has the registration is said, with where that tool may hand its notifications on', async () => {
  await show();

  await expect.element(page.getByText(/Another tool has the registration \(other-tool\.example\)/)).toBeVisible();
  await expect.element(page.getByText('https://concord.example/hooks/partner-center/key/relay')).toBeVisible();
  await expect.element(page.getByText('update_subscription')).toBeVisible();
  await expect.element(page.getByText('58 s')).toBeVisible();
  await expect
    .element(page.getByText(/^3 invited customers came: half within .*1 customer invited in the last 90 days has not come yet\.$/))
    .toBeVisible();
});

test('the registration is taken over with a reason, about the host that was seen', async () => {
  api.on(actOnRegistration, done);
  await show();
  await page.getByRole('button', { name: 'Take over…' }).click();

  await page.getByRole('button', { name: 'Take over', exact: true }).click();
  await expect.element(page.getByText('Say why.')).toBeVisible();
  await page.getByRole('textbox', { name: /Reason/ }).fill('The old tool is retired');
  await page.getByRole('button', { name: 'Take over', exact: true }).click();

  await expect
    .poll(() => api.seen(actOnRegistration).map(({ body }) => body))
    .toEqual([{ act: 'takeOver', reason: 'The old tool is retired', seenHost: 'other-tool.example', handOn: true }]);
});

testLooks(
  'the changes of a connection',
  () => {
    api.on(getFeeds, { ...taken, acts: [done] });
    return <Signed />;
  },
  async () => {
    await expect.element(page.getByText('The old tool is retired')).toBeVisible();
  },
);
