import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReconcileFilesOptions, reconcileFilesCommand } from './reconcile-files.ts';

const run = promisify(execFile);
const bench = path.resolve(import.meta.dirname, '../../bench');
let scratch = '';
let estate = '';

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'concord-reconcile-'));
  estate = path.join(scratch, 'estate');
  await run(process.execPath, [
    path.join(bench, 'generate.mjs'),
    '--customers',
    '30',
    '--lines',
    '1500',
    '--seed',
    '3',
    '--error-rate',
    '0.1',
    '--quiet',
    '--out',
    estate,
  ]);
});
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

async function command(options: Partial<ReconcileFilesOptions>): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  let now = 0;
  const io = { out: (text: string) => (out += text), err: (text: string) => (err += text), nowMs: () => (now += 500) };
  const code = await reconcileFilesCommand({ findings: path.join(scratch, 'out.jsonl'), ...options }, io);
  return { code, out, err };
}

describe('concord reconcile files', () => {
  test('writes one finding a line with the fields of the contract and ends with 0', async () => {
    const { code, out, err } = await command({ data: estate });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('ties to the header');

    const lines = (await readFile(path.join(scratch, 'out.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        kind: expect.stringMatching(/^[a-z_]+$/) as string,
        cause: expect.stringMatching(/^[a-z_]+$/) as string,
        certainty: expect.stringMatching(/^(certain|likely|possible|unknown)$/) as string,
        expected: expect.any(String) as string,
        actual: expect.any(String) as string,
        currency: 'EUR',
        explanation: expect.stringMatching(/\.$/) as string,
      });
      expect(Number.isInteger((JSON.parse(line) as { impactCents: number }).impactCents)).toBe(true);
    }
  });

  test('--json prints the totals', async () => {
    const { out } = await command({ data: estate, json: true });
    expect(JSON.parse(out)).toMatchObject({
      lines: { read: 1500, unreadable: 0 },
      blobs: { duplicatesRemoved: 0 },
      controlTotals: [{ ties: true, ruleSet: 'seat-unit-first' }],
      isPartial: false,
      seconds: 0.5,
      linesPerSecond: 3000,
    });
  });

  test('run twice it writes the same bytes and leaves nothing beside the file', async () => {
    await command({ data: estate });
    const first = await readFile(path.join(scratch, 'out.jsonl'));
    await command({ data: estate });
    expect(first.equals(await readFile(path.join(scratch, 'out.jsonl')))).toBe(true);
    expect((await readdir(scratch)).sort()).toEqual(['estate', 'out.jsonl']);
  });

  test('ends with 8 when an input was partly unreadable, names it, and still writes', async () => {
    const cut = path.join(scratch, 'estate', 'psa', 'additions.jsonl.gz');
    const whole = await readFile(cut);
    await truncate(cut, 900);
    const { code, err } = await command({ data: estate });
    await writeFile(cut, whole);

    expect(code).toBe(8);
    expect(err).toMatch(/problem gzip_truncated: .*additions\.jsonl\.gz: The gzip file ends in the middle\. Fetch the file again/);
    expect((await readFile(path.join(scratch, 'out.jsonl'), 'utf8')).length).toBeGreaterThan(0);
  });

  test('a folder that is not there, or is a file, is named: nothing was compared, so nothing is written', async () => {
    const file = path.join(scratch, 'a-file');
    await writeFile(file, '');
    for (const data of [path.join(scratch, 'nowhere'), file]) {
      const findings = path.join(scratch, 'never.jsonl');

      expect(await command({ data, findings })).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining(`There is no folder ${data}.`) as string,
      });
      expect(await readdir(scratch)).not.toContain('never.jsonl');
    }
  });

  test('ends with 1 when the folder holds nothing that could be compared, says so, and writes nothing', async () => {
    const empty = await mkdtemp(path.join(scratch, 'empty-'));
    const findings = path.join(scratch, 'never.jsonl');
    const { code, out, err } = await command({ data: empty, findings });

    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/Nothing could be compared.*\nTry: /);
    expect(await readdir(scratch)).not.toContain('never.jsonl');
  });

  test('says what keeps an invoice from tying whose total is that of the header', async () => {
    const folder = await mkdtemp(path.join(scratch, 'half-'));
    await cp(path.join(estate, 'microsoft/p0'), folder, { recursive: true });
    const manifest = path.join(folder, 'recon/manifest.json');
    const said = JSON.parse(await readFile(manifest, 'utf8')) as { blobs: unknown[] };
    await writeFile(manifest, JSON.stringify({ ...said, blobs: [...said.blobs, { name: 'part-00009.json.gz' }] }));
    expect((await command({ invoice: [path.join(folder, 'recon')] })).out).toMatch(
      /, as the header says, but not everything could be read\n/,
    );

    await writeFile(manifest, JSON.stringify(said));
    const header = path.join(folder, 'invoice.json');
    const of = JSON.parse(await readFile(header, 'utf8')) as { lineCount: number };
    await writeFile(header, JSON.stringify({ ...of, lineCount: of.lineCount + 1 }));
    expect((await command({ invoice: [path.join(folder, 'recon')] })).out).toMatch(/: 1500 lines, EUR .*, header says 1501 lines\n/);
  });

  test('ends with 2 and a suggestion when it does not know what to compare', async () => {
    expect(await command({})).toMatchObject({ code: 2, err: expect.stringContaining('--data is missing') as string });
    expect(await command({ data: estate, findings: '' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Try: concord reconcile files') as string,
    });
  });

  test('ends with 1 when the findings cannot be written, and the old file stays', async () => {
    const { code, err } = await command({ data: estate, findings: path.join(scratch, 'no', 'such', 'folder.jsonl') });
    expect(code).toBe(1);
    expect(err).toMatch(/could not be written.*findings_not_written[\s\S]*Try: Check that the folder exists/);
  });
});
