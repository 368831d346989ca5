import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aChargeLine, aFile, csvLines, jsonLines, type MadeLine, partnerTenant } from '../../../test/support/invoice-files.ts';
import { keepPartnerAccount, partnerAccountId } from '../../../test/support/partner-account.ts';
import { guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import type { ImportInvoice } from './import-input.ts';
import { importInvoice, listPublished, openLines, readLines, resolveSuspense } from './index.ts';
import { sideBySide } from './scan/keep-pool.ts';

const { db, owner } = await aDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'concord-invoices-'));
const { context } = aContext(db, { blobFolder: folder });
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const connectionId = partnerAccountId;
beforeEach(async () => {
  await sql`truncate connection, customer_identity, product_mapping, provider_invoice, invoice_part, invoice_upload, audit_event cascade`.execute(
    owner.db,
  );
  await keepPartnerAccount(context);
  await inScope(db, everything, async (tx) => {
    await sql`insert into customer_identity (cloud, tenant_id, customer_id)
      select 'global', 'c0000000-0000-4000-8000-00000000000' || n, ('00000000-0000-7000-8000-00000000010' || n)::uuid from generate_series(0, 3) n`.execute(
      tx,
    );
  });
});

const lines = (count: number, change: (line: MadeLine, n: number) => MadeLine = (line) => line): MadeLine[] =>
  Array.from({ length: count }, (_, n) => change(aChargeLine(n + 1), n + 1));
const totalOf = (made: readonly MadeLine[]): string =>
  made
    .reduce((sum, line) => sum + (Math.round(Number(line['Total']) * 100) || 0), 0)
    .toString()
    .replace(/(\d\d)$/, '.$1');

const asked = (made: readonly MadeLine[], more: Partial<ImportInvoice> = {}): ImportInvoice => ({
  connectionId,
  kind: 'reconciliation',
  source: 'sync',
  header: { number: 'G000000001', period: '2026-10', currency: 'EUR', total: totalOf(made), lines: made.length },
  files: [aFile('part-0.json.gz', jsonLines(made.slice(0, 6))), aFile('part-1.json.gz', jsonLines(made.slice(6)))],
  ...more,
});

const imported = async (input: ImportInvoice, by: Context = context) => {
  const outcome = await importInvoice(by, input);
  if (outcome.status !== 'imported') throw new Error(JSON.stringify(outcome));
  return outcome;
};

const invoice = async () =>
  must((await inScope(db, everything, (tx) => tx.selectFrom('provider_invoice').selectAll().execute()))[0], 'invoice');
const versions = () => inScope(db, everything, (tx) => tx.selectFrom('invoice_version').selectAll().orderBy('n').execute());

async function published(): Promise<string> {
  const parts: Buffer[] = [];
  for (const version of await listPublished(context, { period: '2026-10' }))
    for (const file of await openLines(context, version)) for await (const piece of file.open()) parts.push(piece);
  return Buffer.concat(parts).toString();
}

describe('an invoice whose lines add up to its header', () => {
  test('is complete, and every byte of its files comes back in order', async () => {
    const made = lines(10);

    const outcome = await imported(asked(made));

    expect(outcome).toMatchObject({ n: 1, isNew: true, state: 'published', lines: 10, problems: [] });
    expect(await published()).toBe(jsonLines(made));
    expect(await invoice()).toMatchObject({
      state: 'complete',
      number: 'G000000001',
      period: '2026-10',
      tie: 'tied',
      rest_amount: '0',
      lines: '10',
    });
  });

  test('is the same version when it comes again: other order, other names, a blob twice, packed or not', async () => {
    const made = lines(10);
    const first = await imported(asked(made));

    const again = await imported(
      asked(made, {
        files: [
          aFile('other-1', jsonLines(made.slice(6))),
          aFile('other-0', Buffer.from(jsonLines(made.slice(0, 6)))),
          aFile('other-1-copy', jsonLines(made.slice(6))),
        ],
      }),
    );

    expect(again).toMatchObject({ invoiceId: first.invoiceId, n: 1, isNew: false, state: 'published' });
    expect(await versions()).toHaveLength(1);
  });

  test('says what it is by itself when only its lines are at hand', async () => {
    const outcome = await imported({ connectionId, source: 'upload', files: [aFile('recon.csv', csvLines(lines(4)))] });

    expect(outcome).toMatchObject({ state: 'published', lines: 4 });
    expect(await invoice()).toMatchObject({ kind: 'portalCsv', number: 'G000000001', period: '2026-10', currency: 'EUR', tie: 'noHeader' });
  });
});

describe('a file that went through a spreadsheet', () => {
  /** It is known by its columns, and its lines are shown under them. */
  async function isReadAsItIs(content: string): Promise<void> {
    const outcome = await imported({ connectionId, source: 'upload', files: [aFile('recon.csv', content)] });

    expect(outcome).toMatchObject({ state: 'published', lines: 3 });
    const page = await readLines(context, outcome.invoiceId, { limit: 1 });
    expect(page?.lines[0]?.columns).toEqual(
      expect.arrayContaining([
        ['Currency', 'EUR'],
        ['InvoiceNumber', 'G000000001'],
      ]),
    );
  }

  test('with semicolons is known by its columns, and its lines are shown as they are', async () => {
    const content = csvLines(lines(3)).replaceAll(',', ';');
    await isReadAsItIs(content);
  });

  test.each<[string, string, (header: string) => string]>([
    ['a tab behind every name', ',', (header) => `${header.replaceAll(',', '\t,')}\t`],
    [
      'a name with many commas between semicolons',
      ';',
      (header) => header.replace(/CustomerName/i, `CustomerName;Note${', more'.repeat(60)}`),
    ],
  ])('with %s is known by its columns, and its lines are shown under them', async (_what, mark, changed) => {
    const [header = '', ...rows] = csvLines(lines(3)).replaceAll(',', mark).split('\r\n');
    const place = header.split(mark).findIndex((name) => /CustomerName/i.test(name));
    const beside = (row: string): string =>
      row === ''
        ? row
        : row
            .split(mark)
            .toSpliced(place + 1, 0, '')
            .join(mark);
    const content = [changed(header), ...(mark === ';' ? rows.map(beside) : rows)].join('\r\n');
    await isReadAsItIs(content);
  });

  test('with blanks around its cells has the same lines and sums as without', async () => {
    const [header = '', ...rows] = csvLines(lines(3)).split('\r\n');
    const content = [header, ...rows.map((row) => row.replaceAll(',', ' , '))].join('\r\n');
    const outcome = await imported({ connectionId, source: 'upload', files: [aFile('recon.csv', content)] });

    expect(outcome).toMatchObject({ state: 'published', lines: 3, problems: [] });
    const { n } = outcome;
    const page = await readLines(context, outcome.invoiceId, { limit: 1 });
    expect({ n, columns: page?.lines[0]?.columns }).toMatchObject({
      n: 1,
      columns: expect.arrayContaining([['ChargeStartDate', '10/5/2026']]) as unknown,
    });
  });

  test('as UTF-16 is refused by that, whether or not its kind was said', async () => {
    const content = Buffer.from(`\uFEFF${csvLines(lines(3))}`, 'utf16le');

    for (const kind of [undefined, 'portalCsv'] as const)
      await expect(
        importInvoice(context, { connectionId, kind, source: 'upload', files: [aFile('recon.csv', content)] }),
      ).rejects.toMatchObject({ code: 'encoding_wrong', message: 'recon.csv: The file is UTF-16, but UTF-8 was expected.' });
  });
});

describe('an invoice that does not add up', () => {
  test('is shown with what remains, blocks nothing, and is not used', async () => {
    const made = lines(10);

    const outcome = await imported(asked(made, { header: { ...asked(made).header, total: '9999' } }));

    expect(outcome.state).toBe('notTying');
    expect(outcome.problems.map(({ code }) => code)).toEqual(['total_differs']);
    expect(await invoice()).toMatchObject({ state: 'notComplete', tie: 'notTied', published_version: null });
    expect(Number((await invoice()).rest_amount)).toBeCloseTo(9999 - Number(totalOf(made)), 6);
    expect(await published()).toBe('');
  });

  test.each<[string, Partial<ImportInvoice> & { made?: MadeLine[] }, string]>([
    ['a file that the manifest lists and nobody has', { missing: ['part-2.json.gz'] }, 'blob_missing'],
    ['a line of another invoice', { made: lines(10, (line, n) => (n === 3 ? { ...line, InvoiceNumber: 'G9' } : line)) }, 'other_invoice'],
    ['a line in another currency', { made: lines(10, (line, n) => (n === 3 ? { ...line, Currency: 'USD' } : line)) }, 'currency_differs'],
    ['an amount that is none', { made: lines(10, (line, n) => (n === 3 ? { ...line, Total: 'much' } : line)) }, 'rows_unreadable'],
  ])('because of %s is named', async (_name, { made = lines(10), ...more }, code) => {
    const outcome = await imported({ ...asked(made), ...more });

    expect(outcome.state).toBe('notTying');
    expect(outcome.problems.map((problem) => problem.code)).toContain(code);
  });
});

describe('files that cannot be an invoice of this account', () => {
  test('are refused when they are of another partner, naming both, and nothing of them stays', async () => {
    const foreign = guid(99);

    const outcome = await importInvoice(context, asked(lines(10, (line, n) => (n === 8 ? { ...line, PartnerId: foreign } : line))));

    expect(outcome).toEqual({
      status: 'refused',
      because: 'wrongPartner',
      fileTenant: foreign,
      ownTenant: partnerTenant,
      file: 'part-1.json.gz',
    });
    expect(await versions()).toEqual([]);
    expect(await inScope(db, everything, (tx) => tx.selectFrom('invoice_part').selectAll().execute())).toEqual([]);
  });

  test('are named with the place when they are damaged', async () => {
    const packed = gzipSync(jsonLines(lines(400)), { level: 0 });

    await expect(
      importInvoice(context, asked([], { files: [aFile('part-0.json.gz', packed.subarray(0, packed.length - 5000))] })),
    ).rejects.toMatchObject({
      code: 'gzip_truncated',
      message: expect.stringMatching(/^part-0\.json\.gz ends in the middle after line \d+/) as string,
    });
    expect(await versions()).toEqual([]);
  });

  test.each<[string, Partial<ImportInvoice>, string]>([
    ['of an unknown connection', { connectionId: guid(77) }, 'unknownConnection'],
    ['that are none', { files: [] }, 'noFiles'],
  ])('%s are refused', async (_name, more, because) => {
    expect(await importInvoice(context, asked(lines(1), more))).toEqual({ status: 'refused', because });
  });
});

test('a file of no kind that we know is refused with its name and what is missing for the nearest kind', async () => {
  const refusal = (content: string) => importInvoice(context, asked([], { kind: undefined, files: [aFile('x', content)] }));

  expect(await refusal('{"a":1}\n')).toEqual({ status: 'refused', because: 'kindUnknown', file: 'x', nearest: undefined });
  expect(await refusal('{"CustomerId":"a","PretaxCharges":1,"TaxAmount":0}\n')).toMatchObject({
    nearest: { kind: 'legacyUsage', missing: ['PostTaxTotal'] },
  });
});

describe('an invoice that is issued again', () => {
  test('is another version with the lines that came and went as dated money; the first one stays', async () => {
    const made = lines(10);
    await imported(asked(made));
    const late = aChargeLine(3, {
      ChargeType: 'customerCredit',
      ChargeStartDate: '2026-08-05T00:00:00Z',
      Subtotal: -30,
      TaxTotal: 0,
      Total: -30,
    });
    const next = [...made.slice(1), aChargeLine(11), late].toReversed();

    const outcome = await imported(asked(next));

    expect(outcome).toMatchObject({ n: 2, isNew: true, state: 'published' });
    const [first, second] = await versions();
    expect([first?.state, second?.state]).toEqual(['superseded', 'published']);
    expect(second?.changes).toMatchObject({ against: 1, added: 2, removed: 1, effect: [{ currency: 'EUR', amount: '90' }] });
    expect((await openLines(context, { invoiceId: outcome.invoiceId, n: 1 })).map(({ lines: count }) => count)).toEqual([6, 4]);
  });

  test('in the other format, with the same lines, has changed nothing', async () => {
    const made = lines(10);
    await imported(asked(made));

    await imported(asked(made, { kind: 'portalCsv', files: [aFile('recon.csv', csvLines(made.toReversed()))] }));

    expect((await versions()).map(({ kind, changes }) => [kind, changes])).toEqual([
      ['reconciliation', null],
      ['portalCsv', { against: 1, added: 0, removed: 0, effect: [] }],
    ]);
  });

  test('and does not add up leaves the good one in use', async () => {
    const made = lines(10);
    await imported(asked(made));

    await imported(asked(made.slice(2), { header: asked(made).header }));

    expect((await versions()).map(({ state }) => state)).toEqual(['published', 'notTying']);
    expect(await invoice()).toMatchObject({ state: 'notComplete', published_version: 1 });
    expect(await published()).toBe(jsonLines(made));
  });
});

describe('lines that nobody here knows yet', () => {
  const suspense = () => inScope(db, everything, (tx) => tx.selectFrom('invoice_suspense').selectAll().orderBy('position').execute());

  test('wait with their reason and their money, and are clear when customer and product became known', async () => {
    const made = lines(10); // customers 0 to 4, of which 4 is not known; the product neither
    const { invoiceId } = await imported(asked(made));
    const groups = await suspense();

    expect(groups.map(({ reasons, lines: count, total }) => [reasons, count, total])).toEqual([
      [['unknown_customer', 'unknown_product'], '2', '156.1'],
      [['unknown_product'], '8', '504.4'],
    ]);
    expect(groups[0]).toMatchObject({ customer_name: 'Customer 4', product: 'cfq7ttc0lh18:1', product_name: 'Business Basic' });

    await sql`insert into customer_identity values ('global', 'C0000000-0000-4000-8000-000000000004', ${guid(44)})`.execute(db);
    expect(await resolveSuspense(context)).toBe(0);
    await sql`insert into product_mapping (mapping_id, connection_id, product_id, sku_id, term, frequency, product_name, state, evidence, candidates, changed_at)
      values (${guid(5)}, ${connectionId}, 'CFQ7TTC0LH18', '0001', 'P1Y', 'monthly', 'Business Basic', 'unmapped', '[]', '[]', now())`.execute(
      db,
    );
    expect(await resolveSuspense(context)).toBe(2);

    expect((await suspense()).map(({ reasons }) => reasons)).toEqual([[], []]);
    expect((await invoice()).suspense_lines).toBe('0');
    expect(await resolveSuspense(context)).toBe(0);
    expect(invoiceId).toBe((await invoice()).invoice_id);
  });

  test('with a charge type or currency that was never seen are kept and named', async () => {
    await imported(
      asked(lines(2), { header: undefined, files: [aFile('a', jsonLines([aChargeLine(1, { ChargeType: 'teleport', Currency: 'QQQ' })]))] }),
    );

    expect((await suspense()).map(({ reasons, charge_type, currency }) => [reasons, charge_type, currency])).toEqual([
      [['unknown_product', 'unknown_charge_type', 'unknown_currency'], 'teleport', 'QQQ'],
    ]);
  });
});

// P16: whoever starts it again after a kill gets what one undisturbed run gives, and little is read twice.
describe('an import that is killed', () => {
  class Killed extends Error {}
  /** Dies at the n-th time that it would enter the database. */
  const mortal = (lives: number): Context => {
    let left = lives;
    return Object.defineProperty({ ...context }, 'db', {
      enumerable: true,
      get: () => {
        left -= 1;
        if (left < 0) throw new Killed('The process is dead');
        return context.db;
      },
    });
  };

  test('goes on where it was, wherever that is, and counts nothing twice', async () => {
    const made = lines(12);
    const earlier = lines(9);
    let deaths = 0;
    for (let lives = 0; ; lives += 1) {
      await sql`truncate provider_invoice, invoice_part cascade`.execute(owner.db);
      await imported(asked(earlier, { manifestEtag: 'first' }));
      let opened = 0;
      const count = (): void => {
        opened += 1;
      };
      const files = [0, 4, 8].map((from) => aFile(`part-${from}`, jsonLines(made.slice(from, from + 4)), count));
      const input = asked(made, { manifestEtag: 'second', files });
      const died = await imported(input, mortal(lives)).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      );

      const outcome = await imported(input);

      expect(outcome).toMatchObject({ n: 2, state: 'published', lines: 12 });
      expect(
        (await versions()).map(({ n, state, lines: own, changes }) => [n, state, own, (changes as { added?: number } | null)?.added]),
      ).toEqual([
        [1, 'superseded', '9', undefined],
        [2, 'published', '12', 3],
      ]);
      expect(await published()).toBe(jsonLines(made));
      if (!died) break;
      deaths += 1;
      expect(opened).toBeLessThanOrEqual(files.length + sideBySide() + (lives > 8 ? files.length : 0));
    }
    expect(deaths).toBeGreaterThan(8);
  });
});

describe('lines of the first API for an invoice', () => {
  const byFirstApi = (made: readonly MadeLine[]): ImportInvoice => ({
    connectionId,
    kind: 'v1Lines',
    source: 'upload',
    header: { number: 'G000000001', period: '2026-10', currency: 'EUR' },
    files: [
      aFile(
        'G000000001.onetime.json',
        jsonLines(
          made.map(({ Total = '', CustomerId = '', ...line }) => ({ ...line, customerId: `org:${CustomerId}`, totalForCustomer: Total })),
        ),
      ),
    ],
  });

  test('stand in for the export until it comes, then the export is used', async () => {
    const made = lines(10);
    expect(await imported(byFirstApi(made))).toMatchObject({ n: 1, state: 'published' });
    expect((await invoice()).kind).toBe('v1Lines');

    expect(await imported(asked(made))).toMatchObject({ n: 2, state: 'published', problems: [] });

    expect(await published()).toBe(jsonLines(made));
    expect(await invoice()).toMatchObject({ kind: 'reconciliation', published_version: 2, tie: 'tied' });
  });

  test('never take the place of its export, and are held against its sums', async () => {
    const made = lines(10);
    await imported(asked(made));
    const before = await invoice();

    expect(await imported(byFirstApi(made))).toMatchObject({ n: 2, state: 'superseded', problems: [] });
    const fewer = await imported(byFirstApi(made.slice(1)));
    expect(fewer).toMatchObject({ n: 3, state: 'superseded' });
    expect(fewer.problems.map(({ sentence }) => sentence)).toContain(
      'These lines of the first API do not add up to those of the file that is in use.',
    );

    expect(await published()).toBe(jsonLines(made));
    expect(await invoice()).toMatchObject({
      kind: 'reconciliation',
      versions: 3,
      published_version: 1,
      lines: before.lines,
      tie: 'tied',
      state: 'complete',
    });
    expect((await versions()).map(({ changes }) => changes)).toEqual([null, null, null]);
  });
});
