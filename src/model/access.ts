import { z } from 'zod';

/** GDAP in the five words of the product (product.md section 3). */
export const AccessState = z.enum(['active', 'missing', 'pending', 'expired', 'error']);
export type AccessState = z.infer<typeof AccessState>;

/** A delegated admin relationship (Graph, `delegatedAdminRelationship`) in our words. */
export type AccessRelationship = {
  readonly remoteId: string;
  readonly customerTenantId: string | undefined;
  readonly displayName: string;
  /** Microsoft's own word, kept as text: it may grow. */
  readonly remoteStatus: string;
  readonly state: AccessState;
  readonly endsAt: Temporal.Instant | undefined;
  readonly roleIds: readonly string[];
  readonly autoExtends: boolean;
};

/** The state that counts for a customer with several relationships: the best one that holds now; an ended `active` one is expired. */
export function bestAccess(relationships: readonly Pick<AccessRelationship, 'state' | 'endsAt'>[], now: Temporal.Instant): AccessState {
  const order: readonly AccessState[] = ['active', 'pending', 'error', 'expired', 'missing'];
  const states = relationships.map((each) =>
    each.state === 'active' && each.endsAt !== undefined && Temporal.Instant.compare(each.endsAt, now) <= 0 ? 'expired' : each.state,
  );
  return order.find((state) => states.includes(state)) ?? 'missing';
}
