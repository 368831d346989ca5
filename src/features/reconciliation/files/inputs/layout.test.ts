import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProblemList } from '../problem.ts';
import { findExports } from './exports.ts';
import { findTables, preferred, tableNames } from './layout.ts';

let data = '';
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'concord-layout-'));
});
afterEach(async () => {
  await rm(data, { recursive: true, force: true });
});

/** Puts files below the data folder; answers their full paths. */
async function lay(...names: readonly string[]): Promise<readonly string[]> {
  const files = names.map((name) => path.join(data, name));
  for (const file of files) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, path.basename(file) === 'manifest.json' ? JSON.stringify({ blobs: [] }) : 'x');
  }
  return files;
}
const manifest = (names: readonly string[], more: object = {}): string =>
  JSON.stringify({ blobCount: names.length, blobs: names.map((name) => ({ name })), ...more });
const codes = (problems: ProblemList): string[] => problems.problems.map(({ code }) => code);

describe('where each table lies (bench/README.md)', () => {
  test.each([
    ['partner-center/subscriptions.jsonl.gz', 'subscriptions'],
    ['partner-center/subscriptions.csv', 'subscriptions'],
    ['partner-center/customers.jsonl.gz', 'customers'],
    ['partner-center/audit-records.jsonl.gz', 'audit'],
    ['partner-center/AuditRecords.json', 'audit'],
    ['microsoft/pricesheet-licensebased.csv.gz', 'licencePrices'],
    ['microsoft/PriceSheet-License-Based.csv', 'licencePrices'],
    ['microsoft/fx.json', 'fx'],
    ['distributor/companies.jsonl.gz', 'distributorCompanies'],
    ['distributor/subscriptions.jsonl.gz', 'distributorSubscriptions'],
    ['distributor/invoice-items.jsonl.gz', 'distributorItems'],
    ['distributor/products.csv.gz', 'distributorProducts'],
    ['psa/companies.jsonl.gz', 'psaCompanies'],
    ['psa/additions.csv.gz', 'psaAdditions'],
    ['psa/products.csv.gz', 'psaProducts'],
    ['mapping/customers.csv.gz', 'mappedCustomers'],
    ['mapping/products.csv.gz', 'mappedProducts'],
  ] as const)('%s is %s and nothing else', async (name, table) => {
    const [file] = await lay(name);
    const tables = await findTables({ data });

    expect(tables[table]).toEqual([file]);
    expect(tableNames.filter((one) => tables[one].length > 0)).toEqual([table]);
  });

  test.each([
    'psa/agreements.jsonl.gz',
    'microsoft/pricesheet-azure.csv.gz',
    'psa/additions.xlsx',
    'truth.jsonl',
    'subscriptions.jsonl.gz',
    'psa/additions.csv.bak',
  ])('%s is no table of the comparison', async (name) => {
    await lay(name);

    expect(Object.values(await findTables({ data })).flat()).toEqual([]);
  });

  test('of two formats the lines win over CSV, unless a format is forced', async () => {
    const [csv, jsonl] = await lay('psa/additions.csv.gz', 'psa/additions.jsonl.gz');

    expect((await findTables({ data })).psaAdditions).toEqual([jsonl]);
    expect((await findTables({ data, format: 'jsonl' })).psaAdditions).toEqual([jsonl]);
    expect((await findTables({ data, format: 'csv' })).psaAdditions).toEqual([csv]);
  });

  test('a forced format that is not there takes what is', () => {
    expect(preferred(['a.csv.gz'], 'jsonl')).toBe('a.csv.gz');
    expect(preferred(['a.jsonl'], 'csv')).toBe('a.jsonl');
    expect(preferred([], 'csv')).toBeUndefined();
  });

  test('an input named by flag is not looked for in the data folder', async () => {
    const [, elsewhere] = await lay('psa/additions.jsonl', 'other/lines.jsonl');
    const tables = await findTables({ data, psa: [elsewhere ?? ''] });

    expect(tables.psaAdditions).toEqual([elsewhere]);
  });

  test('a flag may name a folder, a file of known name, or any file', async () => {
    const [companies, additions, odd] = await lay('psa/companies.jsonl', 'psa/additions.jsonl', 'other/what-is-billed.jsonl');

    expect(await findTables({ psa: [path.join(data, 'psa')] })).toMatchObject({ psaCompanies: [companies], psaAdditions: [additions] });
    expect(await findTables({ psa: [companies ?? ''] })).toMatchObject({ psaCompanies: [companies], psaAdditions: [] });
    expect(await findTables({ psa: [odd ?? ''] })).toMatchObject({ psaAdditions: [odd] });
  });

  test('the same file named twice is read once; two files are two', async () => {
    const [one, two] = await lay('a.jsonl', 'b.jsonl');

    expect((await findTables({ estate: [one ?? '', one ?? '', two ?? ''] })).subscriptions).toEqual([one, two]);
  });

  test('a folder that is not there holds nothing', async () => {
    expect(Object.values(await findTables({ data: path.join(data, 'nowhere') })).flat()).toEqual([]);
  });
});

describe('exports of invoice lines', () => {
  const find = async (input: Parameters<typeof findExports>[0], problems = new ProblemList()) => findExports(input, 'invoice', problems);

  test('one for each partner account, p2 before p10', async () => {
    await lay(
      'microsoft/p10/recon.csv',
      'microsoft/p2/recon.csv',
      'microsoft/p0/recon.csv',
      'microsoft/pX/recon.csv',
      'microsoft/other/recon.csv',
    );

    expect((await find({ data })).map(({ name }) => path.relative(data, name))).toEqual([
      'microsoft/p0/recon',
      'microsoft/p2/recon',
      'microsoft/p10/recon',
    ]);
  });

  test('blobs with a manifest win over CSV, unless CSV is forced', async () => {
    const [, part, csv] = await lay('microsoft/p0/recon/manifest.json', 'microsoft/p0/recon/part-0.json.gz', 'microsoft/p0/recon.csv.gz');
    await writeFile(path.join(data, 'microsoft/p0/recon/manifest.json'), manifest(['part-0.json.gz']));

    expect(await find({ data })).toMatchObject([{ format: 'jsonl', files: [part], isComplete: true }]);
    expect(await find({ data, format: 'csv' })).toMatchObject([{ format: 'csv', files: [csv] }]);
  });

  test('without a manifest all parts are read in order of name, and it is said', async () => {
    await lay(
      'microsoft/p0/recon/part-2.json.gz',
      'microsoft/p0/recon/part-10.json',
      'microsoft/p0/recon/notes.txt',
      'microsoft/p0/recon/invoice.json',
    );
    const problems = new ProblemList();
    const [found] = await find({ data }, problems);

    expect(found?.files.map((file) => path.basename(file))).toEqual(['part-10.json', 'part-2.json.gz']);
    expect(codes(problems)).toEqual(['manifest_absent']);
    expect(problems.isPartial).toBe(false);
  });

  test('the header beside the account or beside the blobs is its own', async () => {
    const [header] = await lay('microsoft/p0/invoice.json', 'microsoft/p0/recon.csv', 'microsoft/p1/recon.csv');

    expect((await find({ data })).map((one) => one.header)).toEqual([header, undefined]);
  });

  test.each([
    ['the account', 'microsoft/p0'],
    ['the folder of blobs', 'microsoft/p0/recon'],
    ['the manifest', 'microsoft/p0/recon/manifest.json'],
    ['one blob', 'microsoft/p0/recon/part-0.json.gz'],
  ])('by flag: %s', async (_name, place) => {
    const [part] = await lay('microsoft/p0/recon/part-0.json.gz', 'microsoft/p0/recon/manifest.json');
    await writeFile(path.join(data, 'microsoft/p0/recon/manifest.json'), manifest(['part-0.json.gz']));

    expect(await find({ invoice: [path.join(data, place)] })).toMatchObject([{ format: 'jsonl', files: [part], isComplete: true }]);
  });

  test('by flag: a folder with only a CSV, and the CSV itself', async () => {
    const [csv] = await lay('downloads/August invoice.CSV');

    expect(await find({ invoice: [path.join(data, 'downloads')] })).toMatchObject([{ format: 'csv', files: [csv] }]);
    expect(await find({ invoice: [csv ?? ''] })).toMatchObject([{ format: 'csv', files: [csv] }]);
  });

  test('by flag: a folder with nothing in it is said and counts as incomplete', async () => {
    await lay('empty/readme.md');
    const problems = new ProblemList();

    expect(await find({ invoice: [path.join(data, 'empty')] }, problems)).toMatchObject([{ files: [], isComplete: false }]);
    expect(codes(problems)).toEqual(['export_missing']);
  });

  test('usage has its own folder and file', async () => {
    const [usage] = await lay('microsoft/p0/usage.csv.gz', 'microsoft/p0/recon.csv.gz');

    expect(await findExports({ data }, 'usage', new ProblemList())).toMatchObject([{ kind: 'usage', files: [usage] }]);
  });
});

describe('the manifest of an export', () => {
  const recon = (): string => path.join(data, 'microsoft/p0/recon');
  const read = async (text: string, problems = new ProblemList()) => {
    await writeFile(path.join(recon(), 'manifest.json'), text);
    return (await findExports({ data }, 'invoice', problems))[0];
  };
  beforeEach(async () => {
    await lay(
      'microsoft/p0/recon/a.json.gz',
      'microsoft/p0/recon/b.json.gz',
      'microsoft/p0/recon/manifest.json',
      'microsoft/p0/invoice.json',
      'outside.json',
    );
  });
  const bases = (found: { readonly files: readonly string[] } | undefined): string[] =>
    (found?.files ?? []).map((file) => path.relative(recon(), file));

  test.each([
    ['its order, not the order of names', ['b.json.gz', 'a.json.gz'], ['b.json.gz', 'a.json.gz']],
    ['relative to a root', ['2026/07/a.json.gz'], ['a.json.gz']],
    ['an address with a signature', ['https://x.blob.core.windows.net/c/a.json.gz?sig=a/b&se=1'], ['a.json.gz']],
    ['backslashes', ['root\\07\\a.json.gz'], ['a.json.gz']],
    ['one listed twice: kept twice here, told apart later', ['a.json.gz', 'a.json.gz'], ['a.json.gz', 'a.json.gz']],
  ])('%s', async (_name, names, expected) => {
    expect(bases(await read(manifest(names)))).toEqual(expected);
  });

  test.each(['../../../outside.json', '/etc/passwd', '..', '.', '', '../invoice.json'])(
    'a name that leads out of the folder opens nothing: %j',
    async (name) => {
      const problems = new ProblemList();
      const found = await read(manifest([name]), problems);

      expect(bases(found)).toEqual([]);
      expect(found?.isComplete).toBe(false);
      expect(codes(problems)).toEqual(['blob_missing']);
    },
  );

  test('a blob that is not there makes it incomplete and is named', async () => {
    const problems = new ProblemList();
    const found = await read(manifest(['a.json.gz', 'c.json.gz']), problems);

    expect([bases(found), found?.isComplete]).toEqual([['a.json.gz'], false]);
    expect(problems.problems[0]).toMatchObject({ code: 'blob_missing', file: path.join(recon(), 'c.json.gz') });
  });

  test('a count that differs from the list is a remark', async () => {
    const problems = new ProblemList();
    await read(manifest(['a.json.gz'], { blobCount: 2 }), problems);

    expect(problems.problems).toEqual([
      expect.objectContaining({ code: 'blob_count_differs', message: 'The manifest says 2 blobs and lists 1.' }),
    ]);
    expect(problems.isPartial).toBe(false);
  });

  test.each(['', '{', '[]', '{"blobs":"a"}', '{"blobs":[{"path":"a"}]}', 'null'])(
    '%j is no manifest, and nothing is read in its place',
    async (text) => {
      const problems = new ProblemList();
      const found = await read(text, problems);

      expect([bases(found), found?.isComplete, codes(problems)]).toEqual([[], false, ['manifest_unreadable']]);
    },
  );

  test('unknown members do no harm: schema versions 1 and 2', async () => {
    const found = await read(
      manifest(['a.json.gz'], { version: '2', dataFormat: 'compressedJSONLines', rootDirectory: 'r', eTag: 'x', partitionType: 'default' }),
    );

    expect(bases(found)).toEqual(['a.json.gz']);
  });
});
