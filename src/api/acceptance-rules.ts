import type { z } from 'zod';
import * as contract from '../contract/acceptance-rules.ts';
import {
  addRule,
  changeRule,
  type KeptRule,
  listRules,
  type RuleView,
  removeRule,
  type Tried,
  tryRule,
} from '../features/reconciliation/index.ts';
import { publicId } from '../model/ids.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { shownRow } from './show-difference.ts';

const noRule = refuse('not_found', 'There is no rule with this id.');

export const acceptanceRuleRoutes: readonly Mounted[] = [
  handle(contract.listAcceptanceRules, async ({ context }) => good({ data: (await listRules(context)).map(shownRule) })),
  handle(contract.addAcceptanceRule, async ({ context, body }) => answer(await addRule(context, body))),
  handle(contract.changeAcceptanceRule, async ({ context, params, body }) => answer(await changeRule(context, params.id, body))),
  handle(contract.removeAcceptanceRule, async ({ context, params }) => ((await removeRule(context, params.id)) ? good(undefined) : noRule)),
  handle(contract.tryAcceptanceRule, async ({ context, body }) => {
    if (body.limitEach.currency !== body.limitTotal.currency) return twoCurrencies;
    const { now, lastMonth, fixedByPeople } = await tryRule(context, body);
    const at = context.clock.now();
    return good({ now: shownTried(now, at), lastMonth: shownTried(lastMonth, at), fixedByPeople });
  }),
];

const twoCurrencies = refuse('invalid', 'Both limits are in one currency.', {
  errors: [{ pointer: '/limitTotal/currency', code: 'two_currencies', detail: 'is not the currency of limitEach' }],
});

function answer(kept: KeptRule): Good<z.input<typeof contract.AcceptanceRule>> | Refusal {
  switch (kept.status) {
    case 'kept':
      return good(shownRule(kept.rule));
    case 'absent':
      return noRule;
    case 'changed_since':
      return refuse('precondition_failed', 'Somebody changed this rule since you looked.', { hint: 'Look at it again, then change it.' });
    case 'refused':
      return kept.because === 'two_currencies'
        ? twoCurrencies
        : refuse('invalid', 'There is no customer with this id.', {
            errors: [{ pointer: '/customerId', code: 'unknown_customer', detail: 'is no customer' }],
          });
  }
}

const shownRule = (rule: RuleView): z.input<typeof contract.AcceptanceRule> => ({
  id: publicId('rule', rule.ruleId),
  name: rule.name,
  kinds: [...rule.kinds],
  causes: [...rule.causes],
  customerId: rule.customerId === null ? null : publicId('customer', rule.customerId),
  customerName: rule.customerName ?? null,
  product: rule.product,
  onlyCertain: rule.onlyCertain,
  limitEach: rule.limitEach,
  limitTotal: rule.limitTotal,
  because: rule.because,
  reason: rule.reason,
  expiresOn: rule.expiresOn,
  isActive: rule.isActive,
  coversCosts: rule.coversCosts,
  accepted: rule.accepted.count,
  acceptedMoney: rule.accepted.money,
  createdBy: rule.createdBy,
  createdAt: rule.createdAt.toString(),
  version: rule.version,
});

const shownTried = ({ count, money, overLimit, sample }: Tried, at: Temporal.Instant) => ({
  count,
  money: [...money],
  overLimit,
  sample: sample.map((view) => shownRow(view, at)),
});
