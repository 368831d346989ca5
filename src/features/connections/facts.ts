import type { Probe } from '../../model/connection.ts';
import { AccountFacts } from '../../model/provider-record.ts';

/** What an account told about itself while it was probed. A later probe that says the same again counts. */
export const factsOf = (probes: readonly Probe[]): AccountFacts =>
  AccountFacts.parse(Object.assign({}, ...probes.filter(({ outcome }) => outcome === 'passed').map(({ facts }) => facts)));

/** What was known before, and what was told now: a probe that failed takes nothing away. */
export const withFacts = (known: unknown, probes: readonly Probe[]): AccountFacts => ({ ...AccountFacts.parse(known), ...factsOf(probes) });
