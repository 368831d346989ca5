import type { z } from 'zod';
import { BrokenRecord } from './broken-record.ts';
import { type JsonValue, writeJson } from './exact-json.ts';
import { mistakeOf, plainly } from './field-words.ts';
import { wireText } from './wire.ts';

/** A record that was read, or the reason why not. */
export type Reading<T> = { readonly item: T } | { readonly because: string };

export const read = <T>(item: T): Reading<T> => ({ item });
export const unreadable = (because: string): { readonly because: string } => ({ because });

export type Sifted<T> = {
  readonly items: readonly T[];
  readonly quarantined: readonly { readonly remoteId: string | undefined; readonly reason: string; readonly raw: string }[];
};

/** Reads every record by its schema and then by `translate`; one that fails is set apart with its reason and its raw text (F15, F16). */
export function sift<Wire, T>(
  records: readonly unknown[],
  schema: z.ZodType<Wire>,
  translate: (wire: Wire) => Reading<T>,
  idOf: (record: Readonly<Record<string, unknown>>) => unknown = (record) => record['id'],
): Sifted<T> {
  const items: T[] = [];
  const quarantined: Sifted<T>['quarantined'][number][] = [];
  for (const record of records) {
    const reading = readOne(record, schema, translate);
    if ('item' in reading) items.push(reading.item);
    else quarantined.push({ remoteId: idText(record, idOf), reason: reading.because, raw: rawText(record) });
  }
  return { items, quarantined };
}

function readOne<Wire, T>(record: unknown, schema: z.ZodType<Wire>, translate: (wire: Wire) => Reading<T>): Reading<T> {
  if (record instanceof BrokenRecord) return unreadable(`record: ${record.because}`);
  try {
    const parsed = schema.safeParse(record, plainly);
    return parsed.success ? translate(parsed.data) : unreadable(reasonOf(parsed.error));
  } catch (error) {
    // What a remote sends can break what reads it (nested too deeply to go through): that is this record's trouble and nobody else's.
    return unreadable(`record: cannot be read (${error instanceof Error ? error.message : 'unknown'})`);
  }
}

const reasonOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => mistakeOf(issue, 'record'))
    .join(' ');

function idText(record: unknown, idOf: (record: Readonly<Record<string, unknown>>) => unknown): string | undefined {
  if (record instanceof BrokenRecord) return record.id;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return undefined;
  return wireText.safeParse(idOf(record as Readonly<Record<string, unknown>>)).data;
}

/** Records come out of a JSON text, so they can be written as one; unless they are nested so deeply that nobody can. */
function rawText(record: unknown): string {
  if (record instanceof BrokenRecord) return record.text;
  try {
    return writeJson(record as JsonValue);
  } catch {
    return '(nested too deeply to be shown; the whole answer is among the raw answers)';
  }
}
