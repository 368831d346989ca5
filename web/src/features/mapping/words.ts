import type { MappingState, MatchHow, MatchTier } from '#model/mapping.ts';

/** Confidence in a word; the share of such suggestions that people accepted stands behind it once enough were answered. */
export const tierWords: Readonly<Record<MatchTier, string>> = {
  certain: 'Certain',
  exact: 'Exact',
  strong: 'Strong',
  possible: 'Possible',
  ambiguous: 'Ambiguous',
};

export const howWords: Readonly<Record<MatchHow, string>> = {
  manual: 'chosen by a person',
  rule: 'a rule says so',
  tenantId: 'same tenant id',
  externalRef: 'named by the other system',
  linkedSubscriptions: 'subscriptions stand there',
  domain: 'same domain',
  exactName: 'same name',
  foldedName: 'same name in another form',
  taxId: 'same tax id',
  similarName: 'a similar name',
  microsoftKey: 'same product, SKU, term and frequency',
  sku: 'same product and SKU',
  agreementLines: 'existing agreement lines',
  successor: 'takes the place of a mapped one',
  withoutPromotion: 'billed as without the promotion',
};

export const tabs = ['todo', 'suggested', 'conflicts', 'mapped', 'ignored', 'all'] as const;
export type Tab = (typeof tabs)[number];
export const tabWords: Readonly<Record<Tab, string>> = {
  todo: 'To do',
  suggested: 'Suggested',
  conflicts: 'Conflicts',
  mapped: 'Mapped',
  ignored: 'Excluded',
  all: 'All',
};
/** States behind a tab. */
export const tabStates = {
  todo: ['unmapped', 'partlyMapped', 'stale', 'superseded'],
  suggested: ['suggested'],
  conflicts: ['conflict'],
  mapped: ['mapped'],
  ignored: ['ignored'],
  all: [],
} as const satisfies Record<Tab, readonly MappingState[]>;

type Counts = Readonly<Partial<Record<MappingState, number>>>;
export type AllCounts = {
  readonly accounts: Counts;
  readonly products: Counts;
  readonly waiting: { readonly accounts: Counts; readonly products: Counts };
};

/** What a tab holds. To do is what waits for somebody: of what is not bought nothing has to be decided. */
export const heldBy = (tab: Tab, kind: 'accounts' | 'products', counts: AllCounts): number =>
  countOf(tab, tab === 'todo' ? counts.waiting[kind] : counts[kind]);

/** Sum of the counts behind a tab. */
export function countOf(tab: Tab, counts: Counts): number {
  const states: readonly string[] = tabStates[tab];
  return Object.entries(counts).reduce((sum, [state, count]) => (tab === 'all' || states.includes(state) ? sum + count : sum), 0);
}

type Money = { readonly amount: string; readonly currency: string };
export type Stakes = Readonly<Partial<Record<MappingState, readonly Money[]>>>;

/** Money behind some tabs, by currency; amounts are exact decimal text of at most six places. */
export function stakesOf(behind: readonly Exclude<Tab, 'all'>[], stakes: Stakes): Money[] {
  const states: readonly string[] = behind.flatMap((tab) => [...tabStates[tab]]);
  const sums = new Map<string, bigint>();
  for (const [state, money] of Object.entries(stakes))
    if (states.includes(state)) for (const { amount, currency } of money) sums.set(currency, (sums.get(currency) ?? 0n) + micro(amount));
  return [...sums].map(([currency, sum]) => ({ currency, amount: `${sum / 1_000_000n}.${String(sum % 1_000_000n).padStart(6, '0')}` }));
}

const micro = (amount: string): bigint => {
  const [whole = '0', places = ''] = amount.split('.');
  return BigInt(whole) * 1_000_000n + BigInt(places.padEnd(6, '0').slice(0, 6));
};

export const emptyWords: Readonly<Record<Tab, { readonly title: string; readonly text: string }>> = {
  todo: { title: 'Nothing left to map', text: 'New ones appear here after the next sync.' },
  suggested: { title: 'No suggestions wait', text: 'Suggestions are made when evidence is strong but not certain.' },
  conflicts: { title: 'No conflicts', text: 'Several equally good candidates are never guessed; they would wait here.' },
  mapped: { title: 'Nothing is mapped yet', text: 'Certain matches are mapped by themselves after a sync.' },
  ignored: { title: 'Nothing is excluded', text: 'What is left out on purpose stands here with its reason.' },
  all: {
    title: 'Nothing to map yet',
    text: 'Connect Microsoft, a distributor and a PSA; what they hold appears here after the first sync.',
  },
};
