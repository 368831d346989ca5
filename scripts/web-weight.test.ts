import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { root, run } from './run.mjs';
import { bars, frameBudget, pageBudgets } from './web-budgets.ts';
import type { Weights } from './web-weight.ts';

/** A budget may stand so far above what is there; past that it has to follow downwards. */
const slack = 12;

let weights: Weights;
beforeAll(async () => {
  // A program of its own: inside a test React would be built for tests, which weighs three times as much.
  const built = await run('node', [join(root, 'scripts/web-weight.ts')], { extraEnv: { NODE_ENV: 'production' } });
  expect(built.code, built.output).toBe(0);
  weights = JSON.parse(built.output.slice(built.output.indexOf('{'))) as Weights; // printed by web-weight.ts
}, 180_000);

test('the frame around every page stays light', () => {
  expect(weights.frame).toBeLessThanOrEqual(frameBudget);
  expect(frameBudget).toBeLessThanOrEqual(bars.frame);
  expect(weights.frame, 'lower the budget').toBeGreaterThan(frameBudget - slack);
});

test.each(Object.entries(pageBudgets))('%s loads at most %i kB of script', (page, budget) => {
  expect(weights.pages[page]).toBeLessThanOrEqual(budget);
  expect(budget).toBeLessThanOrEqual(bars.page);
  expect(weights.pages[page], 'lower the budget').toBeGreaterThan(budget - slack);
});

test('every page has a budget', () => {
  const pages = globSync('web/src/features/**/*-page.tsx', { cwd: root }).map((path) => basename(path, '.tsx'));
  expect(pages.toSorted()).toEqual(Object.keys(pageBudgets).toSorted());
  expect(Object.keys(weights.pages).toSorted()).toEqual(pages.toSorted());
});
