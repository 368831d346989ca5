import type { Clock } from '../lib/clock.ts';
import { isAppError } from '../lib/errors.ts';
import type { Probe } from '../model/connection.ts';

type Facts = NonNullable<Probe['facts']>;

/**
 * What a probe found out. A refusal that is no fault (clocks differ, the wrong tenant) has a code as well. `notOffered`: Microsoft does not
 * offer it to this kind of account, so nothing is wrong.
 */
export type Finding = {
  readonly detail: string;
  readonly facts?: Facts;
  readonly notOffered?: true;
  readonly failed?: { readonly code: string; readonly hint: string };
};

export type Check = {
  readonly name: string;
  readonly run: () => Promise<Finding>;
  /** Names of checks without which this one says nothing: it is skipped when one of them failed. */
  readonly needs?: readonly string[];
};

/** Codes of a remote that mean a state of the connection, by the remote's own code. */
export type OwnCodes = Readonly<Record<string, string>>;

/** Runs the checks of "Verify connectivity" one after the other. Never throws: what breaks is a failed probe with its code and hint. */
export async function runProbes(checks: readonly Check[], clock: Clock, ownCodes: OwnCodes = {}): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for (const check of checks) {
    const missing = check.needs?.find((name) => probes.some((probe) => probe.name === name && probe.outcome !== 'passed'));
    probes.push(missing === undefined ? await timed(check, clock, ownCodes) : skipped(check.name, missing));
  }
  return probes;
}

const skipped = (name: string, missing: string): Probe => ({
  name,
  outcome: 'skipped',
  ms: 0,
  detail: `Not tried, because "${missing}" did not pass`,
});

async function timed({ name, run }: Check, clock: Clock, ownCodes: OwnCodes): Promise<Probe> {
  const startedAt = clock.now().epochMilliseconds;
  const ms = (): number => Math.max(0, Math.round(clock.now().epochMilliseconds - startedAt));
  try {
    const { detail, failed, facts, notOffered } = await run();
    if (notOffered === true) return { name, outcome: 'skipped', ms: ms(), code: 'not_offered', detail };
    const told = { ms: ms(), detail, ...(facts === undefined ? {} : { facts }) };
    return failed === undefined ? { name, outcome: 'passed', ...told } : { name, outcome: 'failed', ...told, ...failed };
  } catch (error) {
    return { name, outcome: 'failed', ms: ms(), ...describe(error, ownCodes) };
  }
}

function describe(error: unknown, ownCodes: OwnCodes): Pick<Probe, 'code' | 'detail' | 'hint' | 'correlationId'> {
  if (!isAppError(error))
    return { code: 'unexpected', detail: 'Something went wrong here, not at the remote', hint: 'See the log for the cause.' };
  const { hint, correlationId, remoteCode } = error.facts;
  const told = remoteCode === undefined ? '' : ` (its code: ${remoteCode})`;
  return {
    code: ownCodes[remoteCode ?? ''] ?? error.code,
    detail: `${error.message}${told}`,
    ...(hint === undefined ? {} : { hint }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

/**
 * A list that was counted. Nothing at all is suspect: an account without rights often sees empty lists instead of a refusal (S3). What was seen
 * goes to the facts of the account, so that people can confirm that it is the right one (S50).
 */
export const countedFinding = (remote: string, what: string, count: number, atLeast = ''): Finding =>
  count > 0
    ? { detail: `${atLeast}${count} ${what} can be read`, ...(atLeast === '' && { facts: { [what]: count } }) }
    : {
        detail: `${remote} shows no ${what}`,
        failed: {
          code: 'nothing_visible',
          hint: 'If there should be some: let an administrator of the account make the keys. Others see empty lists.',
        },
      };
