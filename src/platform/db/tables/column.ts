import type { ColumnType } from 'kysely';

// Instants are Temporal.Instant, calendar dates and exact numbers are text, JSON is written as text and read parsed.
export type Instant = ColumnType<Temporal.Instant, Temporal.Instant, Temporal.Instant>;
/** The same with a default in the database. */
export type InstantDefault = ColumnType<Temporal.Instant, Temporal.Instant | undefined, Temporal.Instant>;
export type NullableInstant = ColumnType<Temporal.Instant | null, Temporal.Instant | null | undefined, Temporal.Instant | null>;
/** bigint: read as text, written as number or text. */
export type Int8 = ColumnType<string, string | number, string | number>;
export type Json = ColumnType<unknown, string, string>;
/** Made by the database from other columns. */
export type Derived = ColumnType<string, never, never>;
export type NullableDerived = ColumnType<string | null, never, never>;
export type NullableJson = ColumnType<unknown, string | null | undefined, string | null>;
/** The same with a default in the database. */
export type Int8Default = ColumnType<string, string | number | undefined, string | number>;
export type JsonDefault = ColumnType<unknown, string | undefined, string>;
