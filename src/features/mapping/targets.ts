import { sql } from 'kysely';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { isBillable, readNotBilled } from './billable.ts';

type Target = { readonly id: string; readonly name: string; readonly detail: string };
/** What a person chooses from is a short list: more letters make it shorter. */
const mostTargets = 50;

type Targets = {
  readonly targets: readonly Target[];
  /** Accounts that the letters fit as well, but that cannot be billed: inactive, or of a kind that nobody bills. */
  readonly hidden: number;
};

/** Accounts or services of a connection whose name, code or domain contains the letters, or whose id they are. */
export function listTargets(
  context: Context,
  { connectionId, kind, q }: { readonly connectionId: string; readonly kind: 'account' | 'service'; readonly q?: string | undefined },
): Promise<Targets> {
  const letters = (q ?? '').trim().toLowerCase();
  return inScope(context.db, context.scope, async (tx) => {
    if (kind === 'account') {
      const canBeBilled = isBillable(await readNotBilled(tx));
      const fits = sql`account.connection_id = ${connectionId}::uuid and account.retired_at is null
        and (position(${letters} in lower(account.name)) > 0 or position(${letters} in account.domain) > 0 or account.remote_id = ${letters})`;
      const found = await sql<Target>`
        select account_id as id, name, concat_ws(' · ', nullif(domain, ''), remote_id) as detail from account
        where ${fits} and account.active and ${canBeBilled} order by lower(name), account_id limit ${mostTargets}`.execute(tx);
      const others = await sql<{ n: number }>`
        select count(*)::int as n from account where ${fits} and not (account.active and ${canBeBilled})`.execute(tx);
      return { targets: found.rows, hidden: others.rows[0]?.n ?? 0 };
    }
    const { rows } = await sql<Target>`select remote_id as id, name, code as detail from psa_service
            where connection_id = ${connectionId}::uuid and retired_at is null and active
              and (position(${letters} in lower(name)) > 0 or position(${letters} in lower(code)) > 0)
            order by lower(name), remote_id limit ${mostTargets}`.execute(tx);
    return { targets: rows, hidden: 0 };
  });
}
