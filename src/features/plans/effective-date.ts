import type { BillingBehaviour } from '../../model/billing-behaviour.ts';
import { type Correction, isAtMicrosoft } from '../../model/difference.ts';

/** What is known of the days of a line: calendar dates as text. */
export type Calendar = {
  readonly today: string;
  /** The day of the agreement's next bill. */
  readonly nextInvoiceOn: string | undefined;
  /** Months that a bill is for; undefined: not understood. */
  readonly cycleMonths?: number | undefined;
  /** The day after the running term of the subscription. */
  readonly renewsOn?: string | undefined;
};

/** What somebody asked for: a day, or without one, for the whole next bill; undefined: as the settings say. */
export type DateWish = string | undefined;
export const nextBill = 'nextBill';

export type Effective =
  | { readonly status: 'on'; readonly date: string | undefined }
  | { readonly status: 'inInvoicedPeriod'; readonly openFrom: string };

/** Needs a day of its own even when nobody names one: a line begins or ends on a date. */
const isDated = (correction: Correction): boolean => ['endLine', 'addLine'].includes(correction.action);

/**
 * From when a correction counts. A day inside a period that is billed already is refused when somebody asks for it, and becomes the first open
 * day when the settings lead to it (psa reference 8.3). Quantity, price and service without a date count for the whole next bill. Pure.
 */
export function effectiveDate(correction: Correction, asked: DateWish, calendar: Calendar, behaviour: BillingBehaviour): Effective {
  if (isAtMicrosoft(correction)) return { status: 'on', date: undefined }; // Microsoft changes at once
  const open = openFrom(calendar, behaviour);
  if (asked !== undefined && asked !== nextBill)
    return open !== undefined && asked < open ? { status: 'inInvoicedPeriod', openFrom: open } : { status: 'on', date: asked };
  const wanted = asked === nextBill ? undefined : policyDate(calendar, behaviour);
  if (wanted === undefined && !isDated(correction)) return { status: 'on', date: undefined };
  const date = later(wanted ?? calendar.today, open);
  return { status: 'on', date: behaviour.prorate ? date : periodStartFrom(date, calendar) };
}

/** The day that the settings lead to; undefined: none, for the whole next bill. */
function policyDate({ today, renewsOn }: Calendar, { effective }: BillingBehaviour): string | undefined {
  const day = Temporal.PlainDate.from(today);
  switch (effective.from) {
    case 'nextBill':
      return undefined;
    case 'today':
      return today;
    case 'nextMonth':
      return day.add({ months: 1 }).with({ day: 1 }).toString();
    case 'renewal':
      return renewsOn === undefined || renewsOn < today ? undefined : renewsOn;
    case 'day':
      return (day.day <= effective.day ? day : day.add({ months: 1 })).with({ day: effective.day }).toString();
  }
}

/** The first day that no bill is for yet: in advance that of the next bill, in arrears the first of the period that it is for. Pure. */
export function openFrom(
  { nextInvoiceOn, cycleMonths }: Pick<Calendar, 'nextInvoiceOn' | 'cycleMonths'>,
  { billed }: Pick<BillingBehaviour, 'billed'>,
): string | undefined {
  if (nextInvoiceOn === undefined || billed === 'advance' || cycleMonths === undefined) return nextInvoiceOn;
  return Temporal.PlainDate.from(nextInvoiceOn).subtract({ months: cycleMonths }).toString();
}

/** The billing period that a day is in: its first day and that of the next; undefined where bills are not understood. Pure. */
export function periodAt(
  day: string,
  { nextInvoiceOn, cycleMonths }: Pick<Calendar, 'nextInvoiceOn' | 'cycleMonths'>,
): { readonly start: string; readonly next: string } | undefined {
  if (nextInvoiceOn === undefined || cycleMonths === undefined || cycleMonths < 1) return undefined;
  const anchor = Temporal.PlainDate.from(nextInvoiceOn);
  // Counted from the anchor, never from the period before: the 31st stays the 31st (reliability reference 8.3).
  const startOf = (nth: number): string => anchor.add({ months: nth * cycleMonths }).toString();
  const about = anchor.until(Temporal.PlainDate.from(day), { largestUnit: 'months' }).months / cycleMonths;
  let nth = Math.floor(about) - 1;
  while (startOf(nth + 1) <= day) nth += 1;
  return { start: startOf(nth), next: startOf(nth + 1) };
}

const periodStartFrom = (day: string, calendar: Calendar): string => {
  const period = periodAt(day, calendar);
  return period === undefined || period.start === day ? day : period.next;
};

const later = (one: string, other: string | undefined): string => (other !== undefined && other > one ? other : one);
