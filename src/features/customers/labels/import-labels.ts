import { sql } from 'kysely';
import { fromPublicId } from '../../../lib/ids.ts';
import { segmentKey } from '../../../model/customer-label.ts';
import { idPrefixes, ownReseller, publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { holderOf, keepExternalId } from './external-ids.ts';
import { type LabelLine, type LineProblem, readLabelFile } from './label-file.ts';
import { readLabels } from './queries.ts';
import { addToSegments } from './segments.ts';

export type LabelImport = {
  /** What each good line adds, in words; a line that changes nothing is only counted. */
  readonly changes: readonly { readonly line: number; readonly customerId: string; readonly customerName: string; readonly what: string }[];
  readonly unchanged: number;
  readonly problems: readonly LineProblem[];
  readonly applied: boolean;
};

/**
 * Reads a file of labels and says what it changes; with `apply` the good lines are kept, all or none of them. Nothing is ever taken away: what
 * the file leaves empty stays. The same file once more changes nothing.
 */
export function importLabels(context: Context, csv: string, apply: boolean): Promise<LabelImport> {
  const file = readLabelFile(csv);
  return inScope(context.db, context.scope, async (tx) => {
    const changes: LabelImport['changes'][number][] = [];
    const problems: LineProblem[] = [...file.problems];
    const inFile = new Map<string, string>();
    for (const line of file.lines) {
      const customer = await find(tx, line.customer);
      if (customer === undefined) {
        problems.push({ line: line.line, column: 'customer', sentence: `There is no customer ${line.customer}` });
        continue;
      }
      const problem = await taken(tx, inFile, customer, line);
      if (problem !== undefined) {
        problems.push(problem);
        continue;
      }
      const what = await news(tx, customer.customerId, line);
      if (what.length > 0)
        changes.push({ line: line.line, customerId: customer.customerId, customerName: customer.name, what: what.join(', ') });
      if (apply && what.length > 0) await keep(tx, context, customer, line);
    }
    if (apply && changes.length > 0)
      await record(tx, context, {
        action: 'customers.labelsImported',
        object: `${changes.length} lines`,
        resellerId: ownReseller,
        after: { changes: changes.length, problems: problems.length },
      });
    return { changes, unchanged: file.lines.length + file.problems.length - changes.length - problems.length, problems, applied: apply };
  });
}

type Found = { readonly customerId: string; readonly resellerId: string; readonly name: string };

async function find(tx: Tx, by: string): Promise<Found | undefined> {
  const id = fromPublicId(idPrefixes.customer, by);
  const rows = await tx
    .selectFrom('customer')
    .select(['customer_id', 'reseller_id', 'name'])
    .where('retired_at', 'is', null)
    .where(
      id === undefined
        ? sql<boolean>`(tenant_id = ${by.toLowerCase()} or domain = ${by.toLowerCase()})`
        : sql<boolean>`customer_id = ${id}::uuid`,
    )
    .limit(2)
    .execute();
  const [row, other] = rows;
  // A domain of two clouds names nobody.
  return row === undefined || other !== undefined
    ? undefined
    : { customerId: row.customer_id, resellerId: row.reseller_id, name: row.name };
}

/** An id that names another customer already, here or in an earlier line. */
async function taken(tx: Tx, inFile: Map<string, string>, customer: Found, line: LabelLine): Promise<LineProblem | undefined> {
  if (line.system === '') return undefined;
  const problem = (name: string) => ({
    line: line.line,
    column: 'external_id',
    sentence: `${line.system} ${line.externalId} is ${name} already`,
  });
  const holder = await holderOf(tx, line);
  if (holder !== undefined) return holder.customerId === customer.customerId ? undefined : problem(holder.name);
  const key = `${line.system}:${line.externalId}`;
  const earlier = inFile.get(key);
  if (earlier !== undefined && earlier !== customer.customerId) return problem(`in an earlier line ${publicId('customer', earlier)}`);
  inFile.set(key, customer.customerId);
  return undefined;
}

async function news(tx: Tx, customerId: string, line: LabelLine): Promise<string[]> {
  const has = await readLabels(tx, customerId);
  const segments = new Set(has?.segments.map(segmentKey));
  const isKnown = has?.externalIds.some(({ system, externalId }) => system === line.system && externalId === line.externalId) === true;
  return [
    ...(line.system === '' || isKnown ? [] : [`${line.system} ${line.externalId}`]),
    ...line.segments.filter((segment) => !segments.has(segmentKey(segment))).map((segment) => `segment ${segment}`),
    ...(line.currency === '' || line.currency === has?.preferredCurrency ? [] : [`currency ${line.currency}`]),
  ];
}

async function keep(tx: Tx, context: Context, { customerId, resellerId }: Found, line: LabelLine): Promise<void> {
  const { system, externalId, segments, currency } = line;
  if (system !== '') await keepExternalId(tx, context, { customerId, resellerId, system, externalId });
  await addToSegments(tx, context, [customerId], segments);
  if (currency !== '')
    await tx.updateTable('customer').set({ preferred_currency: currency }).where('customer_id', '=', customerId).execute();
}
