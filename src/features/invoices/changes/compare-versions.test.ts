import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aChargeLine, aFile, csvLines, jsonLines, type MadeLine } from '../../../../test/support/invoice-files.ts';
import { createBlobStore } from '../../../platform/blobs/blob-store.ts';
import type { VersionFile } from '../open-version.ts';
import { profiles } from '../profiles.ts';
import { findLines } from '../read-lines.ts';
import { addFacts } from '../scan/facts.ts';
import { keepFile } from '../scan/keep-file.ts';
import { distinctFiles, hashOfContents } from '../stage-version.ts';
import { canonicalLine } from './canonical.ts';
import { type Comparison, compareVersions } from './compare-versions.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-versions-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
const ids = (): string => `id-${(made += 1)}`;
const store = () => createBlobStore(folder);
const known = { customers: new Set<string>(), products: new Set<string>(), currencies: new Set(['eur', 'usd']) };

/** Keeps files as one version. */
async function keep(files: readonly string[], kind: 'reconciliation' | 'portalCsv' = 'reconciliation') {
  const kept = [];
  for (const [n, content] of files.entries()) {
    const options = { profile: profiles[kind], known, partner: undefined, blobs: store(), id: ids(), onLines: () => Promise.resolve() };
    const file = await keepFile(aFile(`part-${n}`, content), options);
    if ('foreignTenant' in file) throw new Error('No partner was asked for');
    kept.push({ name: `part-${n}`, file });
  }
  const distinct = distinctFiles(kept);
  const versionFiles = distinct.map(
    ({ file, names }, position): VersionFile => ({
      position,
      hash: file.hash,
      format: file.facts.format,
      names,
      lines: file.facts.lines,
      bytes: file.bytes,
    }),
  );
  return { kind, files: versionFiles, facts: addFacts(distinct.map(({ file }) => file.facts)), hash: hashOfContents(distinct) };
}

const compare = (older: Comparison['older'], newer: Comparison['newer']) =>
  compareVersions({ blobs: store(), ids }, { older, newer, noticedOn: '2026-11-21', signal: undefined });

/** What came and went, with its place. */
async function keptChanges(hash: string | undefined): Promise<unknown[]> {
  const blob = await store().open(hash ?? '');
  const found: unknown[] = [];
  for await (const { content } of blob.frames(0))
    for (const line of content.toString('utf8').split('\n').slice(0, -1)) {
      const { change, lineNo } = JSON.parse(line) as { readonly change: string; readonly lineNo: number }; // written just now
      found.push([change, lineNo]);
    }
  await blob.close();
  return found;
}

/** Lines by their number; equal numbers are equal lines. */
const numbers = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 30 });
const linesOf = (ns: readonly number[]): MadeLine[] => ns.map((n) => aChargeLine(n + 1));
const cutAt = (ns: readonly number[], at: number): string[] =>
  [ns.slice(0, at % ns.length), ns.slice(at % ns.length)].filter((part) => part.length > 0).map((part) => jsonLines(linesOf(part)));
const surplus = (left: readonly number[], right: readonly number[]): number => {
  const rest = [...right];
  return left.filter((n) => {
    const at = rest.indexOf(n);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  }).length;
};

// M2 of the reliability reference: identity of a line = its content and its occurrence.
describe('two versions of an invoice', () => {
  test('differ by exactly the lines that one has more often than the other, however they are ordered and cut', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, numbers, fc.nat(), fc.nat(), async (older, newer, cut, otherCut) => {
        const changes = await compare(await keep(cutAt(older, cut)), await keep(cutAt(newer.toReversed(), otherCut)));

        expect([changes.added, changes.removed]).toEqual([surplus(newer, older), surplus(older, newer)]);
      }),
      { numRuns: 6 },
    );
  });

  test('of the same files in another order, with one listed twice, are the same version and the same sums', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.nat(), async (ns, cut) => {
        const files = cutAt(ns, cut);
        const [one, other] = [await keep(files), await keep([...files.toReversed(), ...files])];

        expect(other.hash).toBe(one.hash);
        expect(other.facts).toEqual(one.facts);
      }),
      { numRuns: 4 },
    );
  });

  test('in JSON lines and in the portal’s CSV are equal line by line', async () => {
    const lines = linesOf([3, 1, 4, 1, 5, 9, 2, 6]).map((line, n) => ({ ...line, CustomerName: `Müller, "${n}"\nGmbH` }));

    const changes = await compare(await keep([jsonLines(lines)]), await keep([csvLines(lines.toReversed())], 'portalCsv'));

    expect(changes).toEqual({ added: 0, removed: 0, effect: [] });
  });

  test('say what each change does to the money, and where the line stands, also behind a file that both have', async () => {
    const same = jsonLines(linesOf([3, 4, 5, 6]));
    const older = await keep([same, jsonLines(linesOf([0, 1, 2]))]);
    const newer = await keep([same, jsonLines([...linesOf([0, 2]), aChargeLine(9, { Currency: 'USD', Total: '-7.5' })])]);

    const changes = await compare(older, newer);

    expect(await keptChanges(changes.blob)).toEqual([
      ['removed', 5],
      ['added', 6],
    ]);

    expect(changes.effect).toEqual([
      { currency: 'EUR', amount: '-24.05' },
      { currency: 'USD', amount: '-7.5' },
    ]);
  });
});

test('sums are exact, whatever digits amounts have, and what is no amount is named with its line', async () => {
  const amounts = ['0.1', '0.2', '1E-10', '90071992547409.93', '-3.000000000000000001', '12345678901234567890.01'];
  const { facts } = await keep([
    jsonLines([...amounts.map((Total, n) => aChargeLine(n + 1, { Total, TaxTotal: '' })), aChargeLine(7, { Total: 'a lot' })]),
  ]);

  expect(facts.sums).toMatchObject([{ currency: 'EUR', lines: 6, tax: '0', total: '12345768973227115297.240000000099999999' }]);
  expect(facts.firstUnreadable).toEqual([{ file: 'part-0', line: 7, reason: 'Total is no amount.' }]);
});

test('the lines of one subscription are found in every file, in both formats, also where names have line breaks', async () => {
  const lines = Array.from({ length: 3000 }, (_, n) =>
    aChargeLine(n % 100, { CustomerName: `A "name",\nof two lines ${'x'.repeat(500)}` }),
  );
  for (const [kind, write] of [
    ['reconciliation', jsonLines],
    ['portalCsv', csvLines],
  ] as const) {
    const version = await keep([write(lines.slice(0, 1600)), write(lines.slice(1600))], kind);

    const found = await findLines(store(), {
      files: version.files,
      kind,
      wanted: { subscriptions: ['50000000-0000-4000-8000-000000000042'], customers: undefined },
      from: { file: 0, record: 0 },
      limit: 200,
    });

    expect(found.lines.map(({ lineNo }) => lineNo)).toEqual(Array.from({ length: 30 }, (_, n) => n * 100 + 42));
    expect(found.lines[0]?.customerName).toBe(lines[0]?.['CustomerName']);
    expect(found.nextCursor).toBeNull();
  }
});

test.each([
  [{ SkuId: '0001', Total: '10.50' }, { total: '10.5', skuid: '1' }, true],
  [{ ChargeStartDate: '2026-07-05T00:00:00Z' }, { ChargeStartDate: '7/5/2026' }, true],
  [{ OrderDate: '2026-07-05T10:11:12Z' }, { OrderDate: '2026-07-05T10:11:13Z' }, false],
  [{ Total: '10.50', Note: '' }, { Total: '10.50' }, true],
  [{ Total: '10.50' }, { Total: '-10.50' }, false],
])('%j and %j are one line: %s', (one, other, isSame) => {
  const canonical = (line: object): string => canonicalLine(Object.entries(line) as [string, string][], undefined);

  expect(canonical(one) === canonical(other)).toBe(isSame);
});
