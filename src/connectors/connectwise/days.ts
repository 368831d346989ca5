export const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

/** Dates as ISO text; the later of two. */
export const laterDay = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);
