import { z } from 'zod';
import type { Probe } from './connection.ts';

/** How a verification ended. `partial` is no success: something that was asked for does not work. */
export const VerificationOutcome = z.enum(['passed', 'partial', 'failed']);
export type VerificationOutcome = z.infer<typeof VerificationOutcome>;

/** Failed means that nothing of the account can be used: no probe passed but that of the network and the clock, which need no sign-in. */
export function outcomeOf(probes: readonly Probe[]): VerificationOutcome {
  if (!probes.some(({ outcome }) => outcome === 'failed')) return 'passed';
  return probes.some(({ name, outcome }) => outcome === 'passed' && !['network', 'clock', 'address'].includes(name)) ? 'partial' : 'failed';
}

/** What is another than the time before: a probe that failed anew, for another reason, or passes again. */
export type ProbeChange = { readonly name: string; readonly became: 'failed' | 'passed'; readonly code: string | undefined };

/** Changes from one verification to the next, in the order of the probes. A probe that was skipped says nothing. */
export function changesBetween(before: readonly Probe[], after: readonly Probe[]): readonly ProbeChange[] {
  return after.flatMap(({ name, outcome, code }): readonly ProbeChange[] => {
    const last = before.find((probe) => probe.name === name);
    if (outcome === 'failed' && (last?.outcome !== 'failed' || last.code !== code)) return [{ name, became: 'failed', code }];
    if (outcome === 'passed' && last?.outcome === 'failed') return [{ name, became: 'passed', code: undefined }];
    return [];
  });
}

/** The changes as people read them: what fails for one reason stands together with what was answered, then what passes again. */
export function changesInWords(changes: readonly ProbeChange[], probes: readonly Probe[]): string {
  const failed = Map.groupBy(
    changes.filter(({ became }) => became === 'failed'),
    ({ code }) => code,
  );
  const passed = changes.filter(({ became }) => became === 'passed');
  const sentences = [...failed].map(([code, group]) => {
    const detail = probes.find(({ name }) => name === group[0]?.name)?.detail ?? '';
    const why = [detail.replace(/\.$/, ''), code === undefined ? '' : `(${code})`].filter((part) => part !== '').join(' ');
    return `${namesOf(group)}${why === '' ? '' : `: ${why}`}`;
  });
  return [
    ...sentences.map((sentence) => `Failing since the last verification: ${sentence}.`),
    ...(passed.length === 0 ? [] : [`Passing again: ${namesOf(passed)}.`]),
  ].join(' ');
}

const namesOf = (changes: readonly ProbeChange[]): string => changes.map(({ name }) => name).join(', ');
