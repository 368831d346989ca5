import type { ColumnType } from 'kysely';

// Instants are Temporal.Instant, calendar dates and exact numbers are text, JSON is written as text and read parsed.
export type Instant = ColumnType<Temporal.Instant, Temporal.Instant, Temporal.Instant>;
export type NullableInstant = ColumnType<Temporal.Instant | null, Temporal.Instant | null | undefined, Temporal.Instant | null>;
/** bigint: read as text, written as number or text. */
export type Int8 = ColumnType<string, string | number, string | number>;
export type Json = ColumnType<unknown, string, string>;
export type NullableJson = ColumnType<unknown, string | null | undefined, string | null>;
