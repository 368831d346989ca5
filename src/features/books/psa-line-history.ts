import { Decimal, printDecimal } from '../../lib/decimal.ts';
import { changedFields } from '../../lib/diff.ts';
import type { PsaLine } from '../../model/psa.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Reading } from '../reading.ts';

/** What a PSA line is made of here: compared at each reading, and what changed is written down (the PSA forgets: psa reference 3.4). */
export const lineFields = [
  'agreement_remote_id',
  'service_remote_id',
  'description',
  'quantity',
  'unit_price',
  'unit_cost',
  'is_billed',
  'from_on',
  'cancelled_on',
  'vendor_subscription_id',
  'version',
] as const;

type StoredLine = Awaited<ReturnType<typeof storedLines>>[number];
export type RetiredLine = { readonly account_id: string; readonly remote_id: string; readonly reseller_id: string | null };

export const storedLines = (tx: Tx, accountId: string, connectionId: string, lines: readonly PsaLine[]) =>
  tx
    .selectFrom('psa_line')
    .select(['remote_id', 'retired_at', ...lineFields])
    .where('account_id', '=', accountId)
    .where('connection_id', '=', connectionId)
    .where('remote_id', 'in', ['', ...lines.map(({ remoteId }) => remoteId)])
    .execute();

/** Every change of a value, from what to what, as seen when, and by whom as far as the PSA says. The hash of the record is not one of them. */
export async function keepLineChanges(
  tx: Tx,
  reading: Reading,
  account: { readonly accountId: string; readonly resellerId: string | null },
  before: readonly StoredLine[],
  lines: readonly PsaLine[],
): Promise<void> {
  const was = new Map(before.map((row) => [row.remote_id, row]));
  const told = new Map(lines.map((line) => [line.remoteId, line.changed]));
  const changes = (await storedLines(tx, account.accountId, reading.connectionId, lines)).flatMap((row) => {
    const old = was.get(row.remote_id);
    const changed = old === undefined ? {} : changedFields(visible(old), visible(row));
    if (Object.keys(changed).length === 0) return [];
    const by = told.get(row.remote_id);
    return [
      {
        account_id: account.accountId,
        change_id: reading.ids(),
        connection_id: reading.connectionId,
        remote_id: row.remote_id,
        reseller_id: account.resellerId,
        changes: JSON.stringify(changed),
        cause: old?.retired_at !== null && row.retired_at === null ? 'cameBack' : 'sync',
        remote_changed_at: by?.at ?? null,
        remote_changed_by: by?.by ?? null,
        at: reading.seenAt,
      },
    ];
  });
  if (changes.length > 0) await tx.insertInto('psa_line_change').values(changes).execute();
}

export async function keepLinesGone(tx: Tx, reading: Reading, gone: readonly RetiredLine[]): Promise<void> {
  if (gone.length === 0) return;
  const changes = JSON.stringify({ retired: { before: false, after: true } });
  await tx
    .insertInto('psa_line_change')
    .values(
      gone.map((row) => ({
        account_id: row.account_id,
        change_id: reading.ids(),
        connection_id: reading.connectionId,
        remote_id: row.remote_id,
        reseller_id: row.reseller_id,
        changes,
        cause: 'sync',
        remote_changed_at: null,
        remote_changed_by: null,
        at: reading.seenAt,
      })),
    )
    .execute();
}

const visible = ({ remote_id: _id, retired_at, version: _hash, ...row }: StoredLine) => ({
  ...row,
  quantity: plain(row.quantity),
  unit_price: plain(row.unit_price),
  unit_cost: plain(row.unit_cost),
  retired: retired_at !== null,
});

/** The same amount with other digits has not changed. */
const plain = (amount: string): string => printDecimal(new Decimal(amount));
