import type { ConnectionId } from '../../../model/ids.ts';
import type { MappingState } from '../../../model/mapping.ts';
import type { BillingFrequency, Term } from '../../../model/term.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { askRule, type RuleTerms, ruleFor } from './fit.ts';
import { readRules } from './store.ts';

/** What a rule would do to a product that it fits. */
export type TriedProduct = {
  readonly mappingId: string;
  readonly productName: string;
  readonly productId: string;
  readonly skuId: string;
  readonly term: Term;
  readonly frequency: BillingFrequency;
  readonly segment: string | null;
  readonly promotionId: string | null;
  readonly state: MappingState;
  readonly serviceName: string | null;
  readonly subscriptions: number;
  /** changes: it would be mapped by this rule; same: it is mapped there already; manual: a person chose, and that stands; excepted; earlier: a rule before it decides. */
  readonly becomes: 'changes' | 'same' | 'manual' | 'excepted' | 'earlier';
};

/** The test bench: what a rule would do to the products of today, before it is kept. `ruleId`: instead of that one, in its place. */
export function tryMappingRule(
  context: Context,
  { connectionId, terms, ruleId }: { readonly connectionId: ConnectionId; readonly terms: RuleTerms; readonly ruleId?: string | undefined },
): Promise<readonly TriedProduct[]> {
  return inScope(context.db, everything, async (tx) => {
    const rules = await readRules(tx, connectionId);
    const at = rules.findIndex((rule) => rule.ruleId === ruleId);
    const earlier = at < 0 ? rules : rules.slice(0, at);
    const rows = await tx
      .selectFrom('product_mapping as mapping')
      .leftJoin('psa_service as service', (join) =>
        join.onRef('service.connection_id', '=', 'mapping.connection_id').onRef('service.remote_id', '=', 'mapping.service_remote_id'),
      )
      .selectAll('mapping')
      .select('service.name as service_name')
      .where('mapping.connection_id', '=', connectionId)
      .orderBy('mapping.name_key')
      .orderBy('mapping.mapping_id')
      .execute();
    return rows.flatMap((row): TriedProduct[] => {
      // Written from the same schemas.
      const [term, frequency, state] = [row.term as Term, row.frequency as BillingFrequency, row.state as MappingState];
      const promotionId = row.promotion_id === '' ? null : row.promotion_id;
      const key = { productId: row.product_id, skuId: row.sku_id, term, frequency, ...(promotionId !== null && { promotionId }) };
      const product = { key, name: row.product_name, segment: row.segment };
      const answer = askRule(terms, product);
      if (answer === 'other') return [];
      const becomes = (): TriedProduct['becomes'] => {
        if (answer === 'excepted') return 'excepted';
        if (row.decided_by !== null) return 'manual';
        if (ruleFor(earlier, product) !== undefined) return 'earlier';
        return state === 'mapped' && row.service_remote_id === terms.serviceId ? 'same' : 'changes';
      };
      return [
        {
          mappingId: row.mapping_id,
          productName: row.product_name,
          productId: row.product_id,
          skuId: row.sku_id,
          term,
          frequency,
          segment: row.segment,
          promotionId,
          state,
          serviceName: row.service_name,
          subscriptions: row.subscriptions,
          becomes: becomes(),
        },
      ];
    });
  });
}
