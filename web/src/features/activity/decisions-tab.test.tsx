import { useQuery } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { decideCommand, listCommands } from '#contract/commands.ts';
import { getMe } from '#contract/sign-in.ts';
import { meQuery } from '../../lib/use-me.ts';
import { type FakeApi, installFakeApi } from '../../test/fake-api.ts';
import { testLooks } from '../../test/looks.ts';
import { aPerson } from '../../test/make.ts';
import { renderPage } from '../../test/render.tsx';
import { DecisionsTab } from './decisions-tab.tsx';

const lost = {
  id: 'cmd_1',
  state: 'needs_operator' as const,
  direction: 'apply' as const,
  planId: 'plan_1',
  stepId: 'stp_1',
  customerId: 'cus_1',
  customerName: 'Contoso Ltd',
  connectionId: 'con_1',
  system: 'Northwind PSA',
  summary: 'Add Business Premium, 6 seats',
  correction: { action: 'endLine' as const, connectionId: 'con_1', agreementRemoteId: '7', lineRemoteId: '70', quantity: '6' },
  sentence: 'Two lines could be the one that was sent.',
  hint: null,
  candidates: ['901', '902'],
  looks: 9,
  createdAt: '2026-11-20T10:00:00Z',
  changedAt: '2026-11-21T10:00:00Z',
};

let api: FakeApi;
beforeEach(() => {
  api = installFakeApi();
  api.on(getMe, aPerson());
  api.on(listCommands, { data: [lost] });
  api.on(decideCommand, { jobId: 'job_1', joined: false });
});
afterEach(() => {
  api.uninstall();
});

function Signed() {
  useQuery(meQuery);
  return <DecisionsTab />;
}
const isThere = () => expect.element(page.getByText('Contoso Ltd: Add Business Premium, 6 seats')).toBeVisible();

test('both candidates stand side by side, and nothing is sent before one is chosen with a reason', async () => {
  await renderPage(<Signed />, { at: '/activity?tab=decisions' });
  await isThere();

  await expect.element(page.getByRole('button', { name: 'It is line 901' })).toBeVisible();
  await page.getByRole('button', { name: 'It is line 902' }).click();

  await expect.element(page.getByText('Say what you saw; it stands in the audit trail.')).toBeVisible();
  expect(api.seen(decideCommand)).toEqual([]);
});

test('the chosen line goes to the journal with the reason', async () => {
  await renderPage(<Signed />, { at: '/activity?tab=decisions' });
  await isThere();

  await page.getByRole('textbox', { name: 'How you know' }).fill('Seen in the agreement');
  await page.getByRole('button', { name: 'It is line 902' }).click();

  await expect
    .poll(() => api.seen(decideCommand)[0]?.body)
    .toEqual({ decision: 'confirmed', remoteId: '902', reason: 'Seen in the agreement' });
});

test('a write that did not happen is said so', async () => {
  await renderPage(<Signed />, { at: '/activity?tab=decisions' });
  await isThere();

  await page.getByRole('textbox', { name: 'How you know' }).fill('No such line');
  await page.getByRole('button', { name: 'It was not done' }).click();

  await expect.poll(() => api.seen(decideCommand)[0]?.body).toEqual({ decision: 'notPlaced', reason: 'No such line' });
});

test('somebody who may not apply corrections sees why he cannot decide', async () => {
  api.on(getMe, aPerson({ permissions: ['reconciliation:read'] }));
  await renderPage(<Signed />, { at: '/activity?tab=decisions' });

  await expect.element(page.getByText('Ask an owner for "corrections:apply".')).toBeVisible();
});

test('when nothing waits, it says so', async () => {
  api.on(listCommands, { data: [] });
  await renderPage(<Signed />, { at: '/activity?tab=decisions' });

  await expect.element(page.getByText('Nothing to decide')).toBeVisible();
});

testLooks('the decisions', () => <Signed />, isThere, { at: '/activity?tab=decisions' });
