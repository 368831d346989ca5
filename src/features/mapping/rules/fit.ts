import type { ProductKey } from '../../../model/subscription.ts';
import type { BillingFrequency, Term } from '../../../model/term.ts';
import { candidate, type Mapping, type Suggestion } from '../match.ts';
import { byEvidence } from '../settle.ts';

/** "When the term is 1 year, service M365-A": what must fit, and to what it does not apply all the same. */
export type RuleTerms = {
  readonly name: string;
  /** Letters of the product's name, in any case; null: any name. */
  readonly productHas: string | null;
  readonly productId: string | null;
  readonly skuId: string | null;
  readonly term: Term | null;
  readonly frequency: BillingFrequency | null;
  /** Commercial, Education, ...: the SKU's own, in any case. A product whose segment nobody knows does not fit one. */
  readonly segment: string | null;
  /** Microsoft's id: only what was bought with this promotion. */
  readonly promotionId: string | null;
  /** `productId:skuId` of products to which it does not apply. */
  readonly except: readonly string[];
  /** The PSA's own id. */
  readonly serviceId: string;
};

export type Ruled = { readonly key: ProductKey; readonly name: string; readonly segment: string | null };
export type RuleAnswer = 'fits' | 'excepted' | 'other';

const same = (wanted: string | null, is: string): boolean => wanted === null || wanted.toLowerCase() === is.toLowerCase();

export function askRule(rule: RuleTerms, { key, name, segment }: Ruled): RuleAnswer {
  const fits =
    same(rule.productId, key.productId) &&
    same(rule.skuId, key.skuId) &&
    same(rule.term, key.term) &&
    same(rule.frequency, key.frequency) &&
    same(rule.segment, segment ?? '') &&
    same(rule.promotionId, key.promotionId ?? '') &&
    (rule.productHas === null || name.toLowerCase().includes(rule.productHas.toLowerCase()));
  if (!fits) return 'other';
  return rule.except.some((each) => same(each, `${key.productId}:${key.skuId}`)) ? 'excepted' : 'fits';
}

/** The first rule in order that applies. */
export const ruleFor = <Rule extends RuleTerms>(rules: readonly Rule[], product: Ruled): Rule | undefined =>
  rules.find((rule) => askRule(rule, product) === 'fits');

type Service = { readonly remoteId: string; readonly name: string; readonly code: string };

export const ruledBy = (rule: RuleTerms, service: Service): Suggestion => {
  const one = candidate({ id: service.remoteId, name: service.name, detail: service.code }, 'rule', [`rule: ${rule.name}`]);
  return { state: 'mapped', how: 'rule', targetId: one.targetId, evidence: one.evidence, candidates: [one] };
};

/** A rule stands before all evidence, and never before a person. */
export const settleRuled = (before: Mapping | undefined, ruled: Suggestion): Mapping =>
  before === undefined || before.decidedBy === null ? byEvidence(ruled, before?.rejected) : before;
