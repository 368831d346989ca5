import { csvRecord } from '../../lib/csv.ts';
import { conflictRules } from '../../model/conflict.ts';
import { publicId } from '../../model/ids.ts';
import type { Context } from '../context.ts';
import { type Conflict, type ConflictFilter, readConflicts } from './list.ts';

const columns: readonly { readonly title: string; readonly value: (row: Conflict) => string }[] = [
  { title: 'At', value: (row) => row.at.toString() },
  { title: 'Customer id', value: (row) => publicId('customer', row.customerId) },
  { title: 'Customer', value: (row) => row.customerName },
  { title: 'Kind', value: (row) => row.kind },
  { title: 'About', value: (row) => row.subject },
  { title: 'Field', value: (row) => row.field },
  { title: 'Before', value: (row) => row.base ?? '' },
  { title: 'Ours', value: (row) => row.ours },
  { title: 'Theirs', value: (row) => row.theirs },
  { title: 'Counts', value: (row) => row.winner },
  { title: 'Rule', value: (row) => conflictRules[row.kind] },
  { title: 'System', value: (row) => row.system ?? '' },
  { title: 'Plan', value: (row) => (row.planId === null ? '' : publicId('plan', row.planId)) },
];

/** The list as CSV (UTF-8 with BOM). */
export async function exportConflicts(context: Context, filter: ConflictFilter): Promise<string> {
  const rows = await readConflicts(context, filter);
  return `\uFEFF${csvRecord(columns.map(({ title }) => title))}${rows.map((row) => csvRecord(columns.map(({ value }) => value(row)))).join('')}`;
}
