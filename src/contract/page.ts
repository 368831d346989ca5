import { z } from 'zod';

/** Query fields of every list. `cursor` encodes sort and filter; `sort` is a field name, `-` first for descending. */
export const listQuery = (sorts: readonly [string, ...string[]]) => ({
  limit: z.coerce.number().int().min(1).max(200).optional().meta({ description: 'Rows a page; 50 if left out' }),
  cursor: z.string().max(2_000).optional().meta({ description: 'From nextCursor or previousCursor of an earlier page' }),
  sort: z
    .string()
    .refine((text) => sorts.includes(text.replace(/^-/, '')), { message: `is one of ${sorts.join(', ')}, with - first for descending` })
    .optional()
    .meta({ description: `One of ${sorts.join(', ')}; - first for descending` }),
  count: z.stringbool().optional().meta({ description: 'Also answer totals' }),
});

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .object({
      data: z.array(item),
      page: z.object({
        nextCursor: z.string().nullable(),
        previousCursor: z.string().nullable(),
        hasMore: z.boolean(),
        limit: z.number().int(),
      }),
      /** Rows matching the filter, when asked for and cheap; `exact: false` means "at least". */
      totals: z.object({ rows: z.number().int(), exact: z.boolean() }).optional(),
    })
    .meta({ id });

export type Page<Item> = {
  data: Item[];
  page: { nextCursor: string | null; previousCursor: string | null; hasMore: boolean; limit: number };
  totals?: { rows: number; exact: boolean };
};

/** A comma list in a query: any of these words. */
export const anyOf = <Words extends Readonly<Record<string, string>>>(words: z.ZodEnum<Words>) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(words).min(1))
    .optional();

/** Instant, RFC 3339, UTC. */
export const instant = z.string().meta({ format: 'date-time' });
/** Calendar date without time zone: one that a calendar has, and a database too (no year 0). */
export const calendarDate = z.iso.date().refine((day) => day >= '1900-01-01', { message: 'is before 1900' });
export const accepted = z
  .object({ jobId: z.string(), /** A job with the same work was already running; this one joined it. */ joined: z.boolean() })
  .meta({ id: 'JobAccepted' });
