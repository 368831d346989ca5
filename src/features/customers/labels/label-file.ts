import { z } from 'zod';
import { readCsv } from '../../../lib/csv-read.ts';
import { plainly } from '../../../lib/field-words.ts';
import { Currency, ExternalId, ExternalSystem, Segment } from '../../../model/customer-label.ts';

/** One good line: a customer by public id, tenant id or domain, and what is said of it. '' and [] where nothing is. */
export type LabelLine = {
  readonly line: number;
  readonly customer: string;
  readonly system: string;
  readonly externalId: string;
  readonly segments: readonly string[];
  readonly currency: string;
};

export type LineProblem = { readonly line: number; readonly column: string; readonly sentence: string };
type LabelFile = { readonly lines: readonly LabelLine[]; readonly problems: readonly LineProblem[] };

const labelColumns = ['customer', 'system', 'external_id', 'segments', 'currency'] as const;

const orNone = <Schema extends z.ZodType<string>>(schema: Schema) => z.union([z.literal(''), schema]);
const schemas = { system: orNone(ExternalSystem), external_id: orNone(ExternalId), currency: orNone(Currency) };

/** Reads a CSV of labels. Columns in any order, of which only `customer` is needed; several segments are parted by `|`. */
export function readLabelFile(text: string): LabelFile {
  const { records, openQuote } = readCsv(text);
  if (openQuote !== undefined) return only(openQuote, '', 'A quotation mark is never closed');
  const [head, ...rest] = records;
  const names = (head?.fields ?? []).map((name) => name.trim().toLowerCase());
  const strange = names.find((name) => !labelColumns.some((known) => known === name));
  if (!names.includes('customer')) return only(1, 'customer', 'The column is missing');
  if (strange !== undefined) return only(1, strange, `There is no such column; there are ${labelColumns.join(', ')}`);
  const file = { lines: [] as LabelLine[], problems: [] as LineProblem[] };
  for (const { line, fields } of rest) {
    const read = readLine(line, (name) => fields[names.indexOf(name)]?.trim() ?? '');
    if ('sentence' in read) file.problems.push(read);
    else file.lines.push(read);
  }
  return file;
}

function readLine(line: number, value: (name: string) => string): LabelLine | LineProblem {
  const customer = value('customer');
  if (customer === '') return { line, column: 'customer', sentence: 'needs an id, a tenant id or a domain' };
  for (const column of ['system', 'external_id', 'currency'] as const) {
    const parsed = schemas[column].safeParse(value(column), plainly);
    if (!parsed.success) return { line, column, sentence: sentenceOf(parsed.error) };
  }
  const [system, externalId] = [schemas.system.parse(value('system')), schemas.external_id.parse(value('external_id'))];
  if ((system === '') !== (externalId === ''))
    return { line, column: system === '' ? 'system' : 'external_id', sentence: 'A system and an id go together' };
  const segments = z.array(Segment).safeParse(
    value('segments')
      .split('|')
      .filter((text) => text.trim() !== ''),
    plainly,
  );
  if (!segments.success) return { line, column: 'segments', sentence: sentenceOf(segments.error) };
  return { line, customer, system, externalId, segments: segments.data, currency: schemas.currency.parse(value('currency')) };
}

/** The last branch of the union says what is wrong with text that is there. */
const sentenceOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  const own = issue?.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : issue;
  return own?.message ?? 'cannot be used';
};

const only = (line: number, column: string, sentence: string): LabelFile => ({ lines: [], problems: [{ line, column, sentence }] });
