import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { compareAgain } from '../reconciliation/index.ts';
import { writeSetting } from '../settings/index.ts';
import { autoMapAccounts } from './auto-map-accounts.ts';
import { type Kinds, kindsSetting, readKinds } from './billable.ts';
import { lockMapping } from './lock.ts';

export type AccountKinds = {
  /** Every kind that an account in use has, and every one that is set, by name. */
  readonly kinds: readonly { readonly name: string; readonly accounts: number; readonly isBilled: boolean }[];
  readonly version: number;
};

export const listAccountKinds = (context: Context): Promise<AccountKinds> => inScope(context.db, everything, listIn);

async function listIn(tx: Tx): Promise<AccountKinds> {
  const { notBilled, version } = await readKinds(tx);
  const { rows } = await sql<{ name: string; n: number }>`
    select min(trim(type.name)) as name, count(distinct account.account_id)::int as n from account cross join lateral unnest(account.types) as type (name)
    where account.retired_at is null group by lower(trim(type.name))`.execute(tx);
  const found = rows.map(({ name, n }) => ({ name, accounts: n, isBilled: !notBilled.includes(name.toLowerCase()) }));
  const known = new Set(found.map(({ name }) => name.toLowerCase()));
  const unseen = notBilled.flatMap((name) => (known.has(name) ? [] : [{ name, accounts: 0, isBilled: false }]));
  return { kinds: [...found, ...unseen].toSorted((a, b) => a.name.localeCompare(b.name)), version };
}

type KindsOutcome = { readonly status: 'changed' | 'changedSince'; readonly kinds: AccountKinds };

/** Sets which kinds nobody bills and matches the accounts again; what a person or the evidence mapped before stands. */
export function changeAccountKinds(
  context: Context,
  { notBilled, version }: { readonly notBilled: readonly string[]; readonly version: number },
): Promise<KindsOutcome> {
  return inScope(context.db, everything, async (tx): Promise<KindsOutcome> => {
    await lockMapping(tx);
    const before = await readKinds(tx);
    if (before.version !== version) return { status: 'changedSince', kinds: await listIn(tx) };
    const after: Kinds = { notBilled: [...new Set(notBilled.map((name) => name.trim().toLowerCase()))].toSorted(), version: version + 1 };
    await writeSetting(tx, context, kindsSetting, after);
    if ((await autoMapAccounts(tx, context)) > 0) await compareAgain(context, tx);
    await record(tx, context, { action: 'mapping.kinds.changed', object: 'accountKinds', before, after });
    return { status: 'changed', kinds: await listIn(tx) };
  });
}
