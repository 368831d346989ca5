import { expect, test } from 'vitest';
import { safeBilling } from '../../../model/billing-behaviour.ts';
import { type CreditRules, creditMark } from './credit-rules.ts';
import { withoutKeptCredits } from './credits-kept.ts';
import type { Judged } from './judge.ts';

const credit = { kind: 'credit_not_passed_on', customerId: 'tenant-1', subscriptionId: 's1' } as const;
const late = { kind: 'late_credit_note', customerId: 'tenant-2' } as const;
const other = { kind: 'rounding', customerId: 'tenant-1' } as const;
// Of a judged month only what these rules look at.
const judged = {
  findings: [credit, late, other],
  stored: { customers: { known: new Map([['tenant-1', { customerId: 'contoso' }]]) } },
  books: { estate: { byId: new Map([['s1', [{ productId: 'P', skuId: '0001' }]]]) } },
} as unknown as Judged;

const all = { customerId: undefined, product: undefined };
const keeps = { credits: 'partner' } as const;
const kinds = (rules: CreditRules) => withoutKeptCredits(judged, rules).findings.map(({ kind }) => kind);

test.each<[string, CreditRules, readonly string[]]>([
  ['handed on: told', { standard: safeBilling, exceptions: [] }, ['credit_not_passed_on', 'late_credit_note', 'rounding']],
  ['kept by choice: no difference', { standard: { ...safeBilling, ...keeps }, exceptions: [] }, ['rounding']],
  [
    'kept of one customer',
    { standard: safeBilling, exceptions: [{ ...all, customerId: 'contoso', choice: keeps }] },
    ['late_credit_note', 'rounding'],
  ],
  [
    'kept of one product',
    { standard: safeBilling, exceptions: [{ ...all, product: { productId: 'p', skuId: '0001' }, choice: keeps }] },
    ['late_credit_note', 'rounding'],
  ],
])('a credit that is %s', (_name, rules, expected) => {
  expect(kinds(rules)).toEqual(expected);
});

test('a month is compared again when who has credits changed, and for no other choice', () => {
  const standard = safeBilling;
  const mark = creditMark({ standard, exceptions: [] });
  expect(creditMark({ standard: { ...standard, prorate: false }, exceptions: [{ ...all, choice: { prorate: false } }] })).toEqual(mark);
  expect(creditMark({ standard: { ...standard, ...keeps }, exceptions: [] })).not.toEqual(mark);
  expect(creditMark({ standard, exceptions: [{ ...all, customerId: 'contoso', choice: keeps }] })).not.toEqual(mark);
});
