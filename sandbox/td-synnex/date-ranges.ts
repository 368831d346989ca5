import type { World } from '../world/world.ts';

export type InRange = (at: string) => boolean;

const everything: InRange = () => true;

/**
 * `{name}.relativeDateRange` or `{name}.fixedDateRange.startDate` and `.endDate`; both ends belong to it. undefined: not readable.
 */
export function readRange(query: URLSearchParams, name: string, world: World): InRange | undefined {
  const relative = query.get(`${name}.relativeDateRange`) ?? '';
  const [start, end] = ['startDate', 'endDate'].map((one) => query.get(`${name}.fixedDateRange.${one}`) ?? '');
  if (relative === '' || relative === 'CUSTOM' || relative === 'UNKNOWN_RELATIVE_DATE_RANGE') return fixed(start ?? '', end ?? '');
  const days = relativeDays(relative, Temporal.PlainDate.from(world.today()));
  return days === undefined ? undefined : between(Date.parse(days.from.toString()), Date.parse(days.to.add({ days: 1 }).toString()) - 1);
}

function fixed(start: string, end: string): InRange | undefined {
  if (start === '' && end === '') return everything;
  const from = start === '' ? Number.NEGATIVE_INFINITY : Date.parse(start);
  const to = end === '' ? Number.POSITIVE_INFINITY : Date.parse(end);
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : between(from, to);
}

const between =
  (from: number, to: number): InRange =>
  (at) =>
    Date.parse(at) >= from && Date.parse(at) <= to;

type Days = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate };

/** First and last day of a range that is told by a word. */
export function relativeDays(word: string, today: Temporal.PlainDate): Days | undefined {
  const month = today.with({ day: 1 });
  const quarter = month.with({ month: Math.floor((today.month - 1) / 3) * 3 + 1 });
  const year = month.with({ month: 1 });
  const week = today.subtract({ days: today.dayOfWeek - 1 });
  const until = (from: Temporal.PlainDate, next: Temporal.PlainDate): Days => ({ from, to: next.subtract({ days: 1 }) });
  const words: Readonly<Record<string, Days>> = {
    TODAY: { from: today, to: today },
    WEEK_TO_DATE: { from: week, to: today },
    MONTH_TO_DATE: { from: month, to: today },
    QUARTER_TO_DATE: { from: quarter, to: today },
    YEAR_TO_DATE: { from: year, to: today },
    LAST_WEEK: until(week.subtract({ days: 7 }), week),
    LAST_MONTH: until(month.subtract({ months: 1 }), month),
    LATEST_MONTH: until(month.subtract({ months: 1 }), month),
    TWO_MONTHS_AGO: until(month.subtract({ months: 2 }), month.subtract({ months: 1 })),
    LAST_QUARTER: until(quarter.subtract({ months: 3 }), quarter),
    LAST_YEAR: until(year.subtract({ years: 1 }), year),
  };
  return words[word];
}
