/** The extended term is in force for terms that end from then on (partner-center-api reference 8.4). */
const inForceFrom = '2026-05-04';
/** On the price of the monthly plan; dearer where there is none (same place). */
export const extendedUplift = '1.03';

/** What is known of the end of a term. `asked`: what was asked for; `endsOn`: its last day, `2026-08-06`. */
export type TermEnd = {
  readonly autoRenew: boolean;
  readonly hasPlan: boolean;
  readonly asked: string | undefined;
  readonly endsOn: string | undefined;
};

/** Auto-renew is off, nobody asked for an end, and nothing is scheduled: it goes on by the month, at a higher price. */
export const goesOnByTheMonth = ({ autoRenew, hasPlan, asked, endsOn = '' }: TermEnd): boolean =>
  !autoRenew && !hasPlan && asked !== 'cancel' && endsOn >= inForceFrom;
