import type { Probe } from '../../model/connection.ts';
import { idOf, publicId } from '../../model/ids.ts';
import { setupPath } from '../../model/setup.ts';
import { listVerifications, type Verification } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { readNetwork, unreachable } from './check-network.ts';
import { type ChecklistEntry, checklist } from './checklist-entries.ts';
import type { ConnectionFact, SetupFacts } from './facts.ts';

/** `open`: nothing can be asked yet; it is asked when an account is connected. */
export type ItemOutcome = 'passed' | 'failed' | 'open';

export type ChecklistItem = {
  readonly id: string;
  readonly outcome: ItemOutcome;
  /** What came back, from which account. */
  readonly detail: string;
  readonly hint: string | undefined;
  readonly correlationId: string | undefined;
  readonly checkedAt: Temporal.Instant | undefined;
  /** Where it is mended in the browser app; undefined where nothing is to be mended. */
  readonly fix: { readonly text: string; readonly path: string } | undefined;
};

type Checked = { readonly connection: ConnectionFact; readonly verification: Verification };

/** The readiness checklist with what the machine knows of each item: from the last check of each connected account (S13). */
export async function checklistOf(context: Context, facts: SetupFacts): Promise<readonly ChecklistItem[]> {
  const checked = await Promise.all(
    facts.connections
      .filter(({ state }) => state !== 'off')
      .map(async (connection) => {
        const [verification] = await listVerifications(context, idOf('connection', connection.connectionId));
        return verification === undefined ? [] : [{ connection, verification }];
      }),
  );
  return [...entriesFor(facts).map((entry) => judge(entry, checked.flat(), facts)), ofNetwork(facts)];
}

/** Only what the choices ask for: no distributor with keys, no item about one (S77). */
const entriesFor = ({ choices }: SetupFacts): readonly ChecklistEntry[] =>
  checklist.filter(({ side }) => {
    if (choices === undefined || side === 'microsoft') return true;
    return side === 'distributor' ? choices.distributors.some((kind) => kind !== 'distributorFile') : choices.psas.length > 0;
  });

/** Pure: what the probes that stand for an item said; the worst counts. */
export function judge(entry: ChecklistEntry, checked: readonly Checked[], facts: Pick<SetupFacts, 'customers'>): ChecklistItem {
  if (entry.id === 'access' && facts.customers.all > 0) return ofAccess(entry, facts.customers);
  const said = checked
    .filter(({ connection }) => connection.side === entry.side)
    .flatMap(({ connection, verification }) =>
      verification.probes
        .filter((probe) => probe.outcome !== 'skipped' && entry.probes.test(probe.name))
        .map((probe) => ({ connection, probe, at: verification.at })),
    );
  const worst = said.find(({ probe }) => probe.outcome === 'failed') ?? said[0];
  if (worst === undefined)
    return {
      id: entry.id,
      outcome: 'open',
      detail: entry.before,
      hint: undefined,
      correlationId: undefined,
      checkedAt: undefined,
      fix: { text: 'Connect an account', path: setupPath('connections') },
    };
  const { probe, connection, at } = worst;
  return {
    id: entry.id,
    outcome: outcomeOf(probe),
    detail: `${connection.name}: ${probe.detail}`,
    hint: probe.hint,
    correlationId: probe.correlationId,
    checkedAt: at,
    fix: probe.outcome === 'failed' ? fixOf(entry, connection) : undefined,
  };
}

/** Asked of the hosts themselves, so before any account is there. What is to be mended is outside of this product. */
function ofNetwork({ network, choices }: Pick<SetupFacts, 'network' | 'choices'>): ChecklistItem {
  const item = { id: 'network', correlationId: undefined, fix: undefined };
  const run = readNetwork(network, choices);
  if (run === undefined) {
    const detail = choices === undefined ? 'Asked once the systems are chosen.' : 'Not asked yet for what is chosen.';
    return { ...item, outcome: 'open', detail, hint: undefined, checkedAt: undefined };
  }
  const broken = unreachable(run);
  const [first] = broken.flatMap(({ hosts }) => hosts);
  const answering = run.hosts.filter(({ outcome }) => outcome === 'answers').length;
  return {
    ...item,
    outcome: first === undefined ? 'passed' : 'failed',
    detail:
      first === undefined
        ? `${answering} of ${run.hosts.length} hosts answer this machine.`
        : broken.map(({ name, hosts }) => `${name}: ${hosts.map(({ host, detail }) => `${host} ${detail}`).join(', ')}.`).join(' '),
    hint: first?.hint ?? undefined,
    checkedAt: run.at,
  };
}

const fixOf = ({ fix }: ChecklistEntry, { connectionId }: ConnectionFact) => ({
  text: fix.text,
  path: fix.path ?? `/settings/connections/${publicId('connection', connectionId)}${fix.tab === undefined ? '' : `?tab=${fix.tab}`}`,
});

const outcomeOf = ({ outcome }: Probe): ItemOutcome => (outcome === 'failed' ? 'failed' : 'passed');

function ofAccess({ id, fix }: ChecklistEntry, { all, access }: SetupFacts['customers']): ChecklistItem {
  const active = access.active ?? 0;
  return {
    id,
    outcome: active > 0 ? 'passed' : 'failed',
    detail: `${active} of ${all} customers have active delegated access.`,
    hint: active > 0 ? undefined : 'Ask customers for delegated access, or go on without tenant evidence at the access review.',
    correlationId: undefined,
    checkedAt: undefined,
    fix: active > 0 || fix.path === undefined ? undefined : { text: fix.text, path: fix.path },
  };
}
