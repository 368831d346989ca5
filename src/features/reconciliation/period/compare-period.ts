import { sumDecimals } from '../../../lib/decimal.ts';
import type { Finding } from '../../../model/difference.ts';
import { amountOf, money } from '../../../model/money.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import type { JobHandle } from '../../jobs/index.ts';
import { readBillingExceptions, readSettings } from '../../settings/index.ts';
import { applyRules } from '../acceptance/apply.ts';
import { addCounts, type Counts, noCounts } from '../reconcile.ts';
import { readSources } from '../sources.ts';
import { movingTotals } from '../totals.ts';
import { withoutLeftOut } from './books-left-out.ts';
import { type ControlTotal, controlTotals } from './control-totals.ts';
import { withoutKeptCredits } from './credits-kept.ts';
import { markInputs } from './inputs.ts';
import { type Judged, judge } from './judge.ts';
import { keepCharged } from './keep-charged.ts';
import { loadUnknownNames } from './load/unknown-names.ts';
import { type Given, loadStoredBooks, type StoredBooks } from './load-books.ts';
import { type ChargedMonth, chargedMonth } from './month.ts';
import type { OfTenant } from './of-tenant.ts';
import { readOldOffers } from './old-offers.ts';
import { proofOf } from './proven.ts';
import type { PublishedFile, PublishedFiles } from './published.ts';
import { reissued } from './reissued.ts';
import { type PeriodProof, settlePeriod } from './settle-period.ts';
import { customersOfPeriod, keepPeriod, type SettledOf, storedOfPeriod } from './store-period.ts';
import { compareSupplier } from './supplier/compare-supplier.ts';
import { toDifferences } from './to-difference.ts';
import { whose } from './whose.ts';

export type PeriodInput = { readonly period: string; readonly connectionIds: readonly string[] | undefined };

/** Money that was found, by kind and currency. */
export type KindMoney = { readonly kind: string; readonly currency: string; readonly count: number; readonly amount: string };

/** What a comparison of a month stands on and what it found; kept with its run and never changed. */
export type PeriodOutcome = {
  readonly mark: string;
  readonly files: readonly Pick<
    PublishedFile,
    'holds' | 'number' | 'connectionId' | 'version' | 'contentHash' | 'fetchedAt' | 'isComplete'
  >[];
  readonly leftOut: readonly string[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly file: string }[];
  readonly control: readonly ControlTotal[];
  readonly money: readonly KindMoney[];
  readonly counts: Counts;
};

type Standing = {
  readonly context: Context;
  readonly input: PeriodInput;
  readonly files: readonly PublishedFile[];
  readonly given: Given;
  readonly mark: string;
};

/** What is there to be compared, and the mark by which a comparison of the same is known. */
export async function standingOf(context: Context, published: PublishedFiles, input: PeriodInput): Promise<Standing> {
  const files = await published(context, input.period, input.connectionIds);
  const exceptions = await readBillingExceptions(context);
  return inScope(context.db, everything, async (tx) => {
    const { taxRates, compared, billing } = await readSettings(tx);
    const given = { sources: await readSources(tx), taxRates, compared, credits: { standard: billing, exceptions } };
    return { context, input, files, given, mark: await markInputs(tx, files, given) };
  });
}

/** Holds a month's published invoices against the books of that month, and keeps what only they show as differences. */
export async function comparePeriod(
  standing: Standing,
  job: Pick<JobHandle, 'progress' | 'signal'>,
  runId: string,
): Promise<PeriodOutcome> {
  const { context, input, files, given, mark } = standing;
  const month = chargedMonth(input.period, context.clock.now());
  const judged = await judge(month, files, () => loadStoredBooks((read) => inScope(context.db, everything, read), month, given));
  job.signal.throwIfAborted();
  const books = judged.stored;
  const supplier = await compareSupplier(context, month, { files, sources: given.sources }, judged.problems);
  const old = await readOldOffers(files, books.estate, judged.problems);
  const ofMicrosoft = proofOf(judged.books, books.taxPpm);
  const ofLines = differencesOf(withoutKeptCredits(judged, given.credits), month);
  const all = {
    found: [...ofLines, ...supplier.found],
    proof: {
      unproven: [...ofMicrosoft.unproven, ...supplier.unproven],
      leftOut: [...ofMicrosoft.leftOut, ...supplier.leftOut, ...old.leftOut],
    },
  };
  const { found: told, proof } = withoutLeftOut(all, given.compared);
  const found = [...told, ...(await reissued(standing, told, job.signal))];
  await job.progress({ done: files.length, step: 'Keeping what was found' });
  const counts = await keepFound(standing, { found, books, proof, runId });
  await inScope(context.db, everything, (tx) => keepCharged(tx, input.period, judged.invoices, books.customers.known));
  return {
    mark,
    files: files.map(({ holds, number, connectionId, version, contentHash, fetchedAt, isComplete }) => ({
      holds,
      number,
      connectionId,
      version,
      contentHash,
      fetchedAt,
      isComplete,
    })),
    leftOut: proof.leftOut,
    problems: judged.problems.problems.slice(0, 50).map(({ code, message, file }) => ({ code, message, file })),
    control: [...judged.invoices.flatMap(controlTotals), ...supplier.control, ...old.control],
    money: moneyByKind(found.map(({ finding }) => finding)),
    counts,
  };
}

function differencesOf({ findings, stored, books, invoices }: Judged, { period }: ChargedMonth): OfTenant[] {
  const named = new Set(findings.flatMap(({ psaIds = [] }) => psaIds.map(String)));
  const lines = (stored.psa?.lines ?? []).filter(({ id }) => named.has(id));
  return toDifferences(findings, {
    period,
    books,
    psaLines: new Map(lines.map((line) => [line.id, line])),
    connectionOf: new Map(invoices.map(({ file }) => [file.number, file.connectionId])),
  });
}

type Keep = { readonly found: readonly OfTenant[]; readonly books: StoredBooks; readonly proof: PeriodProof; readonly runId: string };

const batchSize = 500; // customers in one transaction

async function keepFound({ context, input, files }: Standing, { found, books, proof, runId }: Keep): Promise<Counts> {
  const names = await inScope(context.db, everything, (tx) =>
    loadUnknownNames(
      tx,
      files.map(({ invoiceId }) => invoiceId),
    ),
  );
  const owner = whose(books.customers.known, names);
  const byCustomer = Map.groupBy(found, ({ tenantId }) => owner(tenantId).customerId);
  const findings = new Map([...byCustomer].map(([id, all]) => [id, all.map(({ finding }) => finding)]));
  const customers = new Map(found.map(({ tenantId }) => [owner(tenantId).customerId, owner(tenantId)]));
  const nameOf = new Map(found.map(({ tenantId, finding }) => [finding, owner(tenantId).name]));
  const at = context.clock.now();
  const domain = { ...input, proof, today: context.clock.today().toString() };
  const ids = await inScope(context.db, everything, async (tx) =>
    [...new Set([...findings.keys(), ...(await customersOfPeriod(tx, input.period))])].sort(),
  );
  let counts = noCounts;
  for (let from = 0; from < ids.length; from += batchSize) {
    const some = ids.slice(from, from + batchSize);
    const part = await inScope(context.db, everything, (tx) =>
      movingTotals(tx, some, async () => {
        const stored = await storedOfPeriod(tx, input.period, some, at);
        const settled = settlePeriod(stored, new Map(some.map((id) => [id, findings.get(id) ?? []])), domain);
        const all = [...settled].map(([id, each]): SettledOf => ({ customer: customers.get(id) ?? owner.byId(id), settled: each }));
        await keepPeriod(tx, all, { runId, at, ids: context.ids, nameOf });
        return { ...countsOf(all), accepted: await applyRules(tx, context, some) };
      }),
    );
    counts = addCounts(counts, part);
  }
  return counts;
}

const countsOf = (all: readonly SettledOf[]): Counts => {
  const each = all.flatMap(({ settled }) => settled);
  return {
    customers: all.length,
    found: each.filter(({ act }) => act !== 'gone').length,
    opened: each.filter(({ act }) => act === 'open').length,
    cameBack: each.filter((one) => one.act === 'keep' && one.cameBack && !one.stored.cameBack).length,
    gone: each.filter(({ act }) => act === 'gone').length,
    accepted: 0, // by rules, afterwards
    incomplete: 0,
  };
};

function moneyByKind(findings: readonly Finding[]): KindMoney[] {
  const groups = Map.groupBy(findings, ({ kind, impact }) => `${kind} ${impact.currency}`);
  return [...groups.values()]
    .flatMap(([first, ...rest]): KindMoney[] => {
      if (first === undefined) return [];
      const all = [first, ...rest];
      const { amount, currency } = money(sumDecimals(all.map(({ impact }) => amountOf(impact))), first.impact.currency);
      return [{ kind: first.kind, currency, count: all.length, amount }];
    })
    .sort((a, b) => (a.kind + a.currency < b.kind + b.currency ? -1 : 1));
}
