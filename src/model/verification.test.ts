import { describe, expect, test } from 'vitest';
import type { Probe } from './connection.ts';
import { changesBetween, changesInWords, outcomeOf } from './verification.ts';

const probe = (name: string, outcome: Probe['outcome'], code?: string): Probe => ({
  name,
  outcome,
  ms: 1,
  detail: '',
  ...(code === undefined ? {} : { code }),
});

describe('a verification', () => {
  test.each([
    [
      'passed when nothing failed, also where something is not offered',
      [probe('sign-in', 'passed'), probe('invoices', 'skipped')],
      'passed',
    ],
    ['partial when something else passed', [probe('sign-in', 'passed'), probe('invoices', 'failed')], 'partial'],
    [
      'failed when only the network answers',
      [probe('network', 'passed'), probe('sign-in', 'failed'), probe('customers', 'skipped')],
      'failed',
    ],
    ['failed when it could not even be opened', [probe('open', 'failed')], 'failed'],
  ] as const)('is %s', (_what, probes, outcome) => {
    expect(outcomeOf(probes)).toBe(outcome);
  });
});

describe('from one verification to the next', () => {
  const before = [probe('sign-in', 'passed'), probe('invoices', 'failed', 'remote_forbidden'), probe('clock', 'failed', 'clock_skew')];

  test('what fails anew and what passes again is a change', () => {
    expect(changesBetween(before, [probe('sign-in', 'failed', 'reconsent_needed'), probe('clock', 'passed')])).toEqual([
      { name: 'sign-in', became: 'failed', code: 'reconsent_needed' },
      { name: 'clock', became: 'passed', code: undefined },
    ]);
  });

  test('what fails for another reason is a change, what fails the same way is none', () => {
    expect(changesBetween(before, [probe('invoices', 'failed', 'remote_down'), probe('clock', 'failed', 'clock_skew')])).toEqual([
      { name: 'invoices', became: 'failed', code: 'remote_down' },
    ]);
  });

  test('a probe that was skipped says nothing, and the first verification only tells failures', () => {
    expect(
      changesBetween(
        before,
        before.map(({ name }) => probe(name, 'skipped')),
      ),
    ).toEqual([]);
    expect(changesBetween([], before).map(({ name }) => name)).toEqual(['invoices', 'clock']);
  });

  test('in words: what fails for one reason stands together with what was answered', () => {
    const down = (name: string): Probe => ({ ...probe(name, 'failed', 'remote_down'), detail: 'Microsoft does not answer.' });
    const after = [down('sign-in'), down('invoices'), probe('clock', 'passed')];
    expect(changesInWords(changesBetween(before, after), after)).toBe(
      'Failing since the last verification: sign-in, invoices: Microsoft does not answer (remote_down). Passing again: clock.',
    );
    const unsaid = [probe('sign-in', 'failed')];
    expect(changesInWords(changesBetween(before, unsaid), unsaid)).toBe('Failing since the last verification: sign-in.');
  });
});
