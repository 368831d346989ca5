import { sql } from 'kysely';
import { z } from 'zod';
import { SuspenseReason } from '../../model/invoice.ts';

import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { versionIn } from './queries.ts';
import { UnreadableRows } from './scan/facts.ts';

const mostGroups = 200;

export type SuspenseGroup = {
  readonly reasons: readonly SuspenseReason[];
  readonly customer: string;
  readonly customerName: string;
  readonly product: string;
  readonly productName: string;
  readonly chargeType: string;
  readonly currency: string;
  readonly lines: number;
  readonly total: string;
};

export type SuspenseView = {
  readonly lines: number;
  readonly byReason: readonly {
    readonly reason: SuspenseReason;
    readonly lines: number;
    readonly totals: readonly { readonly currency: string; readonly amount: string }[];
  }[];
  readonly groups: readonly SuspenseGroup[];
  readonly more: number;
  readonly unreadable: z.infer<typeof UnreadableRows>;
};

/** What waits of the version in use, else of the newest: by reason, and group by group, the dearest first. */
export async function readSuspense(context: Context, invoiceId: string): Promise<SuspenseView | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const version = await versionIn(tx, invoiceId, undefined);
    if (version === undefined) return undefined;
    const open = tx
      .selectFrom('invoice_suspense')
      .where('invoice_id', '=', invoiceId)
      .where('n', '=', version.n)
      .where(sql<boolean>`reasons <> '{}'`);
    const rows = await open.selectAll().orderBy(sql`abs(total)`, 'desc').orderBy('position').limit(mostGroups).execute();
    const counted = await open
      .select((eb) => [eb.fn.countAll<string>().as('groups'), sql<string>`coalesce(sum(lines), 0)`.as('lines')])
      .executeTakeFirstOrThrow();
    const { unreadable } = await tx
      .selectFrom('invoice_version')
      .select('unreadable')
      .where('invoice_id', '=', invoiceId)
      .where('n', '=', version.n)
      .executeTakeFirstOrThrow();
    return {
      lines: Number(counted.lines),
      byReason: await totalsByReason(tx, invoiceId, version.n),
      groups: rows.map((row) => ({
        reasons: z.array(SuspenseReason).parse(row.reasons),
        customer: row.customer,
        customerName: row.customer_name,
        product: row.product,
        productName: row.product_name,
        chargeType: row.charge_type,
        currency: row.currency,
        lines: Number(row.lines),
        total: row.total,
      })),
      more: Math.max(0, Number(counted.groups) - rows.length),
      unreadable: UnreadableRows.parse(unreadable),
    };
  });
}

async function totalsByReason(tx: Tx, invoiceId: string, n: number): Promise<SuspenseView['byReason']> {
  const { rows } = await sql<{ reason: string; currency: string; lines: string; total: string }>`
    select reason, currency, sum(lines) as lines, sum(total) as total from invoice_suspense, unnest(reasons) as reason
    where invoice_id = ${invoiceId}::uuid and n = ${n} group by reason, currency order by reason, currency`.execute(tx);
  return [...Map.groupBy(rows, ({ reason }) => reason)].map(([reason, own]) => ({
    reason: SuspenseReason.parse(reason),
    lines: own.reduce((sum, row) => sum + Number(row.lines), 0),
    totals: own.map((row) => ({ currency: row.currency, amount: row.total })),
  }));
}
