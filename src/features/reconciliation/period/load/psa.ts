import { sql } from 'kysely';
import { put } from '../../../../lib/put.ts';
import type { Db } from '../../../../platform/db/connect.ts';
import type { Books } from '../../files/books.ts';
import { parseMicro } from '../../files/exact.ts';
import type { Company } from '../../files/load/partners.ts';
import type { PsaLine } from '../../files/model.ts';
import type { ChargedMonth } from '../month.ts';
import { linksAt } from './links.ts';
import { loadPriceBook } from './price-book.ts';
import { type Change, rewind } from './rewind.ts';

type Row = {
  account_id: string;
  connection_id: string;
  remote_id: string;
  code: string | null;
  service_remote_id: string;
  quantity: string;
  unit_price: string;
  currency: string;
  is_billed: boolean;
  from_on: string | null;
  cancelled_on: string | null;
  vendor_subscription_id: string | null;
};

export type LoadedPsa = NonNullable<Books['psa']> & {
  /** Lines whose numbers have more digits than are compared exactly. */
  readonly unreadable: number;
};

const dayMs = 86_400_000;
const dayOf = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text) / dayMs);

/** Lines of the PSA that were billed at the end of the charged month, with what was changed since taken back. */
export async function loadPsa(db: Db, month: ChargedMonth, isComplete: boolean): Promise<LoadedPsa> {
  const later = await laterChanges(db, month);
  const { rows } = await sql<Row>`
    select line.account_id, line.connection_id, line.remote_id, service.code, line.service_remote_id, line.quantity, line.unit_price,
      upper(coalesce(agreement.currency, account.currency, '')) as currency, line.is_billed,
      line.from_on, line.cancelled_on, line.vendor_subscription_id
    from psa_line line
    join account using (account_id)
    left join psa_service service on service.connection_id = line.connection_id and service.remote_id = line.service_remote_id
    left join psa_agreement agreement on agreement.account_id = line.account_id and agreement.connection_id = line.connection_id
      and agreement.remote_id = line.agreement_remote_id
    where line.retired_at is null or line.retired_at >= ${month.asOf}
    order by line.connection_id, line.remote_id`.execute(db);
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
