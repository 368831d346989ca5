import type { z } from 'zod';
import type { SyncEstimate } from '#contract/lanes.ts';
import type { SyncSchedules } from '#contract/schedules.ts';
import { plural } from '../../lib/format.ts';
import { dayWords } from '../../lib/week-days.ts';

export type Schedules = z.infer<typeof SyncSchedules>;
export type Schedule = Schedules['schedules'][number];
type Estimate = z.infer<typeof SyncEstimate>;
export type Cadence = NonNullable<Schedule['cadence']>;

/** What is read by itself, in the words of every screen. */
export const scheduleWords: Readonly<Record<Schedule['name'], string>> = {
  everything: 'Everything',
  changes: 'Changes at distributors and PSA',
  charges: 'What is charged',
  customers: 'Customers',
  access: 'Access (GDAP)',
  subscriptions: 'Subscriptions',
  profiles: 'Billing profiles',
  prices: 'Prices',
  invoices: 'Invoices',
  activity: 'Activity log',
  licences: 'Licences',
  usage: 'Usage',
  products: 'Products of distributors',
  accounts: 'Companies',
  services: 'PSA services',
  agreements: 'PSA agreements',
  lines: 'PSA lines',
};

type Kind = Exclude<Schedule['name'], 'everything' | 'changes' | 'charges'>;
const isKind = (name: string): name is Kind => name in scheduleWords && !['everything', 'changes', 'charges'].includes(name);
export const kindsToRead: readonly Kind[] = Object.keys(scheduleWords).filter(isKind);

export function cadenceWords(cadence: Cadence | null): string {
  if (cadence === null) return 'With everything';
  switch (cadence.every) {
    case 'minutes':
      return `Every ${plural(cadence.minutes, 'minute')}`;
    case 'day':
      return `Daily at ${cadence.at}`;
    case 'week':
      return `${dayWords[cadence.day - 1] ?? ''}s at ${cadence.at}`;
    case 'month':
      return `Day ${cadence.day} of the month at ${cadence.at}`;
    case 'never':
      return 'Never by itself';
  }
}

export const lasted = (seconds: number): string =>
  seconds < 90 ? plural(Math.max(1, Math.round(seconds)), 'second') : plural(Math.round(seconds / 60), 'minute');

/** The longest of the connections: they are read beside each other. */
export function estimateWords(estimates: readonly Estimate[] | undefined): string | undefined {
  if (estimates === undefined) return undefined;
  const known = estimates.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  return known.length === 0 ? 'Not known yet how long' : `About ${lasted(Math.max(...known))}`;
}

const reasons: Readonly<Record<NonNullable<Estimate['fullBecause']>, string>> = {
  neverRead: 'was never read whole',
  lastNotWhole: 'was not read whole last time',
  longAgo: 'was last read whole over a month ago',
};

/** Why only everything will do, for the first connection that needs it. */
export function fullWords(estimates: readonly Estimate[]): string | undefined {
  const one = estimates.find(({ fullBecause }) => fullBecause !== null);
  return one?.fullBecause == null ? undefined : `Needed: ${one.name} ${reasons[one.fullBecause]}`;
}

/** Whether readings take longer lately: the newest against the median of those before. Needs three. */
export function trendOf(past: Schedule['past']): string {
  const [newest, ...before] = past.map(({ seconds }) => seconds);
  if (newest === undefined) return '–';
  const sorted = before.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined || before.length < 2 || middle < 1) return lasted(newest);
  const ratio = newest / middle;
  return `${lasted(newest)}${ratio > 1.5 ? ', slower than before' : ratio < 0.67 ? ', faster than before' : ''}`;
}
