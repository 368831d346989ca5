import { publicId } from '../../../model/ids.ts';
import type { Money } from '../../../model/money.ts';
import { money } from '../../../model/money.ts';
import type { Db } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import { type Context, seesCosts } from '../../context.ts';
import { letGo } from './let-go.ts';
import type { AcceptanceRule, RuleTerms } from './rule.ts';
import { deleteRule, heldByRules, insertRule, lockRule, readRules, updateRule } from './store.ts';

/** A rule with what it holds accepted now. */
export type RuleView = AcceptanceRule & {
  readonly customerName: string | undefined;
  readonly accepted: { readonly count: number; readonly money: Money };
};

export const listRules = (context: Context): Promise<RuleView[]> => inScope(context.db, context.scope, readViews);

async function readViews(db: Db): Promise<RuleView[]> {
  const rules = await readRules(db);
  const held = await heldByRules(db);
  const names = await namesOf(
    db,
    rules.flatMap(({ customerId }) => customerId ?? []),
  );
  return rules.map((rule) => {
    const { count = 0, amount } = held.get(rule.ruleId) ?? {};
    return {
      ...rule,
      customerName: names.get(rule.customerId ?? ''),
      accepted: { count, money: money(amount ?? '0', rule.limitTotal.currency) },
    };
  });
}

async function namesOf(db: Db, customerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (customerIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('customer')
    .select(['customer_id', 'name'])
    .where('customer_id', 'in', [...customerIds])
    .execute();
  return new Map(rows.map((row) => [row.customer_id, row.name]));
}

export type RuleRefusal = 'two_currencies' | 'no_such_customer';
export type KeptRule =
  | { readonly status: 'kept'; readonly rule: RuleView }
  | { readonly status: 'absent' }
  | { readonly status: 'changed_since' }
  | { readonly status: 'refused'; readonly because: RuleRefusal };

/** Adds a rule; it works from the next comparison on, so that nothing moves behind the back of whoever looks at the list. */
export const addRule = (context: Context, terms: RuleTerms): Promise<KeptRule> =>
  inScope(context.db, context.scope, async (tx): Promise<KeptRule> => {
    const refusal = await refuse(tx, terms);
    if (refusal !== undefined) return { status: 'refused', because: refusal };
    const rule: AcceptanceRule = {
      ...terms,
      ruleId: context.ids(),
      isActive: true,
      coversCosts: seesCosts(context.actor),
      createdBy: context.actor.name,
      createdAt: context.clock.now(),
      version: 1,
    };
    await insertRule(tx, rule);
    await record(tx, context, { action: 'rule.added', object: publicId('rule', rule.ruleId), after: terms, reason: terms.reason });
    return viewOf(tx, rule.ruleId);
  });

export type RuleChange = { readonly [Name in keyof RuleTerms]?: RuleTerms[Name] | undefined } & {
  readonly isActive?: boolean | undefined;
  readonly version: number;
};

/** Changes what is named. What it holds and would no longer take is opened again at once. */
export const changeRule = (context: Context, ruleId: string, change: RuleChange): Promise<KeptRule> =>
  inScope(context.db, context.scope, async (tx): Promise<KeptRule> => {
    const before = await lockRule(tx, ruleId);
    if (before === undefined) return { status: 'absent' };
    if (before.version !== change.version) return { status: 'changed_since' };
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    // A rule is as far-sighted as whoever wrote it last: nobody widens one that sees more than he does.
    const coversCosts = before.coversCosts && seesCosts(context.actor);
    const rule: AcceptanceRule = { ...before, ...given, coversCosts, version: before.version + 1 };
    const refusal = await refuse(tx, rule);
    if (refusal !== undefined) return { status: 'refused', because: refusal };
    await updateRule(tx, rule, context.clock.now());
    const opened = await letGo(tx, context, ruleId, rule);
    await record(tx, context, {
      action: 'rule.changed',
      object: publicId('rule', ruleId),
      before: termsOf(before),
      after: { ...termsOf(rule), opened },
    });
    return viewOf(tx, ruleId);
  });

/** Removes a rule; what it held is opened again. False when there is none. */
export const removeRule = (context: Context, ruleId: string): Promise<boolean> =>
  inScope(context.db, context.scope, async (tx) => {
    const before = await lockRule(tx, ruleId);
    if (before === undefined) return false;
    const opened = await letGo(tx, context, ruleId, undefined);
    await deleteRule(tx, ruleId);
    await record(tx, context, { action: 'rule.removed', object: publicId('rule', ruleId), before: termsOf(before), after: { opened } });
    return true;
  });

const termsOf = ({ ruleId: _, createdAt: __, ...terms }: AcceptanceRule) => terms;

async function viewOf(db: Db, ruleId: string): Promise<KeptRule> {
  const rule = (await readViews(db)).find((each) => each.ruleId === ruleId);
  return rule === undefined ? { status: 'absent' } : { status: 'kept', rule };
}

async function refuse(db: Db, { limitEach, limitTotal, customerId }: RuleTerms): Promise<RuleRefusal | undefined> {
  if (limitEach.currency !== limitTotal.currency) return 'two_currencies';
  if (customerId !== null && (await namesOf(db, [customerId])).size === 0) return 'no_such_customer';
  return undefined;
}
