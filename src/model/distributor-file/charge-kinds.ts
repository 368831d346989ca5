import type { BillingFrequency } from '../term.ts';

/**
 * Kinds of charges in the words that items of a distributor's invoice have here (distributors reference 2.4), and `usage` and `tax` of its canonical line
 * (6.4). Only `subscription` is held against seats.
 */
export const chargeKinds = [
  'subscription',
  'prorate',
  'one-time',
  'rebate',
  'payment-credit',
  'service-charge',
  'service-credit',
  'invoice-credit',
  'usage',
  'tax',
] as const;
export type ChargeKind = (typeof chargeKinds)[number];

/**
 * What exports call them: our collection, and Microsoft's charge types, which distributors hand on (partner-center-api reference 11.4). Letters and digits only, in lower
 * case. Of other words nobody knows what they mean: the line keeps its word and waits in suspense.
 */
const words: ReadonlyMap<string, ChargeKind> = new Map<string, ChargeKind>([
  ...chargeKinds.map((kind) => [kind.replace('-', ''), kind] as const),
  ...(['recurring', 'recurringcharge', 'renewal', 'renew', 'new', 'cyclecharge', 'cyclefee', 'licence', 'license'] as const).map(
    (word) => [word, 'subscription'] as const,
  ),
  ...(
    ['prorated', 'proration', 'proratedcharge', 'addquantity', 'removequantity', 'movequantity', 'cancelimmediate', 'convert'] as const
  ).map((word) => [word, 'prorate'] as const),
  ...(['onetimecharge', 'onetimefee', 'setup', 'setupfee'] as const).map((word) => [word, 'one-time'] as const),
  ...(['fee', 'servicefee', 'service'] as const).map((word) => [word, 'service-charge'] as const),
  ...(['credit', 'refund', 'creditnote', 'customercredit'] as const).map((word) => [word, 'service-credit'] as const),
  ...(['consumption', 'usagecharge', 'metered'] as const).map((word) => [word, 'usage'] as const),
  ['discount', 'rebate'],
]);

export const chargeKindOf = (word: string): string => words.get(word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')) ?? word;

const periods: readonly (readonly [months: number, BillingFrequency])[] = [
  [1, 'monthly'],
  [12, 'annual'],
  [24, 'biennial'],
  [36, 'triennial'],
];

/** Which whole period these two days are. Exports write the last day or the first one after it, and both are taken (distributors reference 6.4). Pure. */
export function wholePeriod(startsOn: string, endsOn: string): BillingFrequency | undefined {
  const [start, end] = [Temporal.PlainDate.from(startsOn), Temporal.PlainDate.from(endsOn)];
  return periods.find(([months]) => {
    const after = start.add({ months });
    return end.equals(after) || end.equals(after.subtract({ days: 1 }));
  })?.[1];
}

/** How items of an invoice spell a period (distributors reference 2.4). */
export const itemTerms: Readonly<Record<BillingFrequency, string>> = {
  monthly: 'Monthly',
  annual: 'Annual',
  biennial: '2 Year',
  triennial: '3 Year',
  oneTime: 'One-Time',
  none: 'Arrears',
};
