import type { Holder } from '../../model/feed.ts';

/** The registration is looked at this often: a foreign one shows within two minutes. */
export const lookEverySeconds = 60;
/** The activity log, while notifications do not reach us, and while they do. */
const pollSeconds = { alone: 60, besideWebhook: 300 } as const;
const longestPauseSeconds = 900;
/** How late a record of the activity log may be: yesterday is read again until so long after midnight UTC. */
const overlap = { hours: 1 } as const;

/** `untold`: changes that the log had and no notification told of, so notifications alone are not to be relied on. */
export type Standing = { readonly holder: Holder; readonly untold: number; readonly failures: number };

/** Seconds between two looks at the registration; longer while the account cannot be reached. */
export const lookSeconds = ({ failures }: Pick<Standing, 'failures'>): number =>
  Math.min(longestPauseSeconds, lookEverySeconds * 2 ** Math.min(failures, 4));

/** Seconds between two looks at the activity log. */
export const pollEverySeconds = ({ holder, untold, failures }: Standing): number =>
  Math.max(
    holder === 'ours' && untold === 0 ? pollSeconds.besideWebhook : pollSeconds.alone,
    failures === 0 ? 0 : lookSeconds({ failures }),
  );

export const isDue = (last: Temporal.Instant | undefined, seconds: number, now: Temporal.Instant): boolean =>
  last === undefined || Temporal.Instant.compare(last.add({ seconds }), now) <= 0;

/** The UTC day to read from: today, yesterday too until 01:00, and further back after a pause of our own (F34). */
export const firstDay = (knownUntil: Temporal.Instant): string =>
  knownUntil.subtract(overlap).toZonedDateTimeISO('UTC').toPlainDate().toString();

/** Before this, what the first look finds was read by the first full reading. */
export const baseline = (knownUntil: Temporal.Instant): Temporal.Instant => knownUntil.subtract(overlap);
