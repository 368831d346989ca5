import { z } from 'zod';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { verifyConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { type Missing, missingOf, standingOf } from './conditions.ts';
import { readFacts, type SetupFacts } from './facts.ts';
import { changeSetup, lockSetup } from './store.ts';

/** The four checks of the finish (S78). `lastKnown`: passed on what was read before, because a system does not answer now. */
export const CheckOutcome = z.enum(['passed', 'lastKnown', 'failed']);
const SetupCheck = z.object({
  check: z.enum(['connections', 'accounts', 'products', 'readyToSync']),
  outcome: CheckOutcome,
  detail: z.string(),
});
export type SetupCheck = z.infer<typeof SetupCheck>;
const StoredChecks = z.object({ at: z.string(), by: z.string(), checks: z.array(SetupCheck) });
export type ChecksRun = { readonly at: Temporal.Instant; readonly by: string; readonly checks: readonly SetupCheck[] };

export const readChecks = (stored: unknown): ChecksRun | undefined => {
  const parsed = StoredChecks.safeParse(stored).data;
  return parsed === undefined ? undefined : { ...parsed, at: Temporal.Instant.from(parsed.at) };
};

/** Asks every account again, now and not from what is known, and counts what is mapped; keeps the answer. No transaction is open while remotes are asked. */
export async function runChecks(context: Context): Promise<{ readonly facts: SetupFacts; readonly run: ChecksRun }> {
  const before = await readFacts(context);
  await Promise.all(
    before.connections.filter(({ state }) => state !== 'off').map(({ connectionId }) => verifyConnection(context, connectionId)),
  );
  const facts = await readFacts(context);
  const run = { at: context.clock.now(), by: context.actor.name, checks: judgeChecks(facts) };
  await inScope(context.db, everything, async (tx) => {
    await lockSetup(tx, run.at);
    await changeSetup(tx, { checks: JSON.stringify({ ...run, at: run.at.toString() }) }, run.at);
  });
  return { facts, run };
}

/** Pure: the four checks from the facts. */
export function judgeChecks(facts: SetupFacts): readonly SetupCheck[] {
  const missing = missingOf(facts);
  const standings = facts.connections.filter(({ state }) => state !== 'off').map((each) => ({ each, standing: standingOf(each) }));
  const silent = standings.filter(({ standing }) => standing === 'lastKnown').map(({ each }) => each);
  const off = missing.filter(({ page }) => page === 'connections');
  const products = Object.values(facts.products.states).reduce((sum, n) => sum + n, 0);
  return [
    checked('connections', off, silent.length > 0 ? silentWords(silent, facts) : `${standings.length} accounts answer.`, silent.length > 0),
    checked('accounts', ofPage(missing, 'accountMapping'), `${facts.accounts.mapped} of ${facts.customers.all} customers are mapped.`),
    checked('products', ofPage(missing, 'productMapping'), `${facts.products.states.mapped ?? 0} of ${products} products are mapped.`),
    checked(
      'readyToSync',
      missing.filter(({ page }) => ['systems', 'readiness', 'access'].includes(page)),
      facts.withoutEvidence === undefined
        ? `${facts.customers.ready} of ${facts.customers.all} customers are Ready.`
        : `${facts.customers.ready} customers are Ready; the others are compared without tenant evidence.`,
    ),
  ];
}

const ofPage = (missing: readonly Missing[], page: Missing['page']): readonly Missing[] => missing.filter((each) => each.page === page);

const checked = (check: SetupCheck['check'], missing: readonly Missing[], good: string, isLastKnown = false): SetupCheck =>
  missing.length > 0
    ? { check, outcome: 'failed', detail: missing.map(({ detail }) => detail).join(' ') }
    : { check, outcome: isLastKnown ? 'lastKnown' : 'passed', detail: good };

function silentWords(silent: SetupFacts['connections'], { customers }: SetupFacts): string {
  return silent
    .map(
      ({ name, readAt }) =>
        `${name} does not answer. Last known: ${customers.ready} Ready (${readAt?.toString().slice(0, 16) ?? 'never'}Z).`,
    )
    .join(' ');
}
