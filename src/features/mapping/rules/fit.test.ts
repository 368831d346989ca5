import { describe, expect, test } from 'vitest';
import type { Mapping } from '../match.ts';
import { askRule, type RuleAnswer, type RuleTerms, ruledBy, ruleFor, settleRuled } from './fit.ts';

const rule = (more: Partial<RuleTerms> = {}): RuleTerms => ({
  name: 'Premium by year',
  productHas: null,
  productId: null,
  skuId: null,
  term: null,
  frequency: null,
  segment: null,
  promotionId: null,
  except: [],
  serviceId: '101',
  ...more,
});
const premium = {
  key: { productId: 'CFQ7TTC0LCHC', skuId: '0002', term: 'P1Y', frequency: 'monthly' },
  name: 'Microsoft 365 Business Premium',
  segment: 'Commercial',
} as const;

describe('a rule about Business Premium for a year, billed monthly', () => {
  test.each<readonly [string, Partial<RuleTerms>, RuleAnswer]>([
    ['fits without conditions', {}, 'fits'],
    ['fits by letters of its name in any case', { productHas: 'business PREMIUM' }, 'fits'],
    ['fits by its term and frequency', { term: 'P1Y', frequency: 'monthly' }, 'fits'],
    ['is another with another term: two terms are two rows', { term: 'P1M' }, 'other'],
    ['is another with another product', { productId: 'CFQ7TTC0LH18' }, 'other'],
    ['is another when one of two conditions does not fit', { productHas: 'Premium', frequency: 'annual' }, 'other'],
    ['fits by its segment in any case', { segment: 'commercial' }, 'fits'],
    ['is another in another segment', { segment: 'Education' }, 'other'],
    ['is another where only what a promotion sold is meant', { promotionId: '39NFJQT1PJPD:0001:39NFJQT1Q5KL' }, 'other'],
    ['is excepted by product and SKU', { productHas: 'Premium', except: ['cfq7ttc0lchc:0002'] }, 'excepted'],
  ])('%s', (_name, more, answer) => {
    expect(askRule(rule(more), premium)).toBe(answer);
  });
});

test('a rule about a promotion fits what was bought with it, and no product of an unknown segment fits a segment', () => {
  const bought = { ...premium, key: { ...premium.key, promotionId: 'SPRING' }, segment: null };

  expect(askRule(rule({ promotionId: 'spring' }), bought)).toBe('fits');
  expect(askRule(rule(), bought)).toBe('fits');
  expect(askRule(rule({ segment: 'Commercial' }), bought)).toBe('other');
});

test('the first rule that applies decides, an exception leaves it to the next', () => {
  const rules = [
    rule({ name: 'all but', except: ['CFQ7TTC0LCHC:0002'] }),
    rule({ name: 'premium', productHas: 'premium' }),
    rule({ name: 'rest' }),
  ];

  expect(ruleFor(rules, premium)?.name).toBe('premium');
  expect(ruleFor<RuleTerms>([], premium)).toBeUndefined();
});

describe('what a rule says', () => {
  const ruled = ruledBy(rule(), { remoteId: '101', name: 'M365 BP yearly', code: 'M365-A' });
  const kept = (more: Partial<Mapping>): Mapping => ({
    ...ruled,
    decidedBy: null,
    reason: null,
    ignoredUntil: null,
    isAbsent: false,
    rejected: [],
    ...more,
  });

  test('stands before evidence', () => {
    expect(settleRuled(kept({ how: 'sku', targetId: '7' }), ruled)).toMatchObject({ state: 'mapped', how: 'rule', targetId: '101' });
  });

  test('never overwrites a choice of a person', () => {
    const chosen = kept({ how: 'manual', targetId: '7', decidedBy: 'Ana' });

    expect(settleRuled(chosen, ruled)).toBe(chosen);
  });
});
