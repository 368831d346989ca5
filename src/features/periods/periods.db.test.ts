import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, compareAll, customerId, psaId } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { auditOf } from '../../../test/support/one-difference.ts';
import { aLine, aSubscription } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { must } from '../../lib/must.ts';
import { ownReseller } from '../../model/ids.ts';
import { permissionsOf } from '../../model/person.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { decideDifference, listDifferences } from '../reconciliation/index.ts';
import { readContent } from '../sign-offs/index.ts';
import { findPeriod, listPeriods, reopenPeriod, signOffPeriod } from './index.ts';

const { db, owner } = await aDatabase();
const psa = aWritablePsa();
const { context, clock } = aContext(db, { openRemote: () => psa, startsAt: '2026-10-20T09:00:00Z' });
const month = '2026-10';

await anEstate(context, psa, [
  { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
  { n: 2, subscriptions: [aSubscription(2, { seats: 30 })], lines: [aLine(2, { quantity: '20' })] },
  { n: 3 },
]);
await compareAll(context);

const first = async () => {
  const list = { filter: { customerId: customerId(1) }, sort: undefined, limit: 5, cursor: undefined, count: false };
  return must((await listDifferences(context, list)).rows[0], 'the difference');
};
const accept = async () => {
  const { differenceId, version } = await first();
  return decideDifference(context, differenceId, { decision: 'accept', reason: 'part of the bundle', version });
};
const unmet = async () => (await findPeriod(context, month)).checks.filter(({ state }) => state !== 'met').map(({ id }) => id);

test('a month shows what is left, and that what was found is resolved, dismissed and open together', async () => {
  await accept();

  expect(await findPeriod(context, month)).toMatchObject({
    counts: { todo: 1, waiting: 0, resolved: 0, dismissed: 1 },
    totals: [{ currency: 'USD', per: 'month', found: '330', dismissed: '110', resolved: '0', open: '220' }],
    signOff: undefined,
    changedSince: false,
  });
  expect(await unmet()).toEqual(['toDo', 'invoices', 'suspense', 'compared']);
});

test('somebody who may not see costs gets totals without them', async () => {
  await sql`update difference set kind = 'price_below_cost' where customer_id = ${customerId(2)}`.execute(owner.db);
  const blind: Context = {
    ...context,
    actor: { kind: 'person', personId: undefined, name: 'Ben', permissions: permissionsOf.operator, origin: undefined },
  };

  expect(await findPeriod(blind, month)).toMatchObject({ costsLeftOut: true, totals: [{ found: '110', dismissed: '110', open: '0' }] });
  await sql`update difference set kind = 'quantity_mismatch_psa' where customer_id = ${customerId(2)}`.execute(owner.db);
});

test('its invoices are header and lines, by currency; one that does not tie stands in the way', async () => {
  const invoice = (number: string, header: string, lines: string, tie: string) => ({
    invoice_id: context.ids(),
    reseller_id: ownReseller,
    provider: 'microsoft',
    connection_id: psaId,
    kind: 'reconciliation',
    family: 'lines',
    number,
    period: month,
    currency: 'USD',
    natural_key: number,
    state: 'complete',
    header: JSON.stringify({ total: header }),
    sums: JSON.stringify([{ currency: 'USD', lines: 3, subtotal: lines, tax: '0', total: lines }]),
    tie,
    versions: 1,
    suspense_lines: 2,
    created_at: context.clock.now(),
    changed_at: context.clock.now(),
  });
  const rows = [invoice('A', '100.10', '100.10', 'tied'), invoice('B', '50', '49.99', 'notTied')];
  await owner.db.insertInto('provider_invoice').values(rows).execute();

  expect(await findPeriod(context, month)).toMatchObject({
    invoices: [{ currency: 'USD', invoices: 2, header: '150.1', lines: '150.09' }],
  });
  expect(await unmet()).toEqual(['toDo', 'invoices', 'suspense', 'compared']);
  expect((await findPeriod(context, month)).checks.find(({ id }) => id === 'suspense')).toMatchObject({ count: 4 });
});

test('lines that wait because nobody knows their customer are not called mapped, and count as they do in suspense', async () => {
  const { invoice_id } = await owner.db
    .selectFrom('provider_invoice')
    .select('invoice_id')
    .where('number', '=', 'A')
    .executeTakeFirstOrThrow();
  // The version in use, and a newer one that is not.
  await sql`
    insert into invoice_version (invoice_id, n, reseller_id, kind, state, source, content_hash, fetched_at, lines, sums, tie, problems, unreadable)
    select ${invoice_id}, n, ${ownReseller}, 'reconciliation', 'staged', 'sync', n::text, now(), 3, '[]', 'tied', '[]', '{}'
    from generate_series(1, 2) n`.execute(owner.db);
  const waits = (position: number, n: number, reasons: string[]) => ({
    ...{ invoice_id, n, position, reasons, reseller_id: ownReseller, lines: 1, total: '1' },
    ...{ customer: 'c', customer_name: '', product: 'p', product_name: '', charge_type: 'new', currency: 'USD' },
  });
  const rows = [waits(1, 1, ['unknown_customer', 'unknown_product']), waits(2, 1, ['unknown_currency']), waits(3, 2, ['unknown_product'])];
  await owner.db.insertInto('invoice_suspense').values(rows).execute();

  expect((await findPeriod(context, month)).checks.filter(({ id }) => id === 'unmapped' || id === 'suspense')).toMatchObject([
    { id: 'unmapped', state: 'notMet', count: 1, sentence: '1 invoice line in suspense is of a customer or product that is not known.' },
    { id: 'suspense', state: 'notMet', count: 4 },
  ]);
  await sql`truncate invoice_suspense, invoice_version cascade`.execute(owner.db);
});

test('an invoice in two currencies without a header does not count as one whose header says zero', async () => {
  const sum = (currency: string, total: string) => ({ currency, lines: 1, subtotal: total, tax: '0', total });
  await sql`
    update provider_invoice set header = null, currency = null, tie = 'noHeader', sums = ${JSON.stringify([sum('EUR', '7'), sum('USD', '50')])}
    where number = 'B'`.execute(owner.db);

  expect((await findPeriod(context, month)).invoices).toEqual([
    expect.objectContaining({ currency: 'EUR', invoices: 1, lines: '7', header: undefined }),
    expect.objectContaining({ currency: 'USD', invoices: 2, lines: '150.1', header: undefined }),
  ]);
  expect((await findPeriod(context, month)).checks.find(({ id }) => id === 'invoices')).toMatchObject({
    sentence: '1 provider invoice: header and lines are the same. 1 provider invoice has no header to compare with.',
  });
  await sql`
    update provider_invoice set header = ${JSON.stringify({ total: '50' })}, currency = 'USD', tie = 'notTied', sums = ${JSON.stringify([sum('USD', '49.99')])}
    where number = 'B'`.execute(owner.db);
});

test('closing it with something left needs a reason, which is kept', async () => {
  expect(await signOffPeriod(context, month, undefined)).toMatchObject({ status: 'not_ready' });
  expect(await signOffPeriod(context, '2026-11', 'early')).toEqual({ status: 'not_begun' });

  expect(await signOffPeriod(context, month, 'Fabrikam pays next month')).toMatchObject({
    status: 'done',
    period: { signOff: { reason: 'Fabrikam pays next month', by: 'Concord' }, changedSince: false },
  });
  expect(await auditOf(context, 'period.signedOff')).toMatchObject([{ object: month, reason: 'Fabrikam pays next month' }]);
  expect(await signOffPeriod(context, month, 'again')).toEqual({ status: 'is_closed' });
  expect(await invoiceStates()).toEqual(['closed', 'closed']);
});

const invoiceStates = async () => (await owner.db.selectFrom('provider_invoice').select('state').execute()).map(({ state }) => state);

const content = async () => {
  const { signOff } = await findPeriod(context, month);
  return inScope(db, context.scope, (tx) => readContent(tx, must(signOff, 'a sign-off').signOffId));
};

test('what was frozen stays byte for byte, whatever moves afterwards, and what moved is said', async () => {
  const before = await content();
  await sql`update difference set finding = finding || '{"period":"2026-10"}' where customer_id = ${customerId(2)}`.execute(owner.db);
  await clock.advance(60_000);
  await sql`update psa_line set quantity = 10 where remote_id = '5002'`.execute(owner.db);
  await sql`update difference set impact = 999, changed_at = ${context.clock.now()} where customer_id = ${customerId(2)}`.execute(owner.db);

  expect(await content()).toBe(before);
  expect(JSON.parse(before)).toMatchObject({ month, differences: [{ impact: '110', state: 'accepted' }, { impact: '220' }] });
  expect((await findPeriod(context, month)).changedSince).toBe(true);
});

test('a frozen content that somebody altered in the database is not shown', async () => {
  const copy = must((await sql<{ content_gz: Buffer }>`select content_gz from period_sign_off`.execute(owner.db)).rows[0], 'content');
  await sql`update period_sign_off set hash = 'other'`.execute(owner.db);

  await expect(content()).rejects.toThrow('is not what its hash says');
  const { createHash } = await import('node:crypto');
  const { gunzipSync } = await import('node:zlib');
  await sql`update period_sign_off set hash = ${createHash('sha256').update(gunzipSync(copy.content_gz)).digest('hex')}`.execute(owner.db);
});

test('of two who close a month at once one does', async () => {
  await reopenPeriod(context, month, 'Fabrikam called');

  const outcomes = await Promise.all([signOffPeriod(context, month, 'a'), signOffPeriod(context, month, 'b')]);

  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['done', 'is_closed']);
});

test('reopened, it takes decisions again; every sign-off is kept', async () => {
  expect(await reopenPeriod(context, month, 'the credit came')).toMatchObject({
    status: 'done',
    period: { signOff: undefined, history: [{ reopened: { reason: 'the credit came' } }, { reopened: { reason: 'Fabrikam called' } }] },
  });
  expect(await reopenPeriod(context, month, 'again')).toEqual({ status: 'is_open' });
  expect(await invoiceStates()).toEqual(['complete', 'complete']);
});

test('months run from the first that something is known of to this one', async () => {
  await clock.advance(30 * 24 * 3_600_000);

  expect((await listPeriods(context)).map((row) => [row.month, row.todo, row.dismissed])).toEqual([
    ['2026-11', 0, 0],
    ['2026-10', 1, 1],
  ]);
});
