import { sql } from 'kysely';
import type { SetupPage } from '../../model/setup.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { getOverview } from '../overview/index.ts';
import { type NetworkRun, readNetwork } from './check-network.ts';
import { type ChecklistItem, checklistOf } from './checklist.ts';
import { type Missing, missingOf } from './conditions.ts';
import { readFacts, type SetupFacts } from './facts.ts';
import { type ChecksRun, readChecks } from './run-checks.ts';
import { nextOf, type StepView, stepsOf } from './steps.ts';
import { readSetup } from './store.ts';

/** What the first comparison will show, from what was read so far, and how long reading everything takes. */
export type Preview = {
  readonly customers: number;
  readonly subscriptions: number;
  readonly differences: number;
  /** The longest of the last whole readings: they run beside each other. Null when there was none. */
  readonly seconds: number | null;
};

export type SetupView = {
  readonly facts: SetupFacts;
  readonly steps: readonly StepView[];
  readonly next: SetupPage | null;
  readonly missing: readonly Missing[];
  readonly checklist: readonly ChecklistItem[];
  readonly network: NetworkRun | undefined;
  readonly preview: Preview;
  readonly checks: ChecksRun | undefined;
  readonly hasSamples: boolean;
};

/** The whole set-up, counted from the data as they are now. */
export async function getSetup(context: Context): Promise<SetupView> {
  const facts = await readFacts(context);
  return {
    facts,
    steps: stepsOf(facts),
    next: nextOf(facts),
    missing: missingOf(facts),
    checklist: await checklistOf(context, facts),
    network: readNetwork(facts.network, facts.choices),
    preview: await previewOf(context),
    checks: await inScope(context.db, everything, async (tx) => readChecks((await readSetup(tx)).checks)),
    hasSamples: context.installation.sampleAccounts !== undefined,
  };
}

async function previewOf(context: Context): Promise<Preview> {
  const { customers, subscriptions, open } = await getOverview(context);
  return { customers, subscriptions, differences: open, seconds: await longestReading(context) };
}

const longestReading = (context: Context): Promise<number | null> =>
  inScope(context.db, everything, async (tx) => {
    const { rows } = await sql<{ seconds: number | null }>`
      select max(seconds)::int as seconds from (
        select distinct on (connection_id) ceil(extract(epoch from ended_at - started_at)) as seconds from sync_run
        where reach = 'full' and state in ('completed', 'partial') order by connection_id, started_at desc
      ) as last_runs`.execute(tx);
    return rows[0]?.seconds ?? null;
  });
