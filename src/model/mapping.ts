import { z } from 'zod';

export const MappingState = z.enum(['unmapped', 'suggested', 'partlyMapped', 'mapped', 'ignored', 'conflict', 'stale', 'superseded']);
export type MappingState = z.infer<typeof MappingState>;

/** States in which somebody has to decide something. */
export const waitingStates = ['unmapped', 'partlyMapped', 'suggested', 'conflict', 'stale'] as const satisfies readonly MappingState[];
export const isWaiting = (state: MappingState): boolean => waitingStates.some((each) => each === state);

/** How a match was made, strongest first. Names never merge by look-alike: weaker evidence only suggests, and what is only alike is looked at by a person one by one. */
export const MatchHow = z.enum([
  'manual',
  'rule',
  'tenantId',
  'externalRef',
  'linkedSubscriptions',
  'domain',
  'exactName',
  'taxId',
  'foldedName',
  'similarName',
  'microsoftKey',
  'sku',
  'agreementLines',
  'successor',
  'withoutPromotion',
]);
export type MatchHow = z.infer<typeof MatchHow>;

/** Tiers of the matching policy (ux reference 5.7). */
export const MatchTier = z.enum(['certain', 'exact', 'strong', 'possible', 'ambiguous']);
export type MatchTier = z.infer<typeof MatchTier>;

export const matchTierOf = {
  manual: 'certain',
  rule: 'certain',
  tenantId: 'certain',
  externalRef: 'certain',
  linkedSubscriptions: 'certain',
  microsoftKey: 'certain',
  sku: 'certain',
  exactName: 'exact',
  domain: 'strong',
  agreementLines: 'strong',
  successor: 'strong',
  withoutPromotion: 'certain',
  foldedName: 'strong',
  taxId: 'strong',
  similarName: 'possible',
} as const satisfies Record<MatchHow, MatchTier>;
