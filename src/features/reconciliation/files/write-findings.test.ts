import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from './finding.ts';
import { writeFindings } from './write-findings.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-findings-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const aFinding = (lineNo: number): Finding => ({
  kind: 'rounding',
  cause: 'line_arithmetic',
  certainty: 'certain',
  lineNo,
  expected: '1.00',
  actual: '1.01',
  impactCents: 1,
  currency: 'EUR',
  explanation: 'One cent.',
});

describe('the findings file', () => {
  test('holds one JSON object a line, all of them, in order', async () => {
    const file = path.join(folder, 'findings.jsonl');
    await writeFindings(
      file,
      Array.from({ length: 4321 }, (_, at) => aFinding(at)),
    );

    const lines = (await readFile(file, 'utf8')).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => (JSON.parse(line) as { lineNo: number }).lineNo)).toEqual(Array.from({ length: 4321 }, (_, at) => at));
  });

  test('without findings it is there and empty', async () => {
    await writeFindings(path.join(folder, 'none.jsonl'), []);

    expect(await readFile(path.join(folder, 'none.jsonl'), 'utf8')).toBe('');
  });

  test('takes the place of the old one and leaves no draft behind', async () => {
    const file = path.join(folder, 'findings.jsonl');
    await writeFile(file, 'old\n'.repeat(1000));

    await writeFindings(file, [aFinding(1)]);

    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(2);
    expect(await readdir(folder)).toEqual(['findings.jsonl']);
  });

  test('a folder that is not there is said, with what to do', async () => {
    await expect(writeFindings(path.join(folder, 'nowhere', 'findings.jsonl'), [aFinding(1)])).rejects.toMatchObject({
      code: 'findings_not_written',
      facts: { hint: 'Check that the folder exists, may be written and has room.' },
    });
  });

  test('where it cannot be put in place nothing is left lying about', async () => {
    await mkdir(path.join(folder, 'findings.jsonl', 'inside'), { recursive: true });

    await expect(writeFindings(path.join(folder, 'findings.jsonl'), [aFinding(1)])).rejects.toMatchObject({ code: 'findings_not_written' });
    expect(await readdir(folder)).toEqual(['findings.jsonl']);
  });

  test('two runs at the same findings give the same bytes', async () => {
    const findings = [aFinding(3), aFinding(1)];
    await writeFindings(path.join(folder, 'a'), findings);
    await writeFindings(path.join(folder, 'b'), findings);

    expect(await readFile(path.join(folder, 'a'))).toEqual(await readFile(path.join(folder, 'b')));
  });
});
