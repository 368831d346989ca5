import { sql } from 'kysely';
import { put } from '../../../../lib/put.ts';
import type { Db } from '../../../../platform/db/connect.ts';
import { type RowOf, readColumns } from '../../../../platform/db/read-columns.ts';
import type { Books } from '../../files/books.ts';
import { parseMicro } from '../../files/exact.ts';
import type { Company } from '../../files/load/partners.ts';
import type { PsaLine } from '../../files/model.ts';
import type { ChargedMonth } from '../month.ts';
import { linksAt } from './links.ts';
import { loadPriceBook } from './price-book.ts';
import { type Change, rewind } from './rewind.ts';

const columns = {
  account_id: sql<string>`line.account_id`,
  connection_id: sql<string>`line.connection_id`,
  remote_id: sql<string>`line.remote_id`,
  code: sql<string | null>`service.code`,
  service_remote_id: sql<string>`line.service_remote_id`,
  quantity: sql<string>`line.quantity::text`,
  unit_price: sql<string>`line.unit_price::text`,
  currency: sql<string>`upper(coalesce(agreement.currency, account.currency, ''))`,
  is_billed: sql<boolean>`line.is_billed`,
  from_on: sql<string | null>`line.from_on`,
  cancelled_on: sql<string | null>`line.cancelled_on`,
  vendor_subscription_id: sql<string | null>`line.vendor_subscription_id`,
};
type Row = RowOf<typeof columns>;

export type LoadedPsa = NonNullable<Books['psa']> & {
  /** Lines whose numbers have more digits than are compared exactly. */
  readonly unreadable: number;
};

const dayMs = 86_400_000;
const dayOf = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text) / dayMs);

/** Lines of the PSA that were billed at the end of the charged month, with what was changed since taken back. */
export async function loadPsa(db: Db, month: ChargedMonth, isComplete: boolean): Promise<LoadedPsa> {
  const later = await laterChanges(db, month);
  const rows = await readColumns(
    db,
    columns,
    sql`
      from psa_line line
      join account using (account_id)
      left join psa_service service on service.connection_id = line.connection_id and service.remote_id = line.service_remote_id
      left join psa_agreement agreement on agreement.account_id = line.account_id and agreement.connection_id = line.connection_id
        and agreement.remote_id = line.agreement_remote_id
      where line.retired_at is null or line.retired_at >= ${month.asOf}
      order by line.connection_id, line.remote_id`,
  );
  const lines: PsaLine[] = [];
  let unreadable = 0;
  for (const now of rows) {
    const row = rewind(now, later.get(`${now.connection_id} ${now.remote_id}`) ?? []);
    if (!isBilledIn(row, month)) continue;
    const line = toLine(row);
    if (Number.isSafeInteger(line.quantity) && Number.isSafeInteger(line.unitPrice)) lines.push(line);
    else unreadable += 1;
  }
  return {
    lines,
    isComplete: isComplete && unreadable === 0,
    book: await loadPriceBook(db),
    companies: await loadCompanies(db, month),
    unreadable,
  };
}

const isBilledIn = (row: Row, { end }: ChargedMonth): boolean => {
  const cancelled = dayOf(row.cancelled_on);
  return row.is_billed && (cancelled === undefined || cancelled > end) && (dayOf(row.from_on) ?? end) <= end;
};

const toLine = (row: Row): PsaLine => ({
  id: row.remote_id,
  companyId: row.account_id,
  code: row.code ?? row.service_remote_id,
  quantity: parseMicro(row.quantity) ?? Number.NaN,
  unitPrice: parseMicro(row.unit_price) ?? Number.NaN,
  currency: row.currency,
  startsOn: dayOf(row.from_on),
  subscriptionId: row.vendor_subscription_id?.toLowerCase() ?? '',
});

async function laterChanges(db: Db, { asOf }: ChargedMonth): Promise<Map<string, Change[]>> {
  const { rows } = await sql<{ connection_id: string; remote_id: string; changes: Change }>`
    select connection_id, remote_id, changes from psa_line_change where at >= ${asOf} order by at desc, change_id desc`.execute(db);
  const byLine = new Map<string, Change[]>();
  for (const row of rows) put(byLine, `${row.connection_id} ${row.remote_id}`, row.changes);
  return byLine;
}

async function loadCompanies(db: Db, { asOf }: ChargedMonth): Promise<Map<string, Company>> {
  const { rows } = await sql<{ account_id: string; name: string; country: string | null }>`
    select distinct on (account.account_id) account.account_id, account.name, customer.country
    from account
    left join ${linksAt(asOf)} mapping on mapping.account_id = account.account_id
    left join customer on customer.customer_id = mapping.customer_id
    where account.side = 'psa' order by account.account_id, customer.tenant_id`.execute(db);
  return new Map(rows.map(({ account_id: id, name, country }) => [id, { id, name, country: (country ?? '').toUpperCase() }]));
}
