import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { aChargeLine, jsonLines } from '../../test/support/invoice-files.ts';
import { aPersonOf, type SignedIn } from '../../test/support/make.ts';
import { keepPartnerAccount, partnerAccountId } from '../../test/support/partner-account.ts';
import { guid } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { aJob } from '../../test/support/watched-job.ts';
import { importInvoiceJob } from '../features/invoices/jobs.ts';
import { fromPublicId } from '../lib/ids.ts';
import { must } from '../lib/must.ts';
import { publicId } from '../model/ids.ts';
import { createBlobStore } from '../platform/blobs/blob-store.ts';
import { everything, inScope } from '../platform/db/transaction.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'concord-uploads-'));
const { call, url, context, sent, database } = await aServer({
  change: (made) => ({ ...made, blobs: createBlobStore(folder) }),
  uploadBytes: 200_000,
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const connectionId = publicId('connection', partnerAccountId);
const made = Array.from({ length: 500 }, (_, n) => aChargeLine(n + 1));
let owner: SignedIn;
let operator: SignedIn;
beforeAll(async () => {
  owner = await aPersonOf(context, 'owner');
  operator = await aPersonOf(context, 'operator');
  await keepPartnerAccount(context);
  await inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    await tx
      .insertInto('customer_identity')
      .values({ cloud: 'global', tenant_id: 'C0000000-0000-4000-8000-000000000003', customer_id: guid(30) })
      .execute();
    await tx
      .insertInto('customer')
      .values({
        customer_id: guid(30),
        reseller_id: guid(31),
        cloud: 'global',
        tenant_id: 'C0000000-0000-4000-8000-000000000003',
        name: 'Three',
        domain: 'three.com',
        seen_at: now,
        created_at: now,
        changed_at: now,
      })
      .execute();
  });
});

/** Sends files as a browser does. */
async function upload(files: Readonly<Record<string, string | Buffer>>, query = `connectionId=${connectionId}`, as: SignedIn = owner) {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('files', new Blob([new Uint8Array(Buffer.from(content))]), name);
  const answer = await fetch(`${url}/api/v1/invoice-imports?${query}`, {
    method: 'POST',
    body: form,
    headers: { cookie: as.cookie, 'x-csrf-token': as.csrf },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Does what the queue was given last. */
async function work(): Promise<Record<string, unknown>> {
  const job = must(sent.at(-1), 'a job').input as { jobId: string };
  const row = await inScope(context.db, everything, (tx) =>
    tx.selectFrom('job').selectAll().where('job_id', '=', job.jobId).executeTakeFirstOrThrow(),
  );
  const { result, errors } = await importInvoiceJob.run(context, row.input as { uploadId: string }, aJob());
  return { ...result, errors };
}

const header = JSON.stringify({
  id: 'G000000001',
  billingPeriodStartDate: '2026-10-01T00:00:00Z',
  totalCharges: 1503025,
  currencyCode: 'EUR',
  lineCount: 500,
  note: 'as Partner Center writes it',
});

let invoiceId = '';
describe('an invoice that somebody uploads', () => {
  test('is taken as it comes and read by a job; header and manifest are known by what is in them', async () => {
    const answer = await upload({
      'a.json': header,
      'part-0.json.gz': gzipSync(jsonLines(made.slice(0, 300))),
      'part-1.json.gz': gzipSync(jsonLines(made.slice(300))),
      'm.json': '{"blobs":[],"eTag":"x"}',
    });
    expect(answer).toMatchObject({ status: 202, body: { joined: false } });

    const result = await work();

    expect(result).toMatchObject({ version: 1, isNew: true, state: 'published', lines: 500, errors: [] });
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([]);
    invoiceId = String(result['invoiceId']);
    const { body } = await call('GET', `/invoices/${invoiceId}`, { as: owner });
    expect(body).toMatchObject({
      number: 'G000000001',
      period: '2026-10',
      state: 'complete',
      tie: 'tied',
      header: { lines: 500, total: { amount: '1503025', currency: 'EUR' } },
      sums: [{ currency: 'EUR', lines: 500, subtotal: '1252500', total: '1503025' }],
    });
  });

  test('is proved to the cent; who may not see costs sees that it is, and no amount', async () => {
    const { body } = await call('GET', `/invoices/${invoiceId}/proof`, { as: owner });

    expect(body).toMatchObject({
      version: 1,
      verdict: 'proved',
      isComplete: true,
      ruleSet: { name: 'seat-unit-first', misfits: 0 },
      currencies: [
        {
          currency: 'EUR',
          lines: 500,
          customers: 5,
          products: 1,
          total: '1503025.00',
          agrees: true,
          header: { ties: true, total: '0.00' },
        },
      ],
      misfits: { count: 0, first: [] },
      notRecomputed: [{ reason: 'tax-rate-unknown', lines: 500 }],
    });
    // It is kept with the version: nothing is read again, and nothing need be there.
    renameSync(folder, `${folder}-away`);
    const { body: kept } = await call('GET', `/invoices/${invoiceId}/proof`, { as: owner });
    renameSync(`${folder}-away`, folder);
    expect(kept).toEqual(body);
    const { body: hidden } = await call('GET', `/invoices/${invoiceId}/proof`, { as: operator });
    expect(hidden).toMatchObject({ verdict: 'proved', currencies: [{ lines: 500, total: null, header: { ties: true, total: null } }] });
    expect((await call('GET', `/invoices/${publicId('invoice', guid(99))}/proof`, { as: owner })).status).toBe(404);
  });

  test('can be judged by a tolerance of its own, which is kept with its proof and taken back', async () => {
    const path = `/invoices/${invoiceId}`;
    const set = async (tolerance: object | null, as = owner) =>
      (await call('PATCH', `${path}/tolerance`, { as, body: { tolerance, reason: 'Rounded by the reseller' } })).status;
    const proof = async () => (await call('GET', `${path}/proof`, { as: owner })).body;
    const before = await proof();
    const own = { rules: [{ absolute: '0.05', percent: '1', perUnit: '0' }] };

    expect(await set({ rules: [{ absolute: '-1', percent: '0', perUnit: '0' }] })).toBe(422);
    expect(await set(own)).toBe(200);
    expect(await proof()).toMatchObject({ tolerance: own, toleranceOfImport: { reason: 'Rounded by the reseller' } });
    expect(await set(null)).toBe(200);
    expect(await proof()).toEqual(before);

    await database.owner.db.updateTable('provider_invoice').set({ state: 'closed' }).execute();
    expect(await set(own)).toBe(409);
    await database.owner.db.updateTable('provider_invoice').set({ state: 'complete' }).execute();
  });

  test('is listed by period, state and number', async () => {
    const list = async (query: string) =>
      ((await call('GET', `/invoices?${query}`, { as: owner })).body as { data: { number: string }[] }).data;

    expect(await list('period=2026-10&state=complete,closed&count=true')).toMatchObject([
      { number: 'G000000001', connectionName: 'Contoso CSP', lines: 500 },
    ]);
    expect(await list('q=000001')).toHaveLength(1);
    expect(await list('state=expected')).toEqual([]);
    expect(await list('period=2026-09')).toEqual([]);
  });

  test('shows its lines page by page, and those of one subscription or customer', async () => {
    const read = async (query: string) =>
      (await call('GET', `/invoices/${invoiceId}/lines?${query}`, { as: owner })).body as {
        data: { lineNo: number; customerId: string | null; raw: Record<string, string> }[];
        page: { nextCursor: string | null };
      };
    const seen: number[] = [];
    for (let cursor = ''; ; ) {
      const page = await read(`limit=170${cursor}`);
      seen.push(...page.data.map(({ lineNo }) => lineNo));
      if (page.page.nextCursor === null) break;
      cursor = `&cursor=${page.page.nextCursor}`;
    }
    expect(seen).toEqual(made.map((_, n) => n));

    const [line] = (await read('subscriptionId=50000000-0000-4000-8000-000000000408')).data;
    expect(line).toMatchObject({
      lineNo: 407,
      productName: 'Business Basic',
      chargeStart: '2026-10-05',
      quantity: '408',
      total: '4896.05',
      customerId: publicId('customer', guid(30)),
    });
    expect(line?.raw).toMatchObject({ OrderId: 'order-408', TaxTotal: '816.05' });
    const ofCustomer = await read(`customerId=${publicId('customer', guid(30))}&limit=200`);
    expect(ofCustomer.data.map(({ lineNo }) => lineNo)).toEqual(made.flatMap((_, n) => ((n + 1) % 5 === 3 ? [n] : [])));
    expect((await read('subscriptionId=nobody')).data).toEqual([]);
    expect(problemOf(await call('GET', `/invoices/${invoiceId}/lines?cursor=made-up`, { as: owner })).code).toBe('invalid_cursor');
  });

  test('shows no amount to those who may not see costs', async () => {
    for (const place of ['', '/versions', '/lines', '/suspense']) {
      const { text } = await call('GET', `/invoices/${invoiceId}${place}`, { as: operator });
      expect([place, text.includes('1503025'), text.includes('12.05'), text.includes('order-')]).toEqual([place, false, false, false]);
      expect(text).not.toContain('"code":"internal"');
    }
  });

  test('says what waits in suspense, by reason and with its money', async () => {
    const { body } = await call('GET', `/invoices/${invoiceId}/suspense`, { as: owner });

    expect(body).toMatchObject({
      lines: 500,
      byReason: [
        { reason: 'unknown_customer', lines: 400 },
        { reason: 'unknown_product', lines: 500, totals: [{ amount: '1503025', currency: 'EUR' }] },
      ],
      more: 0,
      unreadable: [],
    });
    expect((body as { groups: object[] }).groups).toHaveLength(5);
  });

  test('that changed since shows what came and went', async () => {
    const { status } = await upload(
      { 'all.jsonl': gzipSync(jsonLines([...made.slice(1), aChargeLine(900)])) },
      `connectionId=${connectionId}&source=cli&kind=reconciliation`,
    );
    expect(status).toBe(202);
    const result = await work();
    expect(result).toMatchObject({ version: 2, state: 'notTying', errors: [{ code: 'total_differs' }] });

    const { body } = await call('GET', `/invoices/${invoiceId}/versions/2/changes`, { as: owner });
    const { data } = body as { data: { change: string; effect: unknown; direction: string; line: { subscriptionKey: string } }[] };

    expect(data.map(({ change, effect, direction }) => [change, effect, direction])).toEqual([
      ['removed', { amount: '-12.05', currency: 'EUR' }, 'credit'],
      ['added', { amount: '10800.05', currency: 'EUR' }, 'charge'],
    ]);
    expect((await call('GET', `/invoices/${invoiceId}/versions/9/changes`, { as: owner })).status).toBe(404);
  });

  test('and does not tie is used only when a person says so, with a reason, once', async () => {
    const publish = (version: number) =>
      call('POST', `/invoices/${invoiceId}/publish`, { as: owner, body: { version, reason: 'Confirmed by Microsoft' } });

    expect((await publish(2)).body).toMatchObject({ state: 'complete', publishedVersion: 2, tie: 'notTied', rest: { currency: 'EUR' } });
    expect(problemOf(await publish(2)).code).toBe('conflict');
    expect(problemOf(await publish(1)).code).toBe('conflict');
    const { body } = await call('GET', `/invoices/${invoiceId}/versions`, { as: owner });
    expect((body as { data: object[] }).data).toMatchObject([
      { n: 2, state: 'published', reason: 'Confirmed by Microsoft', source: 'cli', changes: { against: 1, added: 1, removed: 1 } },
      { n: 1, state: 'superseded', reason: null, source: 'upload' },
    ]);
    const { text } = await call('GET', '/audit-events', { as: owner });
    expect(text).toContain('invoice.published');
    expect(fromPublicId('inv', invoiceId)).toBeDefined();
  });
});

describe('an upload that cannot be used', () => {
  test('of another partner is refused, naming both', async () => {
    await upload({ 'x.jsonl': jsonLines([aChargeLine(1, { PartnerId: guid(99) })]) });

    await expect(work()).rejects.toMatchObject({ code: 'file_unusable', message: expect.stringContaining(guid(99)) as string });
    await expect(work()).resolves.toMatchObject({ done: 'before' });
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([]);
  });

  test.each([
    ['the browser', '', /Nearest is File of the portal; it lacks the column EffectiveUnitPrice\./, /or another file\.$/],
    ['the command line', '&source=cli', /Nearest is File of the portal \(portalCsv\); /, /say it with --kind and its word in brackets\.$/],
  ])(
    'of no kind, from %s, is refused with what is missing for the nearest one, and what can be done there',
    async (_from, source, message, hint) => {
      await upload(
        { 'x.csv': 'CustomerId,SubscriptionId,ChargeType,Subtotal,TaxTotal,Total\r\n1,2,3,4,5,6\r\n' },
        `connectionId=${connectionId}${source}`,
      );

      await expect(work()).rejects.toMatchObject({
        code: 'file_unusable',
        message: expect.stringMatching(message) as string,
        facts: { hint: expect.stringMatching(hint) as string },
      });
    },
  );

  test('is refused at the door: no right, no connection, no file, no form, too large', async () => {
    expect((await upload({ 'x.jsonl': 'x' }, undefined, operator)).body).toMatchObject({ code: 'forbidden' });
    expect((await upload({ 'x.jsonl': 'x' }, `connectionId=${publicId('connection', guid(8))}`)).body).toMatchObject({ code: 'not_found' });
    expect((await upload({ 'x.jsonl': 'x' }, 'connectionId=x')).body).toMatchObject({ code: 'invalid' });
    expect((await upload({})).body).toMatchObject({ code: 'file_unusable' });
    expect(problemOf(await call('POST', `/invoice-imports?connectionId=${connectionId}`, { as: owner, body: {} })).code).toBe(
      'unsupported_media_type',
    );
    expect((await upload({ 'x.jsonl': 'x'.repeat(150_000), 'y.jsonl': 'y'.repeat(150_000) })).body).toMatchObject({ code: 'too_large' });
    expect(readdirSync(path.join(folder, 'incoming'))).toEqual([]);
  });
});
