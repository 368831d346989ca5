import { expect, test } from 'vitest';
import { remotes } from '../remotes.ts';
import { FaultInput } from './read-rules.ts';
import { readyFaults } from './ready.ts';

test.each(readyFaults.map(({ name, rule }) => [name, rule] as const))('"%s" is a rule of a remote that exists', (_name, rule) => {
  expect(FaultInput.safeParse(rule).error).toBeUndefined();
  expect([undefined, ...remotes.map(({ name }) => name)]).toContain(rule.match?.remote);
});
