import { manyFaults } from '../../sandbox/scenario/many-faults.ts';
import type { ScenarioFinding } from '../../sandbox/world/types.ts';
import { addConnection } from '../../src/features/connections/index.ts';
import type { Context } from '../../src/features/context.ts';
import { runReconciliation } from '../../src/features/reconciliation/run.ts';
import { runSync } from '../../src/features/sync/index.ts';
import { CauseCode } from '../../src/model/cause.ts';
import { Finding } from '../../src/model/difference.ts';
import { createClock, createFollowingClock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/db/connect.ts';
import { everything, inScope } from '../../src/platform/db/transaction.ts';
import { aContext } from './context.ts';
import { aJob } from './watched-job.ts';
import type { Remotes } from './world-of-remotes.ts';

/** What the world calls a cause, and the product's code for it. */
const codes: Readonly<Record<string, CauseCode>> = {
  seats_added_at_microsoft: 'seats_added',
  seats_reduced_at_microsoft: 'seats_reduced',
  line_edited: 'line_changed',
  followed_with_another_number: 'entered_wrongly',
  entered_with_another_number: 'entered_wrongly',
  bought_outside_psa: 'never_billed',
  line_deleted: 'line_ended_early',
  line_ended_early: 'line_ended_early',
  product_not_mapped: 'service_not_mapped',
  cancelled_at_microsoft: 'cancelled_at_microsoft',
  entered_twice: 'billed_twice',
  wrong_service_chosen: 'service_of_other_term',
  term_changed_at_microsoft: 'term_changed',
  discount_typed_in: 'price_lowered',
  distributor_cost_rose: 'cost_raised',
  distributor_cost_changed: 'distributor_cost_changed',
  noted_cost_edited: 'noted_cost_outdated',
  distributor_late: 'distributor_behind',
  distributor_edited: 'distributor_changed',
  not_ordered_there: 'not_at_distributor',
  not_cancelled_there: 'distributor_still_bills',
  access_not_extended: 'access_ended',
  relationship_with_both: 'two_partner_accounts',
  account_not_mapped: 'account_not_mapped',
  no_longer_listed: 'no_longer_listed',
  auto_renew_turned_off: 'auto_renew_off',
  went_into_extended_term: 'extended_term',
  immediate_change: 'change_dropped',
};

export type Judged = {
  readonly kind: string;
  readonly planted: CauseCode;
  /** Top cause of the difference of that kind and subject; `missed` when there is none. */
  readonly said: CauseCode | 'missed';
  readonly certainty: string;
};

export type CorpusResult = { readonly judged: readonly Judged[]; readonly kinds: number; readonly refused: readonly string[] };

/** Connects a sandbox world, reads it, lets so many faults happen in it, reads it again, compares, and holds each top cause against the truth. */
export async function runCorpus(db: Db, remotes: Remotes, { count, seed }: { count: number; seed: number }): Promise<CorpusResult> {
  const { context: made } = aContext(db, { openRemote: remotes.another() });
  const context: Context = { ...made, clock: createClock() };
  const connections = await connectAll(context, remotes);
  const { before, after } = manyFaults(remotes.world, { seed, count });
  const refusedBefore = await play(remotes, before);
  await syncAll(context, connections);
  const { refused, findings } = await play(remotes, after);
  await syncAll(context, connections);
  // Two hours later: what was read a moment ago may still be settling at the distributor.
  const ahead = Date.parse(remotes.world.now()) - Date.now() + 2 * 3_600_000;
  await runReconciliation({ ...context, clock: createFollowingClock(() => ahead) }, aJob());
  const found = await differencesIn(db);
  return {
    judged: findings.map((finding) => judge(finding, found)),
    kinds: new Set(findings.map(({ kind }) => kind)).size,
    refused: [...refusedBefore.refused, ...refused],
  };
}

type Played = { readonly refused: readonly string[]; readonly findings: readonly ScenarioFinding[] };

async function play(remotes: Remotes, scenario: object): Promise<Played> {
  // The control API answers with the run.
  const run = (await remotes.control('scenario', scenario)) as {
    happened: readonly { act: string; step: number; refused?: string }[];
    findings: readonly ScenarioFinding[];
  };
  return {
    refused: run.happened.flatMap(({ act, step, refused }) => (refused === undefined ? [] : [`${String(step)} ${act}: ${refused}`])),
    findings: run.findings,
  };
}

async function connectAll(context: Context, { credentials }: Remotes): Promise<readonly string[]> {
  const { partnerAccounts, distributors, psas } = credentials;
  const all: [string, Parameters<typeof addConnection>[1]['settings'], object][] = [
    ...partnerAccounts.map(({ tenantId, clientId, clientSecret, refreshToken }, n): (typeof all)[number] => [
      `Partner Center ${String(n + 1)}`,
      { kind: 'partnerCenter', cloud: 'global', partnerType: n === 0 ? 'directBill' : 'indirectReseller', tenantId, clientId },
      { clientSecret, refreshToken },
    ]),
    ...distributors.map(({ baseUrl, clientId, clientSecret }): (typeof all)[number] => [
      'Pax8',
      { kind: 'pax8', baseUrl, clientId },
      { clientSecret },
    ]),
    ...psas.map(({ baseUrl, companyId, publicKey, clientId, privateKey }): (typeof all)[number] => [
      'ConnectWise',
      { kind: 'connectWise', baseUrl, companyId, publicKey, clientId },
      { privateKey },
    ]),
  ];
  const ids: string[] = [];
  for (const [name, settings, secrets] of all) {
    const outcome = await addConnection(context, { name, settings, secrets });
    if (outcome.status !== 'added') throw new Error(outcome.because);
    ids.push(outcome.connection.connectionId);
  }
  return ids;
}

async function syncAll(context: Context, connections: readonly string[]): Promise<void> {
  await Promise.all(
    connections.map((connectionId, n) =>
      runSync(context, { connectionId, reach: 'full' }, aJob(`00000000-0000-7000-8000-00000000000${String(n)}`)),
    ),
  );
}

type Found = { readonly tenantId: string; readonly finding: Finding };

async function differencesIn(db: Db): Promise<readonly Found[]> {
  const rows = await inScope(db, everything, (tx) =>
    tx
      .selectFrom('difference')
      .innerJoin('customer', 'customer.customer_id', 'difference.customer_id')
      .select(['customer.tenant_id', 'difference.finding'])
      .where('difference.state', '=', 'open')
      .execute(),
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, finding: Finding.parse(row.finding) }));
}

function judge(truth: ScenarioFinding, found: readonly Found[]): Judged {
  const planted = codes[truth.causes[0]?.cause ?? ''];
  if (planted === undefined) throw new Error(`No code for the cause ${String(truth.causes[0]?.cause)}`);
  const same = found.find(
    ({ tenantId, finding }) => finding.kind === truth.kind && tenantId === truth.customerId && isAbout(finding, truth),
  );
  const [top] = same?.finding.causes ?? [];
  return { kind: truth.kind, planted, said: top?.code ?? 'missed', certainty: top?.certainty ?? '' };
}

const isAbout = ({ microsoft, psa }: Finding, { subscriptionId, psaAdditionIds }: ScenarioFinding): boolean =>
  subscriptionId === undefined ||
  microsoft.remoteIds.includes(subscriptionId) ||
  psa.remoteIds.some((id) => psaAdditionIds.includes(Number(id)));

export type Score = { readonly right: number; readonly wrongCertain: number; readonly unknown: number };

export const scoreOf = (judged: readonly Judged[]): Score => ({
  right: judged.filter(({ planted, said }) => planted === said).length / judged.length,
  wrongCertain: judged.filter(({ planted, said, certainty }) => certainty === 'certain' && planted !== said).length,
  unknown: judged.filter(({ said }) => said === 'unknown').length / judged.length,
});

/** Planted causes downwards, told causes across, as text: only what occurs. */
export function confusionMatrix(judged: readonly Judged[]): string {
  const rows = [...Map.groupBy(judged, ({ kind, planted }) => `${kind} / ${planted}`)].sort(([a], [b]) => (a < b ? -1 : 1));
  return rows
    .map(([name, all]) => {
      const told = [...Map.groupBy(all, ({ said, certainty }) => (certainty === '' ? said : `${said} (${certainty})`))]
        .sort(([, a], [, b]) => b.length - a.length)
        .map(([word, same]) => `${word} ${String(same.length)}`);
      return `${name.padEnd(62)} ${String(all.length).padStart(4)}  ${told.join(', ')}`;
    })
    .join('\n');
}
