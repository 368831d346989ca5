import type { z } from 'zod';
import type { SubscriptionChange } from '#contract/subscriptions.ts';
import type { listDifferenceEvents, Note } from '#contract/worklist.ts';
import { formatDate } from '../../../lib/format.ts';
import { fieldWordOf, valueText } from '../../../ui/words.ts';
import type { Detail } from '../queries.ts';
import { planStateOf } from '../words.ts';

/** The subscription, people here, the comparison, or the day on which the invoice stopped looking. */
export type Entry = {
  readonly at: string;
  readonly what: string;
  readonly why?: string | undefined;
  readonly by?: string | undefined;
  readonly to?: string | undefined;
  readonly source: 'microsoft' | 'people' | 'comparison' | 'cutOff';
};

type Event = z.infer<NonNullable<(typeof listDifferenceEvents)['reply']>>['data'][number];
export type Told = {
  readonly difference: Detail;
  readonly changes: readonly z.infer<typeof SubscriptionChange>[];
  readonly events: readonly Event[];
  readonly notes: readonly z.infer<typeof Note>[];
};

/** Everything that happened with a difference, newest first, with the invoice's cut-off where it falls. */
export function timelineOf({ difference, changes, events, notes }: Told): Entry[] {
  const entries: Entry[] = [
    { at: difference.firstSeenAt, what: 'Found by the comparison', source: 'comparison' },
    { at: difference.lastSeenAt, what: 'Last seen by the comparison', source: 'comparison' },
    ...changes.map(changeEntry),
    ...events.filter(({ action }) => action !== 'noted').map(eventEntry),
    ...notes.map(({ text, author, at }): Entry => ({ at, what: 'Note', why: text, by: author, source: 'people' })),
    ...difference.plans.map(
      ({ planId, state, createdAt, createdBy }): Entry => ({
        at: createdAt,
        what: `Correction: ${planStateOf(state).word.toLowerCase()}`,
        by: createdBy,
        to: `/plans/${planId}`,
        source: 'people',
      }),
    ),
  ];
  return [...entries, cutOffOf(difference)].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

const changeEntry = ({ at, changes }: Told['changes'][number]): Entry => ({
  at,
  what: Object.entries(changes)
    .map(([field, { before, after }]) => `${fieldWordOf(field)} ${valueText(before)} → ${valueText(after)}`)
    .join(', '),
  source: 'microsoft',
});

const eventWords: Readonly<Record<string, string>> = {
  accept: 'Dismissed',
  mute: 'Dismissed for now',
  reopen: 'Reopened',
  changed: 'Owner, due day or tags changed',
  autoAccept: 'Dismissed by a rule',
  autoReopen: 'Reopened by itself',
};

const eventEntry = ({ at, action, by, reason }: Event): Entry => ({
  at,
  what: eventWords[action] ?? action,
  why: reason ?? undefined,
  by,
  source: 'people',
});

/**
 * The end of the charged month. New-commerce invoices cover a calendar month in UTC (partner-center-api.md 11): what changes later stands on
 * the next one. A difference of the books alone is held against the month before it was last seen.
 */
export function cutOffOf({ period, lastSeenAt }: Pick<Detail, 'period' | 'lastSeenAt'>): Entry {
  const [year, month] = (period ?? lastSeenAt).split('-').map(Number);
  const firstAfter = new Date(Date.UTC(year ?? 0, (month ?? 1) - (period === null ? 1 : 0), 1));
  const lastDay = new Date(firstAfter.valueOf() - 1);
  return {
    at: firstAfter.toISOString(),
    what: `Invoice cut-off, end of ${formatDate(lastDay.toISOString())} UTC`,
    why: 'What changed after it stands on the next invoice.',
    source: 'cutOff',
  };
}
