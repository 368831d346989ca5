import { sql } from 'kysely';
import { Decimal } from '../../../lib/decimal.ts';
import { CauseCode, DifferenceKind } from '../../../model/difference.ts';
import { ownReseller } from '../../../model/ids.ts';
import { money } from '../../../model/money.ts';
import { DismissReason } from '../../../model/worklist.ts';
import type { Db, Tx } from '../../../platform/db/connect.ts';
import type { AcceptanceRule, RuleTerms } from './rule.ts';

const selectRules = (db: Db) => db.selectFrom('acceptance_rule').selectAll().orderBy('created_at').orderBy('rule_id');

/** In the order in which they were made: the first that takes a difference has it. */
export const readRules = async (db: Db): Promise<AcceptanceRule[]> => (await selectRules(db).execute()).map(toRule);

/** Locked, so that two comparisons at once keep within a limit together. */
export const lockActiveRules = async (tx: Tx): Promise<AcceptanceRule[]> =>
  (await selectRules(tx).where('is_active', '=', true).forUpdate().execute()).map(toRule);

export async function lockRule(tx: Tx, ruleId: string): Promise<AcceptanceRule | undefined> {
  const row = await tx.selectFrom('acceptance_rule').selectAll().where('rule_id', '=', ruleId).forUpdate().executeTakeFirst();
  return row && toRule(row);
}

const toRule = (row: Awaited<ReturnType<ReturnType<typeof selectRules>['execute']>>[number]): AcceptanceRule => ({
  ruleId: row.rule_id,
  name: row.name,
  isActive: row.is_active,
  kinds: row.kinds.map((kind) => DifferenceKind.parse(kind)),
  causes: row.causes.map((cause) => CauseCode.parse(cause)),
  customerId: row.customer_id,
  product: row.product,
  onlyCertain: row.only_certain,
  coversCosts: row.covers_costs,
  limitEach: money(row.each_limit_amount, row.currency),
  limitTotal: money(row.total_limit_amount, row.currency),
  because: DismissReason.parse(row.because),
  reason: row.reason,
  expiresOn: row.expires_on,
  createdBy: row.created_by,
  createdAt: row.created_at,
  version: row.version,
});

const columnsOf = (rule: RuleTerms & Pick<AcceptanceRule, 'coversCosts' | 'isActive'>) => ({
  name: rule.name,
  is_active: rule.isActive,
  kinds: [...rule.kinds],
  causes: [...rule.causes],
  customer_id: rule.customerId,
  product: rule.product,
  only_certain: rule.onlyCertain,
  covers_costs: rule.coversCosts,
  each_limit_amount: rule.limitEach.amount,
  total_limit_amount: rule.limitTotal.amount,
  currency: rule.limitEach.currency,
  because: rule.because,
  reason: rule.reason,
  expires_on: rule.expiresOn,
});

export const insertRule = (tx: Tx, rule: AcceptanceRule): Promise<unknown> =>
  tx
    .insertInto('acceptance_rule')
    .values({
      rule_id: rule.ruleId,
      reseller_id: ownReseller,
      ...columnsOf(rule),
      created_by: rule.createdBy,
      created_at: rule.createdAt,
      changed_at: rule.createdAt,
      version: rule.version,
    })
    .execute();

export const updateRule = (tx: Tx, rule: AcceptanceRule, at: Temporal.Instant): Promise<unknown> =>
  tx
    .updateTable('acceptance_rule')
    .set({ ...columnsOf(rule), changed_at: at, version: rule.version })
    .where('rule_id', '=', rule.ruleId)
    .execute();

export const deleteRule = (tx: Tx, ruleId: string): Promise<unknown> =>
  tx.deleteFrom('acceptance_rule').where('rule_id', '=', ruleId).execute();

/** What nobody decided about: a difference that a person opened again is his. */
export const isUndecided = sql<boolean>`difference.state = 'open' and difference.decided_by is null`;

/** What each rule holds accepted, without regard to direction. */
export async function heldByRules(db: Db): Promise<ReadonlyMap<string, { readonly count: number; readonly amount: Decimal }>> {
  const { rows } = await sql<{ rule_id: string; count: number; amount: string }>`
    select rule_id, count(*)::int as count, sum(abs(impact)) as amount from difference
    where rule_id is not null and state = 'accepted' group by rule_id`.execute(db);
  return new Map(rows.map((row) => [row.rule_id, { count: row.count, amount: new Decimal(row.amount) }]));
}
