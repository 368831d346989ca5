import { Decimal } from '../../lib/decimal.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { keepBilled } from '../customers/index.ts';
import { readSettings } from '../settings/index.ts';
import { applyRules } from './acceptance/apply.ts';
import type { Source } from './books.ts';
import { readCatalogues } from './catalogues.ts';
import { compare } from './compare.ts';
import { forgetCompared } from './incremental/outdated.ts';
import { readBooks, type Setting } from './read-books.ts';
import { settle } from './settle.ts';
import { readSources } from './sources.ts';
import { type Customer, customersById, keepSettled, storedDifferences } from './store.ts';
import { movingTotals } from './totals.ts';

/** Numbers of one comparison; `found` is what holds now, the others are what changed. */
export type Counts = {
  readonly customers: number;
  readonly found: number;
  readonly opened: number;
  readonly cameBack: number;
  readonly gone: number;
  /** By rules, without a person. */
  readonly accepted: number;
  /** Customers about whom some kind could not be decided, because a source is not complete. */
  readonly incomplete: number;
};

export const noCounts: Counts = { customers: 0, found: 0, opened: 0, cameBack: 0, gone: 0, accepted: 0, incomplete: 0 };

export const addCounts = (a: Counts, b: Counts): Counts => ({
  customers: a.customers + b.customers,
  found: a.found + b.found,
  opened: a.opened + b.opened,
  cameBack: a.cameBack + b.cameBack,
  gone: a.gone + b.gone,
  accepted: a.accepted + b.accepted,
  incomplete: a.incomplete + b.incomplete,
});

/** What a comparison stands on: sources, catalogues, settings, the day. Read once and used for all customers. */
export async function readSetting(context: Context, tx: Tx): Promise<Setting> {
  const settings = await readSettings(tx);
  return {
    catalogues: await readCatalogues(tx),
    sources: await readSources(tx),
    policy: {
      priceTolerance: new Decimal(settings.priceTolerance),
      settlingMinutes: settings.settlingMinutes,
      compared: settings.compared,
    },
    now: context.clock.now(),
    today: context.clock.today().toString(),
  };
}

export const sourcesOf = ({ sources }: Pick<Setting, 'sources'>): Source[] =>
  sources.map(({ connectionId, name, readAt, verdict, failedUnits }) => ({
    connectionId,
    name,
    readAt,
    verdict: verdict === 'complete' && failedUnits.size > 0 ? 'partial' : verdict,
  }));

/** Compares some customers and keeps what is found, with decisions and totals, in the transaction it is given. */
export async function reconcile(
  tx: Tx,
  context: Pick<Context, 'actor' | 'clock' | 'ids'>,
  { setting, customers, runId }: { setting: Setting; customers: readonly Customer[]; runId: string },
): Promise<Counts> {
  const customerIds = customers.map((customer) => customer.customerId);
  if (customerIds.length === 0) return noCounts;
  return movingTotals(tx, customerIds, async () => {
    await keepBilled(tx, customerIds);
    const books = new Map((await readBooks(tx, setting, customerIds)).map((each) => [each.customerId, each]));
    const stored = await storedDifferences(tx, customerIds, setting.now);
    let counts = noCounts;
    for (const customer of customers) {
      const book = books.get(customer.customerId);
      const compared = book === undefined ? { findings: [], unproven: [] } : compare(book);
      const settled = settle(stored.get(customer.customerId) ?? [], compared, setting.today);
      await keepSettled(tx, { customer, settled, runId, at: setting.now, ids: context.ids });
      counts = addCounts(counts, {
        customers: 1,
        found: compared.findings.length,
        opened: settled.filter((each) => each.act === 'open').length,
        cameBack: settled.filter((each) => each.act === 'keep' && each.cameBack && !each.stored.cameBack).length,
        gone: settled.filter((each) => each.act === 'gone').length,
        accepted: 0, // below, for all of them
        incomplete: compared.unproven.length > 0 ? 1 : 0,
      });
    }
    return { ...counts, accepted: await applyRules(tx, context, customerIds) };
  });
}

/**
 * Compares these customers again, after a change to one of their books or when somebody asks. The run id is that of no run: it was no full
 * comparison, and the next one looks at them again.
 */
export async function reconcileCustomers(context: Context, customerIds: readonly string[]): Promise<Counts> {
  if (customerIds.length === 0) return noCounts;
  return inScope(context.db, context.scope, (tx) => reconcileIn(tx, context, customerIds));
}

/** The same in a transaction of the caller, who may take it back. */
export async function reconcileIn(tx: Tx, context: Context, customerIds: readonly string[]): Promise<Counts> {
  const setting = await readSetting(context, tx);
  const customers = await customersById(tx, customerIds);
  await forgetCompared(tx, customerIds);
  return reconcile(tx, context, { setting, customers, runId: context.ids() });
}

export const reconcileCustomer = (context: Context, customerId: string): Promise<Counts> => reconcileCustomers(context, [customerId]);
