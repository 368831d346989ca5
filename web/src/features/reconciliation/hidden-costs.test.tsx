import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { getDifference } from '#contract/reconciliation.ts';
import { axeViolations } from '../../test/axe.ts';
import type { FakeApi } from '../../test/fake-api.ts';
import { renderPage } from '../../test/render.tsx';
import { DifferencesPage } from './differences-page.tsx';
import { serverWith, serverWithPlan } from './fake-server.ts';
import { PlanPage } from './plan/plan-page.tsx';
import { planSummary } from './plan/plan-summary.ts';
import { aDetail, aDifference, aPlan, aStep } from './samples.ts';

// What the server answers to somebody without the right "costs:read".
let api: FakeApi | undefined;
afterEach(() => {
  api?.uninstall();
});

const shown = aDifference();
const hidden = aDifference({
  kind: 'price_below_cost',
  customerName: 'Fabrikam GmbH',
  cause: 'sold_below_cost',
  sentence: 'A seat is sold for less than it costs.',
  distributor: { ...shown.distributor, unitMonthly: null },
  impact: null,
  impactIsCost: true,
});

test('a cost that the viewer may not see is told as such, in the list and beside it, and is not an empty field or a zero', async () => {
  api = serverWith([shown, hidden]);
  api.on(
    getDifference,
    aDetail(hidden, { evidence: [{ label: 'Cost at the distributor', value: null, isCost: true, source: 'distributor' }] }),
  );

  await renderPage(<DifferencesPage />, { at: `/reconciliation?panel=${hidden.id}`, width: 1440 });

  const row = page.getByRole('row', { name: /Fabrikam/ });
  await expect.element(row.getByText('no right to see')).toBeVisible();
  expect(row.element().textContent).toContain('we sell below cost');
  await expect.element(page.getByRole('row', { name: /Contoso/ }).getByText(/USD\s110\.00/)).toBeVisible();
  const panel = page.getByRole('complementary');
  await expect.element(panel.getByText('A seat is sold for less than it costs.').first()).toBeVisible();
  await expect.element(panel.getByRole('row', { name: /Per seat and month/ }).getByText('no right to see')).toBeVisible();
  expect(panel.getByText('no right to see').elements()).toHaveLength(3);
  await expect
    .element(panel.getByText('no right to see').first())
    .toHaveAttribute('title', 'This tells what you pay. Ask an owner for "costs:read".');
  expect(await axeViolations()).toEqual([]);
});

test('a plan with such a step has no sum, also as text', async () => {
  const plan = aPlan({ totals: null, totalsTellCost: true, steps: [aStep({ impact: null, impactIsCost: true })] });
  api = serverWithPlan(plan).api;

  await renderPage(<PlanPage />, { at: `/plans/${plan.id}`, path: '/plans/$planId' });

  await expect.element(page.getByText('no right to see').first()).toBeVisible();
  expect(page.getByText('no right to see').elements()).toHaveLength(3);
  expect(planSummary(plan)).toContain('(no right to see)');
});
