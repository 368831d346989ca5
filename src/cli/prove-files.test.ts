import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProveFilesOptions, proveFilesCommand } from './prove-files.ts';

const run = promisify(execFile);
const bench = path.resolve(import.meta.dirname, '../../bench');
let scratch = '';
let estate = '';
type Truth = { readonly kind: string; readonly lineNo: number; readonly impactCents: number };
let truth: readonly Truth[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'concord-prove-'));
  estate = path.join(scratch, 'estate');
  const flags = ['--customers', '30', '--lines', '2500', '--seed', '5', '--error-rate', '0.2', '--quiet', '--out', estate];
  await run(process.execPath, [path.join(bench, 'generate.mjs'), ...flags]);
  const lines = (await readFile(path.join(estate, 'truth.jsonl'), 'utf8')).trimEnd().split('\n');
  truth = lines.map((line) => JSON.parse(line) as Truth);
});
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

async function prove(options: Partial<ProveFilesOptions>): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io = { out: (text: string) => (out += text), err: (text: string) => (err += text), nowMs: () => 0 };
  const code = await proveFilesCommand(options, io);
  return { code, out, err };
}
const planted = (kind: string): Truth[] => truth.filter((one) => one.kind === kind);

describe('concord reconcile prove', () => {
  test('finds exactly the lines whose amounts were tampered with, in either format', async () => {
    const misfits = path.join(scratch, 'misfits.jsonl');
    for (const format of ['jsonl', 'csv'] as const) {
      const { code, err } = await prove({ data: estate, format, misfits, tolerance: ['=0'] });
      expect([code, err]).toEqual([0, '']);

      const found = (await readFile(misfits, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { lineNo: number; column: string; difference?: string });
      const of = (column: string): unknown[] =>
        found.filter((one) => one.column === column).map(({ lineNo, difference }) => [lineNo, difference]);
      const wanted = (kind: string): unknown[] =>
        planted(kind)
          .map(({ lineNo, impactCents }) => [lineNo, (impactCents / 100).toFixed(2)] as const)
          .sort(([a], [b]) => a - b);
      expect(planted('rounding').length * planted('tax_rounding').length * planted('proration').length).toBeGreaterThan(0);
      expect(of('Subtotal')).toEqual(wanted('rounding'));
      expect(of('TaxTotal')).toEqual(wanted('tax_rounding'));
      expect(new Set(found.filter((one) => one.column === 'EffectiveUnitPrice').map(({ lineNo }) => lineNo)).size).toBeGreaterThanOrEqual(
        planted('proration').length,
      );
      expect(found.filter((one) => one.column === 'ReferenceId' || one.column === 'Total')).toEqual([]);
    }
  });

  test('says for each invoice the rounding, the sums three ways, the header, and the first line that does not fit', async () => {
    const { out } = await prove({ data: estate });

    expect(out).toMatch(/: not proved\n {2}rounding {2}seat-unit-first: /);
    expect(out).toMatch(/ {2}EUR {7}2500 lines [\d.]+ = \d+ customers = \d+ products; header ties\n/);
    expect(out).toMatch(/ {2}misfits {3}\d+ \(\d+ within tolerance\): .*Subtotal \d+/);
    expect(out).toMatch(/ {2}first {5}line \d+, \w+: expected [-\d.]+, given [-\d.]+\. /);
  });

  test('with --json it is the whole proof, with the tolerance it was judged by', async () => {
    const { out } = await prove({ data: estate, json: true, tolerance: ['EUR/seats=1', '/usage=0.1%'] });

    expect(JSON.parse(out)).toMatchObject({
      isPartial: false,
      invoices: [
        {
          isComplete: true,
          ruleSet: { name: 'seat-unit-first', misfits: planted('rounding').length },
          currencies: [{ currency: 'EUR', agrees: true, header: { ties: true } }],
          tolerance: {
            rules: [
              { currency: 'EUR', family: 'seats', absolute: '1', percent: '0', perUnit: '0' },
              { family: 'usage', absolute: '0', percent: '0.1', perUnit: '0' },
            ],
          },
        },
      ],
    });
  });

  test('--fail-on-misfit ends with 9, for scripts', async () => {
    expect((await prove({ data: estate, failOnMisfit: true })).code).toBe(9);
  });

  test('ends with 8 and names the file when a blob breaks off; what was read is proved', async () => {
    const recon = path.join(estate, 'microsoft', 'p0', 'recon');
    const blob = path.join(recon, (await readdir(recon)).find((name) => name.startsWith('part-')) ?? '');
    const whole = await readFile(blob);
    await truncate(blob, Math.floor(whole.length / 2));
    const { code, out, err } = await prove({ data: estate, json: true });
    await writeFile(blob, whole);

    expect(code).toBe(8);
    expect(err).toMatch(/^problem gzip_truncated: .*part-00000\.json\.gz: The gzip file ends in the middle\./);
    expect(err.split('\n')).toHaveLength(2);
    expect(JSON.parse(out)).toMatchObject({ invoices: [{ isComplete: false, verdict: 'notProved' }] });
  });

  test.each([
    [{}, 'There is nothing to prove: --data or --invoice is missing.'],
    [{ data: '/nowhere/at/all' }, 'There is no folder /nowhere/at/all.'],
    [{ invoice: ['x'], tolerance: ['EUR=1,5'] }, '"EUR=1,5" is no tolerance.'],
  ])('%j is refused with what to do', async (options, why) => {
    const { code, err } = await prove(options);

    expect(code).toBe(2);
    expect(err).toContain(why);
    expect(err).toContain('Try: concord reconcile prove');
  });

  test('misfits that cannot be written are a failure, and nothing is left lying about', async () => {
    const { code, err } = await prove({ data: estate, misfits: path.join(scratch, 'no', 'such.jsonl') });

    expect(code).toBe(1);
    expect(err).toMatch(/misfits_not_written/);
  });
});
