import type { z } from 'zod';
import type { Blackout } from '#model/cadence.ts';

/** Of a week, Monday first: the first is day 1. */
export const dayWords = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** A time on some of them. */
export type TimeWindow = z.infer<typeof Blackout>;

export const daysOf = (days: readonly number[]): string =>
  days.length === dayWords.length ? 'Every day' : days.map((day) => dayWords[day - 1]).join(', ');

export const endOf = ({ from, to }: TimeWindow): string => (to <= from ? `${to} the next day` : to);

/** All of them in words. */
export const windowWords = (windows: readonly TimeWindow[]): string =>
  windows.map((window) => `${daysOf(window.days)} ${window.from} to ${endOf(window)}`).join('; ');
