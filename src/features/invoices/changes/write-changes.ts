import { Decimal, parseDecimal, printDecimal } from '../../../lib/decimal.ts';
import type { Context } from '../../context.ts';
import type { Columns } from '../json-columns.ts';
import { lineView } from '../line-view.ts';
import type { LineRecord } from '../read-records.ts';
import type { ChosenLines } from './chosen-lines.ts';
import { eachLine, type Work } from './each-line.ts';

/** Money of one currency that a re-issue added to what we are charged. */
export type Effect = { readonly currency: string; readonly amount: string };

/** `blob`: the lines that came and went, kept like an invoice itself; undefined when there are none. */
export type VersionChanges = {
  readonly added: number;
  readonly removed: number;
  readonly effect: readonly Effect[];
  readonly blob?: string;
};

/** One line of the file of changes: a dated adjustment (feature N12). */
export type KeptChange = {
  readonly change: 'added' | 'removed';
  readonly dated: string;
  readonly noticedOn: string;
  readonly effect: string;
  readonly currency: string;
  /** Its place in the version that has it, counted from 0 over all files. */
  readonly lineNo: number;
  readonly columns: Columns;
};

/** Writes the lines that are over into a file of their own, kept by its hash and found by subscription and customer like every other. */
export async function writeChanges(
  { blobs, ids }: Pick<Context, 'blobs' | 'ids'>,
  work: Work,
  over: ChosenLines,
  noticedOn: string,
): Promise<VersionChanges> {
  const [removed = 0, added = 0] = over.count;
  if (removed + added === 0) return { added, removed, effect: [] };
  const blob = await blobs.create(ids());
  const effects = new Map<string, Decimal>();
  try {
    const visit = (side: 0 | 1, file: number, line: LineRecord): void => {
      const columns = line.columns();
      const { total, currency, chargeStart, subscriptionKey, customerKey } = lineView(work.sides[side].kind, columns);
      const amount = parseDecimal(total) ?? new Decimal(0);
      const effect = side === 1 ? amount : amount.negated();
      effects.set(currency, (effects.get(currency) ?? new Decimal(0)).plus(effect));
      const change: KeptChange = {
        change: side === 1 ? 'added' : 'removed',
        dated: chargeStart,
        noticedOn,
        effect: printDecimal(effect),
        currency,
        lineNo: (work.sides[side].starts[file] ?? 0) + line.record,
        columns,
      };
      if (blob.writer.isFull(0)) blob.writer.cut();
      blob.writer.record([`s:${subscriptionKey}`, `c:${customerKey}`]);
      blob.writer.append(Buffer.from(`${JSON.stringify(change)}\n`));
    };
    for await (const _frame of eachLine(work, over, visit)) await blob.writer.settle();
    const { hash } = await blob.keep(0);
    const effect = [...effects]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amount]) => ({ currency, amount: printDecimal(amount) }));
    return { added, removed, effect, blob: hash };
  } catch (error) {
    await blob.abandon();
    throw error;
  }
}
