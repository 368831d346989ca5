import { segmentKey } from '../../../model/customer-label.ts';
import { ownReseller, publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { entryKey, type KnownLabels, type Labelled, readKnownLabels } from './known-labels.ts';
import { type LabelLine, type LineProblem, readLabelFile } from './label-file.ts';
import { addToSegments } from './segments.ts';

export type LabelImport = {
  /** What each good line adds, in words; a line that changes nothing is only counted. */
  readonly changes: readonly { readonly line: number; readonly customerId: string; readonly customerName: string; readonly what: string }[];
  readonly unchanged: number;
  readonly problems: readonly LineProblem[];
  readonly applied: boolean;
};

/** A line that changes something, with whom it means. */
type Wanted = { readonly customer: Labelled; readonly line: LabelLine };

/**
 * Reads a file of labels and says what it changes; with `apply` the good lines are kept, all or none of them. Nothing is ever taken away: what
 * the file leaves empty stays. The same file once more changes nothing.
 */
export function importLabels(context: Context, csv: string, apply: boolean): Promise<LabelImport> {
  const file = readLabelFile(csv);
  return inScope(context.db, context.scope, async (tx) => {
    const known = await readKnownLabels(tx, file.lines);
    const changes: LabelImport['changes'][number][] = [];
    const problems: LineProblem[] = [...file.problems];
    const wanted: Wanted[] = [];
    const inFile = new Map<string, string>();
    for (const line of file.lines) {
      const customer = known.customer(line.customer);
      const problem =
        customer === undefined
          ? { line: line.line, column: 'customer', sentence: `There is no customer ${line.customer}` }
          : taken(known, inFile, customer, line);
      if (problem !== undefined) problems.push(problem);
      if (customer === undefined || problem !== undefined) continue;
      const what = news(known, customer, line);
      if (what.length === 0) continue;
      changes.push({ line: line.line, customerId: customer.customerId, customerName: customer.name, what: what.join(', ') });
      wanted.push({ customer, line });
    }
    if (apply && wanted.length > 0) {
      await keep(tx, context, wanted);
      await record(tx, context, {
        action: 'customers.labelsImported',
        object: `${changes.length} lines`,
        resellerId: ownReseller,
        after: { changes: changes.length, problems: problems.length },
      });
    }
    return { changes, unchanged: file.lines.length + file.problems.length - changes.length - problems.length, problems, applied: apply };
  });
}

/** An id that names another customer already, here or in an earlier line. */
function taken(known: KnownLabels, inFile: Map<string, string>, customer: Labelled, line: LabelLine): LineProblem | undefined {
  if (line.system === '') return undefined;
  const problem = (name: string) => ({
    line: line.line,
    column: 'external_id',
    sentence: `${line.system} ${line.externalId} is ${name} already`,
  });
  const holder = known.holder(line);
  if (holder !== undefined) return holder.customerId === customer.customerId ? undefined : problem(holder.name);
  const key = entryKey(line);
  const earlier = inFile.get(key);
  if (earlier !== undefined && earlier !== customer.customerId) return problem(`in an earlier line ${publicId('customer', earlier)}`);
  inFile.set(key, customer.customerId);
  return undefined;
}

function news(known: KnownLabels, customer: Labelled, line: LabelLine): string[] {
  return [
    ...(line.system === '' || known.holder(line) !== undefined ? [] : [`${line.system} ${line.externalId}`]),
    ...line.segments.filter((segment) => !customer.segmentKeys.has(segmentKey(segment))).map((segment) => `segment ${segment}`),
    ...(line.currency === '' || line.currency === customer.currency ? [] : [`currency ${line.currency}`]),
  ];
}

const rowsAtOnce = 1_000;

/** Many lines a statement: a file has ten thousand of them. */
async function keep(tx: Tx, context: Context, wanted: readonly Wanted[]): Promise<void> {
  for (let at = 0; at < wanted.length; at += rowsAtOnce) await keepSome(tx, context, wanted.slice(at, at + rowsAtOnce));
}

async function keepSome(tx: Tx, context: Context, wanted: readonly Wanted[]): Promise<void> {
  const entries = wanted.filter(({ line }) => line.system !== '');
  if (entries.length > 0)
    await tx
      .insertInto('customer_external_id')
      .values(
        entries.map(({ customer, line }) => ({
          entry_id: context.ids(),
          reseller_id: customer.resellerId,
          customer_id: customer.customerId,
          system: line.system,
          external_id: line.externalId,
          added_by: context.actor.name,
          added_at: context.clock.now(),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const bySegment = Map.groupBy(
    wanted.flatMap(({ customer, line }) => line.segments.map((segment) => ({ segment, customerId: customer.customerId }))),
    ({ segment }) => segmentKey(segment),
  );
  for (const members of bySegment.values())
    await addToSegments(
      tx,
      context,
      members.map(({ customerId }) => customerId),
      members.slice(0, 1).map(({ segment }) => segment),
    );
  const byCurrency = Map.groupBy(
    // Of several lines about one customer the last counts.
    new Map(wanted.filter(({ line }) => line.currency !== '').map(({ customer, line }) => [customer.customerId, line.currency])),
    ([, currency]) => currency,
  );
  for (const [currency, members] of byCurrency)
    await tx
      .updateTable('customer')
      .set({ preferred_currency: currency })
      .where(
        'customer_id',
        'in',
        members.map(([customerId]) => customerId),
      )
      .execute();
}
