import { sql } from 'kysely';
import { z } from 'zod';
import type { Decimal } from '../../../lib/decimal.ts';
import { costLabels } from '../../../model/costs.ts';
import { money, moneyText } from '../../../model/money.ts';
import type { Db } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { absent } from '../sides.ts';
import { toSubject } from '../subject.ts';
import type { OfTenant } from './of-tenant.ts';
import type { PublishedFile } from './published.ts';

/** What re-issues of an invoice changed for one customer since its month was first compared. */
type Change = { readonly tenantId: string; readonly currency: string; readonly lines: number; readonly amount: Decimal };

/**
 * Invoices that were issued again after their month had been compared, and what that changed for each customer's money (product.md 4.5,
 * features.md N12). The first comparison is what they are held against, so that the difference stays until somebody decides it.
 */
export async function reissued(context: Context, period: string, files: readonly PublishedFile[]): Promise<OfTenant[]> {
  const again = files.filter(({ holds, version }) => holds === 'lines' && version > 1);
  if (again.length === 0) return [];
  const first = await inScope(context.db, everything, (tx) => firstCompared(tx, period));
  const found: OfTenant[] = [];
  for (const file of again) {
    const before = first.get(keyOf(file)) ?? file.version;
    for (const change of await changedSince(context, file, before))
      if (!change.amount.isZero()) found.push(toDifference(change, period, file, before));
  }
  return found;
}

const ComparedFile = z.object({ number: z.string(), connectionId: z.string(), version: z.number() });
const keyOf = ({ number, connectionId }: z.infer<typeof ComparedFile>): string => `${connectionId} ${number}`;

/** The version of each invoice with which its month was compared first. */
async function firstCompared(tx: Db, period: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ files: unknown }>`
    select inputs -> 'files' as files from reconciliation_run
    where period = ${period} and state = 'completed' order by started_at`.execute(tx);
  const first = new Map<string, number>();
  for (const { files } of rows)
    for (const file of z.array(ComparedFile).catch([]).parse(files)) if (!first.has(keyOf(file))) first.set(keyOf(file), file.version);
  return first;
}

const Kept = z.object({ against: z.number() });

/** Sums up from the newest version back to the compared one: each says what it changed against the one before it. */
async function changedSince(context: Context, file: PublishedFile, before: number): Promise<readonly Change[]> {
  const against = await inScope(context.db, everything, async (tx) => {
    const rows = await tx.selectFrom('invoice_version').select(['n', 'changes']).where('invoice_id', '=', file.invoiceId).execute();
    return new Map(rows.map((row) => [row.n, Kept.safeParse(row.changes).data?.against]));
  });
  const changes = new Map<string, Change>();
  for (let n: number | undefined = file.version; n !== undefined && n > before; n = against.get(n))
    for await (const { tenantId, currency, amount } of file.changesOf(n)) {
      const key = `${tenantId} ${currency}`;
      const known = changes.get(key);
      changes.set(key, { tenantId, currency, lines: (known?.lines ?? 0) + 1, amount: amount.plus(known?.amount ?? 0) });
    }
  return [...changes.values()];
}

function toDifference({ tenantId, currency, lines, amount }: Change, period: string, file: PublishedFile, before: number): OfTenant {
  const { number, version, connectionId, fetchedAt } = file;
  const text = moneyText(amount.abs(), currency);
  const sentence = `Invoice ${number} was issued again after ${period} had been compared: for this customer it now charges ${text} ${amount.isNegative() ? 'less' : 'more'}.`;
  return {
    tenantId,
    finding: {
      kind: 'invoice_version_changed',
      subject: toSubject([period, number, tenantId, currency].join('/')),
      productName: '',
      microsoft: absent,
      distributor: absent,
      psa: absent,
      impact: money(amount, currency),
      period,
      invoice: number,
      causes: [{ code: 'invoice_reissued', certainty: 'certain', sentence }],
      evidence: [
        { label: 'Versions', value: `${String(before)} compared, ${String(version)} now`, source: 'microsoft', readAt: fetchedAt },
        { label: 'Lines that came or went', value: String(lines), source: 'microsoft' },
        { label: costLabels.charged, value: `${amount.isNegative() ? '-' : '+'}${text}`, source: 'microsoft' },
      ],
      links: { psaLineIds: [], connectionIds: [connectionId] },
    },
  };
}
