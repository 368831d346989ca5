import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingLine } from './finding.ts';
import { type FilesOutcome, type ReconcileFilesInput, reconcileFiles, writeFindings } from './index.ts';

const run = promisify(execFile);
const bench = path.resolve(import.meta.dirname, '../../../../bench');

let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'concord-estates-'));
});
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

let made = 0;
/** A small estate in a folder of its own; `variant` is the text of a module's export for generate(options, variant). */
async function estate(options: Readonly<Record<string, string | number>>, variant = 'undefined'): Promise<string> {
  const out = path.join(scratch, `estate-${(made += 1)}`);
  const all = {
    customers: 60,
    lines: 4000,
    usageLines: 3000,
    errorRate: 0.06,
    customerErrorRate: 0.05,
    psaLink: 60,
    quiet: true,
    ...options,
    out,
  };
  const script = `import { generate } from ${JSON.stringify(path.join(bench, 'generate.mjs'))}; await generate(${JSON.stringify(all)}, ${variant});`;
  await run(process.execPath, ['--input-type=module', '-e', script]);
  return out;
}

type Score = { truth: number; found: number; recall: number; precision: number; arithmetic: { recall: number; impactErrorCents: number } };
type Kinds = Readonly<Record<string, { truth: number; tp: number; found: number; impactError: number }>>;

async function score(folder: string, outcome: FilesOutcome): Promise<{ total: Score; kinds: Kinds }> {
  const findings = path.join(folder, 'findings.jsonl');
  await writeFindings(findings, outcome.findings);
  const { stdout } = await run(process.execPath, [path.join(bench, 'score.mjs'), path.join(folder, 'truth.jsonl'), findings, '--json']);
  return JSON.parse(stdout) as { total: Score; kinds: Kinds };
}

const reconcile = (input: ReconcileFilesInput): Promise<FilesOutcome> => reconcileFiles(input, () => 0);
const text = (outcome: FilesOutcome): string => outcome.findings.map(findingLine).join('');

/** Everything planted is found, nothing else, and the money of every kind is exact. */
async function expectPerfect(folder: string, outcome: FilesOutcome): Promise<Kinds> {
  const { total, kinds } = await score(folder, outcome);
  expect(Object.fromEntries(Object.entries(kinds).filter(([, kind]) => kind.tp !== kind.truth || kind.found !== kind.truth))).toEqual({});
  expect(total).toMatchObject({ recall: 1, precision: 1 });
  for (const kind of Object.values(kinds)) expect(kind.impactError).toBe(0);
  return kinds;
}

describe('generated estates', () => {
  test.each([
    { seed: 1, month: '2026-07' },
    { seed: 2, month: '2026-02', partners: 2 },
    { seed: 3, month: '2028-02', psaLink: 85 },
    { seed: 4, month: '2026-04', psaLink: 100, formats: 'csv' },
    { seed: 5, month: '2026-12', psaLink: 0, formats: 'jsonl' },
    { seed: 6, month: '2026-01', partners: 3, blobLines: 300 },
  ])('everything planted is found and nothing else: %o', async (options) => {
    const folder = await estate(options);
    const outcome = await reconcile({ data: folder });

    await expectPerfect(folder, outcome);
    expect(outcome.report.isPartial).toBe(false);
    expect(outcome.report.leftOut).toEqual([]);
    expect(outcome.report.controlTotals.every(({ ties }) => ties === true)).toBe(true);
  });

  test('every kind of the generator occurs in these estates', async () => {
    const folder = await estate({ seed: 9, customers: 300, lines: 20_000, usageLines: 12_000 });
    const kinds = await expectPerfect(folder, await reconcile({ data: folder }));
    expect(Object.keys(kinds).length).toBeGreaterThanOrEqual(24);
  });

  test('blobs and the CSV of the portal give the same findings', async () => {
    const folder = await estate({ seed: 7 });
    const fromBlobs = await reconcile({ data: folder, format: 'jsonl' });
    const fromCsv = await reconcile({ data: folder, format: 'csv' });

    await expectPerfect(folder, fromCsv);
    expect(fromCsv.findings.map(({ kind, subscriptionId, lineNo, impactCents }) => [kind, subscriptionId, lineNo, impactCents])).toEqual(
      fromBlobs.findings.map(({ kind, subscriptionId, lineNo, impactCents }) => [kind, subscriptionId, lineNo, impactCents]),
    );
  });

  test('each input named by its own flag gives what the folder gives', async () => {
    const folder = await estate({ seed: 8 });
    const whole = await reconcile({ data: folder });
    const named = await reconcile({
      invoice: [path.join(folder, 'microsoft/p0/recon')],
      usage: [path.join(folder, 'microsoft/p0/usage/manifest.json')],
      estate: [path.join(folder, 'partner-center/subscriptions.jsonl.gz'), path.join(folder, 'partner-center/customers.jsonl.gz')],
      audit: [path.join(folder, 'partner-center/audit-records.jsonl.gz')],
      prices: [path.join(folder, 'microsoft')],
      distributor: [path.join(folder, 'distributor')],
      psa: [path.join(folder, 'psa')],
      mapping: [path.join(folder, 'mapping')],
    });
    expect(text(named)).toBe(text(whole));
  });

  test('names in any script, quotes, commas and line breaks change nothing', async () => {
    const names = `{ name: 'names', companyName: (i) => ['Ümläut, "GmbH" ' + i, '株式会社\\n' + i, 'a\\\\"SubscriptionId":"x' + i, '=HYPERLINK("x")' + i, '😀,' + i][i % 5] }`;
    const folder = await estate({ seed: 11 }, names);
    await expectPerfect(folder, await reconcile({ data: folder, format: 'jsonl' }));
    await expectPerfect(folder, await reconcile({ data: folder, format: 'csv' }));
  });

  test('rows in any order', async () => {
    const shuffled = `{ name: 'shuffled', lines: (batch, c, r) => batch.map((l) => [r.f(), l]).sort((a, b) => a[0] - b[0]).map(([, l]) => l) }`;
    const folder = await estate({ seed: 12 }, shuffled);
    await expectPerfect(folder, await reconcile({ data: folder }));
  });
});

describe('kinds beyond the generator', () => {
  const twice = `{ name: 'twice', customer: (c, r, o) => {
    const other = o.parts[1]; if (c.kind || c.rollup || c.channel !== 'direct' || c.partner === other) return;
    const e = c.estate.find((e) => !e.azure && !e.legacy && !e.trial && e.status === 'active' && e.s.kind === null && c.lines.some((l) => l.s === e.s)); if (!e) return;
    c.estate.push({ ...e, partner: other });
    const l = c.lines.find((l) => l.s === e.s); c.lines.push({ ...l, partner: other });
    c.truth.push({ kind: 'same_subscription_two_partners', customerId: c.id, subscriptionId: e.id, impact: 0, expected: '1', actual: '2' });
  } }`;

  test('one subscription that two partner accounts charge is one finding that names both charges', async () => {
    const folder = await estate({ seed: 13, partners: 2 }, twice);
    const outcome = await reconcile({ data: folder });

    const { total, kinds } = await score(folder, outcome);
    expect(total).toMatchObject({ recall: 1, precision: 1 });
    expect(kinds['same_subscription_two_partners']?.tp).toBeGreaterThan(5);
    const finding = outcome.findings.find(({ kind }) => kind === 'same_subscription_two_partners');
    expect(finding?.actual).toMatch(/^charged on G\d+ line \d+ .* and G\d+ line \d+/);
    expect(finding?.impactCents).toBeGreaterThan(0);
  });

  const credits = `{ name: 'credits', customer: (c, r, o) => {
    const l = c.lines.find((l) => l.s.kind === null); if (!l || c.kind) return;
    const credit = { ...l, type: 'customerCredit', q: -l.q, cs: o.m0 - 40, ce: o.m0 - 10, od: o.m0 - 10, truth: undefined, reason: 'late', adj: -1 }; c.lines.push(credit);
    const t = { kind: 'late_credit_note', customerId: c.id, subscriptionId: l.s.id, impact: 0, expected: '', actual: '', line: credit }; c.truth.push(t); credit.truth = [t];
    const now = { ...credit, cs: o.m0 + 1, ce: o.m0 + 3 }; c.lines.push(now);
    const n = { ...t, kind: 'credit_not_passed_on', line: now }; c.truth.push(n); now.truth = [n];
  } }`;

  test('a credit is money to hand on, and nothing else: one for an earlier month, and one of the billed month that nobody hands on', async () => {
    const folder = await estate({ seed: 14 }, credits);
    const outcome = await reconcile({ data: folder });

    const { total, kinds } = await score(folder, outcome);
    expect(total).toMatchObject({ recall: 1, precision: 1 });
    expect(kinds['late_credit_note']?.tp).toBeGreaterThan(10);
    expect(kinds['credit_not_passed_on']?.tp).toBeGreaterThan(10);
    const credited = outcome.findings.filter(({ kind }) => kind === 'late_credit_note' || kind === 'credit_not_passed_on');
    expect(credited.every(({ impactCents }) => impactCents < 0)).toBe(true);
  });
});

describe('blobs', () => {
  const recon = (folder: string): string => path.join(folder, 'microsoft/p0/recon');
  type Manifest = { blobs: { name: string }[]; blobCount: number };
  const change = async (folder: string, edit: (manifest: Manifest) => void): Promise<void> => {
    const file = path.join(recon(folder), 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
    edit(manifest);
    manifest.blobCount = manifest.blobs.length;
    await writeFile(file, JSON.stringify(manifest));
  };

  test('listed twice, copied under another name, packed anew: skipped and said, never counted twice', async () => {
    const folder = await estate({ seed: 21, blobLines: 500, formats: 'jsonl' });
    const before = await reconcile({ data: folder });
    const first = path.join(recon(folder), 'part-00000.json.gz');
    await copyFile(first, path.join(recon(folder), 'copy.json.gz'));
    await writeFile(path.join(recon(folder), 'packed.json.gz'), gzipSync(gunzipSync(await readFile(first)), { level: 1 }));
    await change(folder, ({ blobs }) =>
      blobs.push({ name: 'part-00001.json.gz' }, { name: 'copy.json.gz' }, { name: 'https://x/y/packed.json.gz?sig=1' }),
    );

    const after = await reconcile({ data: folder });
    expect(text(after)).toBe(text(before));
    expect(after.report.blobs.duplicatesRemoved).toBe(3);
    expect(after.report.lines).toEqual(before.report.lines);
    expect(after.report.isPartial).toBe(false);
    await expectPerfect(folder, after);
  });

  test('a download that broke off and was repeated counts once', async () => {
    const folder = await estate({ seed: 22, blobLines: 2000, formats: 'jsonl' });
    const first = path.join(recon(folder), 'part-00000.json.gz');
    const cut = path.join(recon(folder), 'cut.json.gz');
    await copyFile(first, cut);
    await truncate(cut, 60_000);
    await change(folder, ({ blobs }) => blobs.unshift({ name: 'cut.json.gz' }));

    const outcome = await reconcile({ data: folder });
    expect(outcome.report.problems.map(({ code }) => code)).toEqual(['blob_repeated']);
    await expectPerfect(folder, outcome);
  });

  test('a blob that is not there is named, and nothing is called missing for its sake', async () => {
    const folder = await estate({ seed: 23, blobLines: 500, formats: 'jsonl', errorRate: 0 });
    await rename(path.join(recon(folder), 'part-00001.json.gz'), path.join(scratch, 'away'));

    const outcome = await reconcile({ data: folder });
    expect(outcome.report.isPartial).toBe(true);
    expect(outcome.report.problems[0]).toMatchObject({ code: 'blob_missing', partial: true });
    expect(outcome.findings.map(({ kind }) => kind).filter((kind) => !['tenant_moved', 'unmapped_customer'].includes(kind))).toEqual([]);
    expect(outcome.report.controlTotals[0]?.ties).toBe(false);
  });

  test('a truncated blob: its lines count as far as they go, the others whole', async () => {
    const folder = await estate({ seed: 24, blobLines: 2000, formats: 'jsonl', errorRate: 0 });
    await truncate(path.join(recon(folder), 'part-00000.json.gz'), 60_000);

    const outcome = await reconcile({ data: folder });
    expect(outcome.report.problems[0]).toMatchObject({ code: 'gzip_truncated', partial: true });
    expect(outcome.report.lines.read).toBeGreaterThan(2000);
    expect(outcome.report.lines.read).toBeLessThan(4000);
    expect(outcome.findings.map(({ kind }) => kind).filter((kind) => !['tenant_moved', 'unmapped_customer'].includes(kind))).toEqual([]);
  });

  test('blobs in another order give the same findings but for their line numbers', async () => {
    const folder = await estate({ seed: 25, blobLines: 500, formats: 'jsonl' });
    const before = await reconcile({ data: folder });
    await change(folder, ({ blobs }) => blobs.reverse());
    const after = await reconcile({ data: folder });
    const known = ({ findings }: FilesOutcome) =>
      findings.map(({ kind, subscriptionId, impactCents }) => `${kind} ${subscriptionId ?? ''} ${impactCents}`).sort();
    expect(known(after)).toEqual(known(before));
  });
});

describe('inputs that are absent or broken', () => {
  test('what is absent is left out and said so; the rest is compared', async () => {
    const folder = await estate({ seed: 31 });
    const onlyInvoice = await reconcile({ invoice: [path.join(folder, 'microsoft/p0')] });
    const kinds = new Set(onlyInvoice.findings.map(({ kind }) => kind));
    expect([...kinds].every((kind) => ['rounding', 'duplicate_line', 'proration', 'pec_lost'].includes(kind))).toBe(true);
    expect(kinds.has('rounding')).toBe(true);
    expect(onlyInvoice.report.leftOut.join(' ')).toMatch(
      /estate.*customer list.*audit.*price sheet.*rates.*daily usage.*PSA.*distributor.*mapping/is,
    );

    const withoutPsa = await reconcile({ data: folder, psa: [path.join(folder, 'nowhere.jsonl')] });
    expect(withoutPsa.report.isPartial).toBe(true);
    expect(withoutPsa.report.problems).toContainEqual(expect.objectContaining({ code: 'file_missing' }));
    expect(withoutPsa.findings.some(({ kind }) => kind === 'missing_in_psa')).toBe(false);
    expect(withoutPsa.findings.some(({ kind }) => kind === 'rounding')).toBe(true);
  });

  test('an empty folder finds nothing and says what is missing', async () => {
    const outcome = await reconcile({ data: path.join(scratch, 'nothing') });
    expect(outcome.findings).toEqual([]);
    expect(outcome.report.leftOut.length).toBeGreaterThan(4);
    expect(outcome.report.isPartial).toBe(false);
  });

  test('empty and wrong files are named, one by one, and everything else goes on', async () => {
    const folder = await estate({ seed: 32, formats: 'csv' });
    await writeFile(path.join(folder, 'microsoft/p0/usage.csv.gz'), '');
    await writeFile(path.join(folder, 'microsoft/fx.json'), '{');
    await writeFile(path.join(folder, 'distributor/subscriptions.jsonl.gz'), gzipSync('not json\n{"id":1}\n'));
    await writeFile(path.join(folder, 'mapping/products.csv.gz'), gzipSync('a;b\n1;2\n'));

    const { report, findings } = await reconcile({ data: folder });
    expect(report.problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['file_empty', 'rates_unreadable', 'row_unreadable', 'columns_missing']),
    );
    expect(report.isPartial).toBe(true);
    expect(findings.some(({ kind }) => kind === 'quantity_mismatch_psa')).toBe(true);
    // Without a readable product mapping no product may be called unmapped.
    expect(findings.some(({ kind }) => kind === 'unmapped_product')).toBe(false);
  });

  test('a missing column is named, and so is the number that is none', async () => {
    const folder = await estate({ seed: 33, formats: 'csv', usageLines: 0 });
    const file = path.join(folder, 'microsoft/p0/recon.csv.gz');
    const [header = '', first = '', ...rest] = gunzipSync(await readFile(file))
      .toString()
      .split('\n');

    await writeFile(file, gzipSync([header.replace('PCToBCExchangeRate,', 'Rate,'), first, ...rest].join('\n')));
    const renamed = await reconcile({ data: folder });
    expect(renamed.report.problems[0]).toMatchObject({ code: 'columns_missing', message: 'The file lacks the column PCToBCExchangeRate.' });
    expect(renamed.report.lines.read).toBe(0);

    await writeFile(file, gzipSync([header, first.replace(/,EUR,/, '0x,EUR,'), ...rest].join('\n')));
    const mangled = await reconcile({ data: folder });
    expect(mangled.report.problems[0]).toMatchObject({ code: 'row_unreadable', line: 2, column: 'Total' });
    expect(mangled.report.lines).toMatchObject({ read: 4000, unreadable: 1 });
  });

  test('46 columns, other names and other cases are the same file', async () => {
    const folder = await estate({ seed: 34, formats: 'csv', usageLines: 0 });
    const before = await reconcile({ data: folder });
    const file = path.join(folder, 'microsoft/p0/recon.csv.gz');
    const rows = gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n');
    const shorter = rows.map((row) => row.slice(0, row.lastIndexOf(',')));
    shorter[0] = (shorter[0] ?? '').toUpperCase().replace('TIER2MPNID', 'RESELLERMPNID');
    await writeFile(file, gzipSync(`${shorter.join('\r\n')}\r\n`));

    expect(text(await reconcile({ data: folder }))).toBe(text(before));
  });

  test('a mapping that points nowhere is a remark', async () => {
    const folder = await estate({ seed: 35 });
    const file = path.join(folder, 'mapping/customers.csv.gz');
    const rows = gunzipSync(await readFile(file)).toString();
    await writeFile(file, gzipSync(`${rows}x,00000000-0000-4000-8000-000000000000,Nobody,,999999\n`));

    const outcome = await reconcile({ data: folder });
    expect(outcome.report.problems).toEqual([expect.objectContaining({ code: 'mapping_points_nowhere', partial: false })]);
    expect(outcome.report.isPartial).toBe(false);
    await expectPerfect(folder, outcome);
  });

  test('without header and rates file month and rates are read off the lines', async () => {
    const folder = await estate({ seed: 36 });
    const before = await reconcile({ data: folder });
    await rm(path.join(folder, 'microsoft/p0/invoice.json'));
    await rm(path.join(folder, 'microsoft/fx.json'));

    const after = await reconcile({ data: folder });
    // A currency that no line is priced in has no rate now: its findings keep their own currency.
    const own = new Set(after.findings.filter(({ currency }) => currency !== 'EUR').map(({ customerId }) => customerId));
    const known = ({ findings }: FilesOutcome) =>
      findings
        .filter(({ kind, customerId }) => kind !== 'tax_rounding' && !own.has(customerId))
        .map(({ kind, subscriptionId, impactCents }) => [kind, subscriptionId, impactCents]);
    expect(known(after).length).toBeGreaterThan(10);
    expect(known(after)).toEqual(known(before));
    expect(after.report.controlTotals[0]?.ties).toBeUndefined();
  });
});
