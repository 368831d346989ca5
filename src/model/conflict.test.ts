import { expect, test } from 'vitest';
import { ConflictKind, conflictRules } from './conflict.ts';

test('each kind of conflict names its rule in whole sentences, each its own', () => {
  const rules = ConflictKind.options.map((kind) => conflictRules[kind]);

  expect(new Set(rules).size).toBe(rules.length);
  for (const rule of rules) expect(rule).toMatch(/^[A-Z].*\.$/);
});

test('a rule of a plan says that nothing was sent', () => {
  for (const kind of ['planOvertaken', 'writeOvertaken', 'undoOvertaken'] as const)
    expect(conflictRules[kind]).toContain('nothing was sent');
});
