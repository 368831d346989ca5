import { expect, test } from 'vitest';
import { MappingState, MatchHow, MatchTier } from '#model/mapping.ts';
import { mappingWords } from '../../ui/words.ts';
import { countOf, heldBy, howWords, stakesOf, tabStates, tabs, tierWords } from './words.ts';

test('every state, tier and reason of a match has a word', () => {
  for (const state of MappingState.options) expect(mappingWords[state].word).toMatch(/^[A-Z]/);
  for (const tier of MatchTier.options) expect(tierWords[tier]).toMatch(/^[A-Z]/);
  for (const how of MatchHow.options) expect(howWords[how].length).toBeGreaterThan(3);
});

test('each state that needs or got a decision stands behind exactly one tab', () => {
  const behind: string[] = tabs.flatMap((tab) => [...tabStates[tab]]);

  for (const state of MappingState.options) expect(behind.filter((each) => each === state)).toEqual([state]);
});

test('a tab counts its states, and All counts everything', () => {
  const counts = { unmapped: 3, stale: 1, suggested: 34, mapped: 205, superseded: 2 };

  expect(countOf('todo', counts)).toBe(6);
  expect(countOf('suggested', counts)).toBe(34);
  expect(countOf('conflicts', counts)).toBe(0);
  expect(countOf('all', counts)).toBe(245);
});

test('To do counts what waits, the other tabs what there is', () => {
  const counts = { accounts: { unmapped: 30, mapped: 5 }, products: {}, waiting: { accounts: { unmapped: 1 }, products: {} } };

  expect((['todo', 'mapped', 'all'] as const).map((tab) => heldBy(tab, 'accounts', counts))).toEqual([1, 5, 35]);
});

test('money behind a tab is added up exactly, each currency for itself', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });

  expect(stakesOf(['todo'], { unmapped: [usd('0.1')], stale: [usd('0.2'), { amount: '4', currency: 'EUR' }], mapped: [usd('9')] })).toEqual(
    [usd('0.300000'), { amount: '4.000000', currency: 'EUR' }],
  );
  expect(stakesOf(['mapped'], {})).toEqual([]);
});
