import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { decideCommand, listCommands } from '#contract/commands.ts';
import { getJob, streamJob } from '#contract/jobs.ts';
import { applyPlan, approvePlan, createPlan, getPlan, undoPlan } from '#contract/plans.ts';
import type { Permission } from '#model/person.ts';
import { axeViolations } from '../../../test/axe.ts';
import { type FakeApi, Refused } from '../../../test/fake-api.ts';
import { renderPage } from '../../../test/render.tsx';
import { aJob, serverWithPlan } from '../fake-server.ts';
import type { PlanShape, Step } from '../queries.ts';
import { aPlan, aStep } from '../samples.ts';
import { PlanPage } from './plan-page.tsx';
import { planSummary } from './plan-summary.ts';

let api: FakeApi | undefined;
afterEach(() => {
  api?.uninstall();
});

const id = 'plan_01JD0000000000000000000001';
const jobId = 'job_01JD0000000000000000000001';
const start = (plan: PlanShape, permissions?: readonly Permission[]) => {
  const server = serverWithPlan(plan, permissions);
  api = server.api;
  return server;
};
const open = (more: Parameters<typeof renderPage>[1] = {}) =>
  renderPage(<PlanPage />, { at: `/plans/${id}`, path: '/plans/$planId', ...more });

const at = '2026-11-21T10:02:00Z';
const outcome = (state: Step['state'], sentence: string, verified = false): Partial<Step> => ({
  state,
  outcome: { code: state, sentence, at, verified },
});

test('a preview shows before and after, the money, how it can be taken back, and what it does not do', async () => {
  start(aPlan());

  await open();

  await expect.element(page.getByText('Set the quantity of Microsoft 365 Business Premium from 20 to 25')).toBeVisible();
  await expect.element(page.getByText('Undoable here')).toBeVisible();
  await expect.element(page.getByText(/the PSA keeps no memory of the old number/)).toBeVisible();
  await expect.element(page.getByText(/\+USD\s110\.00 a month/).first()).toBeVisible();
  await expect.element(page.getByText('Expires in 14 min')).toBeVisible();
  expect(
    page
      .getByRole('listitem')
      .elements()
      .some((item) => /Quantity20.*25/.test(item.textContent)),
  ).toBe(true);
  expect(document.title).toBe('Correction – Reconciliation – Concord');
});

test('exactly what will be sent can be looked at', async () => {
  start(aPlan());
  await open();

  await page.getByRole('button', { name: 'Show what will be sent' }).click();

  await expect.element(page.getByText(/PATCH \/finance\/agreements\/77\/additions\/1042/)).toBeVisible();
  await expect.element(page.getByText(/"value": 25/)).toBeVisible();
});

test('apply runs once on a double click, shows the job, and then each outcome', async () => {
  const { state } = start(aPlan());
  api?.on(applyPlan, () => {
    state.plan = aPlan({ state: 'applying', jobId });
    return { jobId, joined: false };
  });
  await open();

  await page.getByRole('button', { name: 'Apply 1 correction' }).dblClick();

  await expect.element(page.getByRole('progressbar')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Applying' })).toHaveAttribute('aria-disabled', 'true');
  expect(api?.seen(applyPlan).length).toBe(1);
  expect(api?.seen(applyPlan)[0]?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);

  state.plan = aPlan({
    state: 'applied',
    jobId,
    undoable: true,
    steps: [aStep(outcome('done', 'Done and verified at ConnectWise.', true))],
  });
  api?.on(getJob, aJob({ status: 'completed', progress: { done: 1, total: 1, unit: 'steps', step: null } }));

  await expect.element(page.getByText('Done, verified')).toBeVisible();
  await expect.element(page.getByText(/1 of 1 step verified by reading the PSA again/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Undo' })).toBeVisible();
});

test('a retry after a lost answer carries the same key, so that nothing is done twice', async () => {
  start(aPlan());
  api?.on(applyPlan, new Refused('database_unavailable'));
  await open();

  await page.getByRole('button', { name: 'Apply 1 correction' }).click();
  await expect.element(page.getByText('The plan was not applied')).toBeVisible();
  await page.getByRole('button', { name: 'Apply 1 correction' }).click();

  await expect.poll(() => api?.seen(applyPlan).length).toBe(2);
  const keys = api?.seen(applyPlan).map(({ headers }) => headers.get('Idempotency-Key'));
  expect(new Set(keys).size).toBe(1);
});

test('when the PSA moved since the preview, the fresh plan is shown with the moved step marked', async () => {
  const fresh = 'plan_01JD0000000000000000000002';
  const moved = aStep({ summary: 'Set the quantity from 22 to 25' });
  start(aPlan());
  api?.on(applyPlan, new Refused('plan_stale', 'Something changed since the preview.', { planId: fresh }));
  api?.on(getPlan, ({ params }) => (params['id'] === fresh ? aPlan({ id: fresh, steps: [moved], movedSteps: [moved.id] }) : aPlan()));
  const { address } = await open();

  await page.getByRole('button', { name: 'Apply 1 correction' }).click();

  await expect.element(page.getByText('Something changed since the preview')).toBeVisible();
  await expect.element(page.getByText(/1 step moved and is marked/)).toBeVisible();
  await expect.element(page.getByText('Moved since the preview')).toBeVisible();
  expect(address()).toBe(`/plans/${fresh}?after=${id}`);
});

test('undo is a job too, and says when the lines are back', async () => {
  const { state } = start(aPlan({ state: 'applied', jobId, undoable: true, steps: [aStep(outcome('done', 'Done.', true))] }));
  api?.on(undoPlan, () => {
    state.plan = aPlan({ state: 'undoing', jobId });
    return { jobId, joined: false };
  });
  const ended = aJob({ kind: 'undoPlan', status: 'completed' });
  await open();

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(page.getByRole('button', { name: 'Undoing' })).toBeVisible();
  state.plan = aPlan({ state: 'undone', jobId, steps: [aStep(outcome('undone', 'Taken back.'))] });
  api?.on(getJob, ended);
  api?.on(streamJob, ended);

  await expect.element(page.getByText(/The lines are as they were before/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Preview again' })).toBeVisible();
});

test('each step tells its own end: refused with the reason, failed, and checking without a retry', async () => {
  start(
    aPlan({
      state: 'applying',
      jobId,
      steps: [
        aStep(outcome('done', 'Done and verified.', true)),
        aStep(outcome('refused', 'The agreement is closed.')),
        aStep(outcome('checking', 'The answer of ConnectWise was lost; it is being looked up. Nothing is sent again.')),
      ],
    }),
  );

  await open();

  await expect.element(page.getByText('Refused')).toBeVisible();
  await expect.element(page.getByText('The agreement is closed.')).toBeVisible();
  await expect.element(page.getByText('Checking with ConnectWise').first()).toBeVisible();
  expect(page.getByRole('button', { name: /Try again|Retry/ }).elements()).toEqual([]);
});

test('what nobody could find out is decided by a person, with a reason and one button for each candidate', async () => {
  const step = aStep(outcome('needsDecision', 'Nobody could find out whether ConnectWise has done it. Look there.'));
  start(aPlan({ state: 'appliedInPart', jobId, steps: [step] }));
  api?.on(listCommands, {
    data: [
      {
        id: 'cmd_01JD0000000000000000000001',
        state: 'needs_operator',
        direction: 'apply',
        planId: id,
        stepId: step.id,
        customerId: step.customerId,
        customerName: step.customerName,
        connectionId: step.connectionId,
        system: 'ConnectWise',
        summary: step.summary,
        correction: step.correction,
        sentence: 'Two lines may be the one.',
        hint: null,
        candidates: ['1042', '1077'],
        looks: 12,
        createdAt: at,
        changedAt: at,
      },
    ],
  });
  api?.on(decideCommand, { jobId, joined: false });
  await open();
  await expect.element(page.getByText('1 step needs a decision')).toBeVisible();

  await page.getByRole('button', { name: 'It is line 1077' }).click();
  await expect.element(page.getByText('Say what you saw; it stands in the audit trail.')).toBeVisible();
  expect(api?.seen(decideCommand)).toEqual([]);
  await page.getByRole('textbox', { name: 'How you know' }).fill('Saw line 1077 at ConnectWise');
  await page.getByRole('button', { name: 'It is line 1077' }).click();

  await expect
    .poll(() => api?.seen(decideCommand)[0]?.body)
    .toEqual({ decision: 'confirmed', remoteId: '1077', reason: 'Saw line 1077 at ConnectWise' });
});

test('above the limit a second person approves; the maker is told so', async () => {
  const { state } = start(aPlan({ state: 'waitingForApproval', needsApproval: true }));
  api?.on(approvePlan, () => {
    state.plan = aPlan({ state: 'approved', needsApproval: true, approvedBy: 'Ben' });
    return state.plan;
  });
  await open();

  await expect.element(page.getByText(/Somebody other than Ana has to approve it/)).toBeVisible();
  expect(page.getByRole('button', { name: /Apply/ }).elements()).toEqual([]);
  await page.getByRole('button', { name: 'Approve' }).click();

  await expect.element(page.getByText('approved by Ben')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Apply 1 correction' })).toBeVisible();
});

test('a refused approval says why and changes nothing', async () => {
  start(aPlan({ state: 'waitingForApproval', needsApproval: true }));
  api?.on(approvePlan, new Refused('forbidden', 'You made this plan; somebody else has to approve it.'));
  await open();

  await page.getByRole('button', { name: 'Approve' }).click();

  await expect.element(page.getByText(/You made this plan; somebody else has to approve it/)).toBeVisible();
});

test('another day is another plan: the preview is made again with it', async () => {
  const step = aStep();
  start(aPlan({ steps: [step] }));
  api?.on(createPlan, aPlan({ id: 'plan_01JD0000000000000000000009' }));
  const { address } = await open();

  await page.getByRole('radio', { name: 'A day' }).click();
  await page.getByLabelText('First day').fill('2026-12-01');
  await page.getByRole('button', { name: 'Preview with this date' }).click();

  await expect.poll(address).toBe('/plans/plan_01JD0000000000000000000009');
  expect(api?.seen(createPlan)[0]?.body).toEqual({
    type: 'correction',
    action: 'setQuantity',
    differenceIds: [step.differenceId],
    effectiveOn: '2026-12-01',
  });
});

test('a day in an invoiced period is refused with the first day that is possible', async () => {
  start(aPlan());
  api?.on(createPlan, new Refused('invalid', 'The PSA has invoiced everything before 2026-12-01.'));
  await open();

  await page.getByRole('radio', { name: 'A day' }).click();
  await page.getByLabelText('First day').fill('2026-11-01');
  await page.getByRole('button', { name: 'Preview with this date' }).click();

  await expect.element(page.getByText(/invoiced everything before 2026-12-01/)).toBeVisible();
});

test('an expired preview sent nothing and can be made again', async () => {
  const step = aStep();
  start(aPlan({ state: 'expired', steps: [step] }));
  api?.on(createPlan, aPlan({ id: 'plan_01JD0000000000000000000009' }));
  const { address } = await open();

  await expect.element(page.getByText('This preview has expired')).toBeVisible();
  await page.getByRole('button', { name: 'Preview again' }).click();

  await expect.poll(address).toContain('plan_01JD0000000000000000000009');
});

test.each([
  ['access', 'See the access now', 'tab=access'],
  ['profile', 'Change the profile again', 'tab=contacts&edit=con_1'],
] as const)('a plan of type %s that is out of date leads to the customer, where it is previewed', async (type, name, place) => {
  start(aPlan({ type, state: 'stale', steps: [aStep({ customerId: 'cus_1', connectionId: 'con_1', differenceId: null })] }));
  const { address } = await open();

  await page.getByRole('button', { name }).click();

  await expect.poll(address).toContain(`/customers/cus_1?${place}`);
});

test('steps that were never sent can be applied later', async () => {
  start(aPlan({ state: 'appliedInPart', jobId, undoable: true, steps: [aStep(outcome('done', 'Done.', true)), aStep()] }));

  await open();

  await expect.element(page.getByRole('button', { name: 'Apply the other 1 step' })).toBeVisible();
  await expect.element(page.getByText(/1 of 2 steps done and verified/)).toBeVisible();
});

test('who may not apply sees the button disabled with the reason', async () => {
  start(aPlan(), ['reconciliation:read']);
  await open();

  const button = page.getByRole('button', { name: 'Apply 1 correction' });
  await expect.element(button).toHaveAttribute('aria-disabled', 'true');
  button.element().focus();
  await userEvent.keyboard('{Enter}');

  await expect.element(page.getByText(/corrections:apply/).first()).toBeInTheDocument();
  expect(api?.seen(applyPlan)).toEqual([]);
});

test('a plan that is not there says so', async () => {
  start(aPlan());
  api?.on(getPlan, new Refused('not_found', 'There is no plan with this id.'));

  await open();

  await expect.element(page.getByText(/There is no plan with this id/)).toBeVisible();
});

test('five hundred steps are shown in parts', async () => {
  start(aPlan({ steps: Array.from({ length: 250 }, () => aStep()) }));
  await open();
  await expect.element(page.getByRole('heading', { name: '250 corrections' })).toBeVisible();
  expect(page.getByRole('listitem').elements().length).toBeLessThan(110);

  await page.getByRole('button', { name: 'Show 100 more of 250' }).click();

  await expect.element(page.getByRole('button', { name: 'Show 50 more of 250' })).toBeVisible();
});

test('the summary for a ticket has the money, who, and each outcome', () => {
  const plan = aPlan({ state: 'applied', approvedBy: 'Policy', steps: [aStep(outcome('done', 'Done and verified.', true))] });

  const lines = planSummary(plan).replaceAll('\u00a0', ' ').split('\n');

  expect(lines[0]).toBe(`Plan ${id}: Applied, +USD 110.00 a month`);
  expect(lines[1]).toMatch(/^Made by Ana, .*; approved by Policy$/);
  expect(lines[2]).toContain('(+USD 110.00 a month). Done, verified: Done and verified.');
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('preview, outcomes and errors are accessible and fit, %s at %i px', async (theme, width) => {
  const { state } = start(aPlan({ steps: [aStep(), aStep({ effectiveOn: '2026-12-01' })] }));
  await open({ theme, width });
  await page.getByRole('button', { name: 'Show what will be sent' }).click();
  expect(await axeViolations()).toEqual([]);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);

  state.plan = aPlan({
    state: 'appliedInPart',
    undoable: true,
    steps: [
      aStep(outcome('done', 'Done.', true)),
      aStep(outcome('refused', 'The agreement is closed.')),
      aStep(outcome('failed', 'Gone.')),
    ],
  });
  await open({ theme, width });
  await expect.element(page.getByText('The agreement is closed.')).toBeVisible();
  expect(await axeViolations()).toEqual([]);

  api?.on(getPlan, new Refused('database_unavailable'));
  await open({ theme, width });
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});

test('what begins inside a billing period says what its first bill is, and can be left to the settings again', async () => {
  start(aPlan({ dateWish: '2026-12-16', steps: [aStep({ effectiveOn: '2026-12-16', firstBill: { amount: '56.77', currency: 'USD' } })] }));
  api?.on(createPlan, aPlan());
  await open();
  await expect.element(page.getByText('First bill +USD 56.77, estimated')).toBeVisible();
  await expect.element(page.getByLabelText('First day')).toHaveValue('2026-12-16');

  await page.getByRole('radio', { name: 'As the settings say' }).click();
  await page.getByRole('button', { name: 'Preview with this date' }).click();

  await expect.poll(() => api?.seen(createPlan)[0]?.body).not.toHaveProperty('effectiveOn');
});
