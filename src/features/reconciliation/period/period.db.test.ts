import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { handle } from '../../../../test/support/compared-estate.ts';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { generateEstate, partnerConnection, storeEstate } from '../../../../test/support/generated-estate.ts';
import { must } from '../../../lib/must.ts';
import { Seeded } from '../../../lib/seeded.ts';
import { costLabels, isCostMoney } from '../../../model/costs.ts';
import { DifferenceKind } from '../../../model/difference.ts';
import { nobody } from '../../../model/ids.ts';
import type { Db } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { importInvoice } from '../../invoices/index.ts';
import { jobQueue } from '../../jobs/index.ts';
import { changeSettings, readSettings } from '../../settings/index.ts';
import { reconcileFiles } from '../files/index.ts';
import { decideDifference, listRuns } from '../index.ts';
import { psaKinds } from './proven.ts';
import { publishedFiles } from './published-files.ts';
import { runPeriod } from './run-period.ts';
import { isOfInvoices } from './to-difference.ts';

const { db, owner } = await aDatabase();
const scratch = await mkdtemp(path.join(tmpdir(), 'concord-period-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));
const { context, clock, sent } = aContext(db, { startsAt: '2026-07-31T22:00:00Z', blobFolder: path.join(scratch, 'blobs') });

const estate = path.join(scratch, 'estate');
await generateEstate(estate, {
  customers: 60,
  lines: 6000,
  usageLines: 2000,
  errorRate: 0.25,
  customerErrorRate: 0.08,
  psaLink: 60,
  seed: 7,
  partners: 2,
});
const meta = JSON.parse(await readFile(path.join(estate, 'meta.json'), 'utf8')) as { exports: { partnerId: string; invoice: string }[] }; // the generator's
const partners = meta.exports.map((each) => each.partnerId);
await storeEstate(db, estate, partners, context.clock.now());
// Nobody is known by the time the invoices come: the names of their lines are in suspense.
await sql`truncate customer_identity`.execute(owner.db);
const fx = JSON.parse(await readFile(path.join(estate, 'microsoft/fx.json'), 'utf8')) as { taxRatePpm: Record<string, number> };
await changeSettings(context, {
  version: 0,
  taxRates: Object.fromEntries(Object.entries(fx.taxRatePpm).map(([country, ppm]) => [country, String(ppm / 10_000)])),
});
for (const [n, { invoice }] of meta.exports.entries()) {
  for (const [folder, kind] of [
    ['recon', 'reconciliation'],
    ['usage', 'dailyUsage'],
  ] as const) {
    const blobs = path.join(estate, 'microsoft', `p${n}`, folder);
    const names = (await readdir(blobs)).filter((name) => name.startsWith('part-'));
    const outcome = await importInvoice(context, {
      connectionId: partnerConnection(n),
      kind,
      source: 'sync',
      header: { number: invoice, period: '2026-07' },
      files: names.map((name) => ({ name, open: () => createReadStream(path.join(blobs, name)) })),
    });
    expect(outcome).toMatchObject({ status: 'imported', state: 'published' });
  }
}

const compareJuly = () => runPeriod(context, publishedFiles, { period: '2026-07', connectionIds: undefined }, handle());

const runsOf = (all: Db) => all.selectFrom('reconciliation_run').select(['run_id', 'state']).execute();

type Known = { kind: string; customerId?: string; subscriptionId?: string; invoice?: string; lineNo?: number; impactCents: number };
const keyOf = ({ kind, customerId, subscriptionId, invoice, lineNo, impactCents }: Known): string =>
  [kind, customerId, subscriptionId, invoice, lineNo, impactCents].join(' ');

async function storedKeys(): Promise<string[]> {
  const rows = await owner.db
    .selectFrom('difference')
    .leftJoin('customer', 'customer.customer_id', 'difference.customer_id')
    .select(['difference.kind', 'difference.finding', 'difference.impact', 'customer.tenant_id', 'difference.customer_name'])
    .where('difference.state', '=', 'open')
    .where('difference.period', 'is not', null)
    .execute();
  return rows
    .map((row) => {
      const finding = row.finding as { invoice?: string; lineNo?: number; microsoft: { remoteIds: string[] } }; // written by the run
      return keyOf({
        kind: row.kind,
        customerId: row.tenant_id ?? row.customer_name.replace('Tenant ', ''),
        ...(row.kind !== 'tenant_moved' && { subscriptionId: finding.microsoft.remoteIds[0] }),
        ...finding,
        impactCents: Math.round(Number(row.impact) * 100),
      });
    })
    .sort();
}

test('what the invoices of a month show is found in the store as in the bare files: every finding, to the cent', async () => {
  const end = await compareJuly();
  const { findings } = await reconcileFiles({ data: estate }, () => 0);

  const expected = findings
    .filter(({ kind }) => isOfInvoices(kind))
    .map(keyOf)
    .sort();
  expect(new Set(expected.map((key) => key.split(' ')[0])).size).toBeGreaterThan(12);
  expect(await storedKeys()).toEqual(expected);
  expect(end).toMatchObject({ result: { found: expected.length, opened: expected.length, gone: 0, leftOut: [] } });
});

test('the lines of each invoice are kept as they were read, for whoever goes on after a kill and for the next comparison', async () => {
  const kept = (await readdir(path.join(scratch, 'blobs'), { recursive: true })).filter((name) => /[.]lines-[0-9a-f]{12}.0$/.test(name));
  expect(kept).toHaveLength(partners.length);
});

test('the same once more is no work: the run that stands on the same inputs is named', async () => {
  const before = await runsOf(owner.db);

  expect(await compareJuly()).toMatchObject({ result: { unchanged: true } });
  expect(await runsOf(owner.db)).toEqual(before);
});

test('a run says what it stood on: versions, control totals, money by kind', async () => {
  const [run] = await listRuns(context, '2026-07');
  const bill = JSON.parse(await readFile(path.join(estate, 'microsoft/p0/invoice.json'), 'utf8')) as {
    subtotal: number;
    totalCharges: number;
  };

  expect(run).toMatchObject({ state: 'completed', period: '2026-07', leftOut: [] });
  expect(run?.invoices.map(({ holds, version }) => `${holds} ${version}`).sort()).toEqual(['lines 1', 'lines 1', 'usage 1', 'usage 1']);
  expect(run?.control[0]).toMatchObject({ subtotal: bill.subtotal.toFixed(2), total: bill.totalCharges.toFixed(2) });
  const { rows } = await sql<{ kind: string; amount: string }>`
    select kind, sum(impact)::text as amount from difference where period is not null group by kind order by kind`.execute(owner.db);
  expect(run?.money.map(({ kind, amount }) => `${kind} ${Number(amount)}`)).toEqual(
    rows.map(({ kind, amount }) => `${kind} ${Number(amount)}`),
  );
});

test('what was decided stays decided, and every difference is the same one in the next comparison', async () => {
  const before = await owner.db
    .selectFrom('difference')
    .select(['difference_id', 'version'])
    .where('period', 'is not', null)
    .orderBy('difference_id')
    .execute();
  const [first] = before;
  const id = must(first, 'a difference').difference_id;
  const { difference } = await decideDifference(context, id, {
    decision: 'accept',
    reason: 'claimed by mail',
    version: must(first, 'a difference').version,
  });
  expect(difference?.state).toBe('accepted');
  // Nothing that is compared, but a changed row: the comparison is made.
  await sql`update product_mapping set changed_at = changed_at + interval '1 minute' where mapping_id = (select min(mapping_id::text)::uuid from product_mapping)`.execute(
    owner.db,
  );

  const end = await compareJuly();
  expect(end.result).toMatchObject({ opened: 0, gone: 0, cameBack: 0 });
  const after = await owner.db
    .selectFrom('difference')
    .select(['difference_id', 'state'])
    .where('period', 'is not', null)
    .orderBy('difference_id')
    .execute();
  expect(after.map((row) => row.difference_id)).toEqual(before.map((row) => row.difference_id));
  expect(after.find((row) => row.difference_id === id)?.state).toBe('accepted');
  await decideDifference(context, id, { decision: 'reopen', version: difference?.version ?? 0 });
});

test('what changed after the month is taken back: the month is compared as it was', async () => {
  const found = await storedKeys();
  await clock.advance(20 * 24 * 3_600_000);
  await sql`with changed as (
      update subscription set seats = seats + 7, status = 'cancelled', changed_at = '2026-08-05T08:00:00Z' where seats > 0 and status = 'active' and not is_usage
      returning customer_id, subscription_id, reseller_id, seats)
    insert into subscription_change (customer_id, subscription_id, change_id, reseller_id, changes, cause, at)
    select customer_id, subscription_id, gen_random_uuid(), reseller_id, jsonb_build_object(
      'seats', jsonb_build_object('before', seats - 7, 'after', seats), 'status', jsonb_build_object('before', 'active', 'after', 'cancelled')),
      'sync', '2026-08-05T08:00:00Z' from changed`.execute(owner.db);

  expect((await compareJuly()).result).toMatchObject({ opened: 0, gone: 0 });
  expect(await storedKeys()).toEqual(found);
});

const compare = async (psa: boolean) => {
  await clock.advance(1_000);
  const { version } = await inScope(db, everything, readSettings);
  await changeSettings(context, { version, compared: { distributor: true, psa } });
  return (await compareJuly()).result;
};

test('nothing is reported of a PSA that the settings leave out; compared again, all is there again', async () => {
  const found = await storedKeys();
  const isOfPsa = (key: string): boolean => psaKinds.some((kind) => key.startsWith(`${kind} `));
  expect(found.some(isOfPsa)).toBe(true);

  expect(await compare(false)).toMatchObject({ opened: 0, leftOut: [expect.stringContaining('The PSA is left out')] });
  expect(await storedKeys()).toEqual(found.filter((key) => !isOfPsa(key)));

  expect(await compare(true)).toMatchObject({ gone: 0, leftOut: [] });
  expect(await storedKeys()).toEqual(found);
});

test('money that tells a cost is the same in database and code', async () => {
  const rows = await owner.db.selectFrom('difference').select(['kind', 'period', 'needs_cost_right', 'seen_impact', 'impact']).execute();

  expect(
    rows.filter((row) => row.needs_cost_right !== isCostMoney({ kind: DifferenceKind.parse(row.kind), period: row.period ?? undefined })),
  ).toEqual([]);
  expect(new Set(rows.map((row) => row.needs_cost_right)).size).toBe(2);
  expect(rows.filter((row) => row.needs_cost_right && Number(row.seen_impact) !== 0)).toEqual([]);
});

test('what is found of a tenant that nobody here knows stays, under the name that the invoice has', async () => {
  const { rows } = await sql<{ customer_id: string; tenant_id: string; name: string }>`
    select customer_id, tenant_id, name from customer join difference using (customer_id)
    where difference.kind in ('rounding', 'tax_rounding') order by customer_id limit 1`.execute(owner.db);
  const known = must(rows[0], 'a customer with a difference on a line');
  await sql`update customer set tenant_id = gen_random_uuid()::text, changed_at = now() where customer_id = ${known.customer_id}`.execute(
    owner.db,
  );

  await compareJuly();
  const { rows: nobodys } = await sql<{ customer_name: string; invoice: string | null }>`
    select customer_name, invoice from difference where customer_id = ${nobody} and kind in ('rounding', 'tax_rounding') and state = 'open'`.execute(
    owner.db,
  );
  expect(nobodys.length).toBeGreaterThan(0);
  expect(nobodys.every((row) => row.invoice !== null)).toBe(true);
  expect(nobodys.map((row) => row.customer_name)).toContain(known.name);
});

test('an invoice that is issued again after the comparison is a difference of each customer, less what is told of a line itself', async () => {
  const { invoice } = must(meta.exports[0], 'an invoice');
  const blobs = path.join(estate, 'microsoft/p0/recon');
  const names = (await readdir(blobs)).filter((name) => name.startsWith('part-'));
  const lines = (await Promise.all(names.map((name) => readFile(path.join(blobs, name)))))
    .flatMap((packed) => gunzipSync(packed).toString('utf8').split('\n').slice(0, -1))
    .map(
      (line) =>
        JSON.parse(line) as { CustomerId: string; SubscriptionId: string; MeterDescription: string; Subtotal: number; Total: number },
    ); // the generator's
  const changed = must(lines[5], 'a line');
  Object.assign(changed, { Subtotal: changed.Subtotal + 7.5, Total: changed.Total + 7.5 });
  const isOther = ({ Subtotal, CustomerId }: (typeof lines)[number]): boolean => Subtotal > 0 && CustomerId !== changed.CustomerId;
  const meter = must(
    lines.find((line) => line.MeterDescription !== '' && isOther(line)),
    'a meter',
  );
  const seats = must(
    lines.find((line) => line.MeterDescription === '' && isOther(line) && line.CustomerId !== meter.CustomerId),
    'a line of seats',
  );
  const misfit = must(
    lines.find(({ CustomerId, SubscriptionId }) => CustomerId === meter.CustomerId && SubscriptionId !== meter.SubscriptionId),
    'another line of that customer',
  );
  Object.assign(misfit, { Subtotal: misfit.Subtotal + 2, Total: misfit.Total + 2 });
  const others = new Set([changed, meter, seats].map(({ CustomerId }) => CustomerId));
  const ofOthers = lines.filter((line) => line.MeterDescription === '' && line.Subtotal > 0 && !others.has(line.CustomerId));
  const credits = [...new Map(ofOthers.map((line) => [line.CustomerId, line])).values()].slice(0, 10).map((line) => ({
    ...{ ...line, ChargeType: 'customerCredit', UnitPrice: -3, EffectiveUnitPrice: -3, Quantity: 1, BillableQuantity: 1 },
    ...{ PCToBCExchangeRate: 1, Subtotal: -3, TaxTotal: 0, Total: -3 },
  }));
  const issued = [...lines, ...credits].filter((line) => line !== meter);
  const issue = (name: string, content: readonly object[]) =>
    importInvoice(context, {
      ...{ connectionId: partnerConnection(0), kind: 'reconciliation', source: 'sync' },
      header: { number: invoice, period: '2026-07' },
      files: [{ name, open: () => Readable.from([Buffer.from(content.map((line) => `${JSON.stringify(line)}\n`).join(''))]) }],
    });
  const told = async () => {
    await compareJuly();
    const rows = await owner.db
      .selectFrom('difference')
      .innerJoin('customer', 'customer.customer_id', 'difference.customer_id')
      .select(['difference_id', 'kind', 'impact', 'customer.tenant_id'])
      .where('kind', 'in', ['invoice_version_changed', 'rounding', 'missing_charge', 'credit_not_passed_on'])
      .where('difference.state', '=', 'open')
      .orderBy('impact')
      .orderBy('difference_id')
      .execute();
    return rows.map((row) => [row.difference_id, row.kind, row.tenant_id, Number(row.impact)]);
  };
  const before = new Set((await told()).map(([id]) => id));
  const outcome = await issue(
    'again.json',
    issued.filter((line) => line !== seats),
  );
  expect(outcome).toMatchObject({ status: 'imported', n: 2, state: 'published' });

  const found = await told();
  const isCredited = ([, , tenantId]: (typeof found)[number]): boolean => credits.some(({ CustomerId }) => CustomerId === tenantId);
  const anew = found.filter(([id]) => !before.has(id));
  expect(anew.filter((each) => !isCredited(each))).toEqual([
    [expect.any(String), 'missing_charge', seats.CustomerId, 0 - seats.Subtotal],
    [expect.any(String), 'invoice_version_changed', meter.CustomerId, 0 - meter.Subtotal],
    [expect.any(String), 'rounding', meter.CustomerId, 2],
    [expect.any(String), 'rounding', changed.CustomerId, 7.5],
  ]);
  const { rows: elsewhere } = await sql<{ value: string }>`
    select one ->> 'value' as value from difference, jsonb_array_elements(finding -> 'evidence') as one
    where kind = 'invoice_version_changed' and one ->> 'label' = ${costLabels.elsewhere}`.execute(owner.db);
  expect(elsewhere).toEqual([{ value: '+EUR 2.00' }]);
  await sql`update product_mapping set changed_at = changed_at + interval '1 minute'`.execute(owner.db);
  expect(await told()).toEqual(found);

  // A credit is told once: that it was not handed on, or that it came. What is not reported takes nothing off.
  const ofCredits = anew.filter(isCredited);
  expect(ofCredits.map(([, , tenantId]) => tenantId).sort()).toEqual(credits.map(({ CustomerId }) => CustomerId).sort());
  expect(new Set(ofCredits.map(([, kind]) => kind))).toEqual(new Set(['credit_not_passed_on', 'invoice_version_changed']));
  await compare(false);
  const withoutPsa = (await told()).filter((each) => !before.has(each[0]) && isCredited(each));
  expect(withoutPsa.map(([, kind]) => kind)).toEqual(credits.map(() => 'invoice_version_changed'));
  await compare(true);
  expect(await told()).toEqual(found);

  // Once more: what came with the version between is still told once, and what both changed is no change.
  const again = must(
    ofOthers.findLast(({ CustomerId }) => !credits.some((credit) => credit.CustomerId === CustomerId)),
    'a line',
  );
  const next = await issue(
    'third.json',
    issued.map((line) => (line === again ? { ...line, Subtotal: line.Subtotal + 4, Total: line.Total + 4 } : line)),
  );
  expect(next).toMatchObject({ status: 'imported', n: 3, state: 'published' });
  const last = await told();
  const came = last.filter(([id]) => !found.some(([known]) => known === id));
  expect(came.map(([, kind, tenantId, impact]) => [kind, tenantId, impact])).toEqual([['rounding', again.CustomerId, 4]]);
  expect(last.filter((each) => !came.includes(each))).toEqual(
    found.filter(([, kind, tenantId]) => kind !== 'missing_charge' || tenantId !== seats.CustomerId),
  );
});

test('a month whose invoice came anew is compared by itself', () => {
  expect(sent.filter(({ name }) => name === jobQueue).length).toBeGreaterThan(0);
});

test('ids and names of twenty thousand letters are differences like any others', async () => {
  const [part] = (await readdir(path.join(estate, 'microsoft/p0/recon'))).filter((name) => name.startsWith('part-'));
  const [first] = gunzipSync(await readFile(path.join(estate, 'microsoft/p0/recon', must(part, 'a blob'))))
    .toString()
    .split('\n');
  const line = JSON.parse(must(first, 'a line')) as Readonly<Record<string, unknown>>; // the generator's
  const seeded = new Seeded('letters');
  const letters = (): string => Array.from({ length: 20_000 }, () => String.fromCodePoint(seeded.int(0x4e00, 0x9fff))).join('');
  const lines = [
    { ...line, InvoiceNumber: 'G-LONG', SubscriptionId: letters() },
    { ...line, InvoiceNumber: 'G-LONG', SubscriptionId: letters(), CustomerId: letters(), CustomerName: letters(), ProductName: letters() },
  ];
  const outcome = await importInvoice(context, {
    connectionId: partnerConnection(0),
    kind: 'reconciliation',
    source: 'upload',
    header: { number: 'G-LONG', period: '2026-07' },
    files: [{ name: 'part-0.json', open: () => Readable.from([Buffer.from(lines.map((each) => `${JSON.stringify(each)}\n`).join(''))]) }],
  });
  expect(outcome).toMatchObject({ status: 'imported', state: 'published' });

  await compareJuly();

  const { rows } = await sql<{ kind: string }>`
    select kind from difference where finding ->> 'invoice' = 'G-LONG' and state = 'open'`.execute(owner.db);
  expect(rows.map(({ kind }) => kind)).toEqual(['orphan_line', 'orphan_line']);
});
