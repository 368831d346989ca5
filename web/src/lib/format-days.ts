import { dates, formatDate } from './format.ts';

/** A sentence of the server names its days as programs read them: here as people do. Days inside a name or an id stay. */
export const daysInWords = (text: string): string => text.replace(/(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g, formatDate);

/** Days from one to another, both counted: "12 Oct – 11 Nov 2026". */
export function formatDays(first: string, last: string): string {
  const [from, to] = [first, last].map((date) => new Date(`${date.slice(0, 10)}T00:00:00Z`));
  if (from === undefined || to === undefined || !(from <= to)) return `${formatDate(first)} to ${formatDate(last)}`;
  return dates({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).formatRange(from, to);
}
