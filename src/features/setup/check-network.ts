import { z } from 'zod';
import { HostCheck } from '../../model/host-check.ts';
import type { SetupChoices } from '../../model/setup.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Reached } from '../../platform/http/reach.ts';
import type { Context } from '../context.ts';
import { kindNames, type Missing, missingBefore } from './conditions.ts';
import { readFacts } from './facts.ts';
import { outboundSystems } from './outbound-hosts.ts';
import { changeSetup, lockSetup } from './store.ts';

const StoredNetwork = z.object({ at: z.string(), by: z.string(), hosts: z.array(HostCheck) });
export type NetworkRun = { readonly at: Temporal.Instant; readonly by: string; readonly hosts: readonly HostCheck[] };

/** What was asked last, of what is chosen now: hosts of systems that nobody chose any more are left out. */
export function readNetwork(stored: unknown, choices: SetupChoices | undefined): NetworkRun | undefined {
  const parsed = StoredNetwork.safeParse(stored).data;
  if (parsed === undefined || choices === undefined) return undefined;
  const wanted = outboundSystems(choices).flatMap(({ system, hosts }) => hosts.map((host) => `${system} ${host}`));
  const asked = new Map(parsed.hosts.map((each) => [`${each.system} ${each.host}`, each]));
  // A system that was chosen since was not asked: nothing is known of the whole.
  if (wanted.some((key) => !asked.has(key))) return undefined;
  return { at: Temporal.Instant.from(parsed.at), by: parsed.by, hosts: wanted.flatMap((key) => asked.get(key) ?? []) };
}

export type NetworkOutcome =
  | { readonly status: 'checked'; readonly run: NetworkRun }
  | { readonly status: 'refused'; readonly because: 'gate'; readonly missing: readonly Missing[] };

/**
 * Asks every public host of the chosen systems whether this machine reaches it, before anybody signs in there (capabilities S13). Addresses that a
 * person enters are not asked here: those are asked when the account is connected. No transaction is open meanwhile.
 */
export async function checkNetwork(context: Context): Promise<NetworkOutcome> {
  const facts = await readFacts(context);
  const { choices } = facts;
  if (choices === undefined) return { status: 'refused', because: 'gate', missing: missingBefore(facts, 'readiness') };
  const asked = outboundSystems(choices).flatMap(({ system, needs, hosts }) => hosts.map((host) => ({ system, needs, host })));
  const hosts = await Promise.all(
    asked.map(async ({ system, needs, host }) => ({ system, needs, host, ...told(await context.reach(host)) })),
  );
  const run = { at: context.clock.now(), by: context.actor.name, hosts };
  await inScope(context.db, everything, async (tx) => {
    await lockSetup(tx, run.at);
    await changeSetup(tx, { network: JSON.stringify({ ...run, at: run.at.toString() }) }, run.at);
  });
  return { status: 'checked', run };
}

type Told = Pick<HostCheck, 'outcome' | 'ms' | 'stage' | 'code' | 'detail' | 'hint'>;

const told = (reached: Reached): Told =>
  reached.outcome === 'answers'
    ? { outcome: 'answers', ms: reached.ms, stage: null, code: null, detail: `answers (${reached.status})`, hint: null }
    : {
        outcome: 'fails',
        ms: reached.ms,
        stage: reached.stage,
        code: reached.code,
        detail: reached.because,
        hint: hints[reached.stage](reached.host),
      };

/** What to do, by how far the call came. */
const hints: Readonly<Record<NonNullable<HostCheck['stage']>, (host: string) => string>> = {
  name: (host) => `Let the name service of this machine answer for ${host} with its public address.`,
  connection: (host) => `Allow connections from this machine to ${host}, port 443, in the firewall.`,
  certificate: (host) =>
    `Something between this machine and ${host} answers with a certificate of its own. Exempt ${host} from inspection; certificates are never bypassed.`,
  answer: (host) => `The connection to ${host} is made and then cut or left silent. Look at the firewall between, and check again.`,
};

/** The systems that cannot be reached: all of their hosts have to answer, or one. Pure. */
export function unreachable({
  hosts,
}: Pick<NetworkRun, 'hosts'>): readonly { readonly name: string; readonly hosts: readonly HostCheck[] }[] {
  return [...Map.groupBy(hosts, ({ system }) => system)].flatMap(([system, own]) => {
    const failing = own.filter(({ outcome }) => outcome === 'fails');
    const isReached = own[0]?.needs === 'one' ? failing.length < own.length : failing.length === 0;
    return isReached ? [] : [{ name: kindNames[system], hosts: failing }];
  });
}
