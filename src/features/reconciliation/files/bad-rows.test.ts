import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handBackRows } from './bad-rows.ts';
import { ProblemList } from './problem.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-bad-rows-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const keep = async (name: string, content: string | Buffer): Promise<string> => {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
};
async function write(bad: readonly (readonly [file: string, line: number, column?: string])[]): Promise<readonly string[]> {
  const problems = new ProblemList();
  for (const [file, line, column] of bad) problems.badRow(file, line, `What is wrong in ${String(line)}.`, column);
  await handBackRows(path.join(folder, 'out.csv'), problems);
  const written = problems.problems.filter(({ code }) => code === 'bad_rows_written');
  return Promise.all(written.map(async ({ file }) => (await readFile(file, 'utf8')).replaceAll(folder, '')));
}

describe('rows that could not be used are handed back', () => {
  test('of a CSV with all its columns, also those that nobody reads, and what is wrong', async () => {
    const file = await keep('recon.csv', 'Id,Name,Subtotal,Own\n1,"Alpen, ""Bau""",5,x\n2,"two\nlines","1,5",y\n3,z,7,\n');

    expect(await write([[file, 3, 'Subtotal']])).toEqual([
      'Id,Name,Subtotal,Own,ProblemFile,ProblemLine,ProblemColumn,Problem,RowAsItWas\r\n' +
        '2,"two\nlines","1,5",y,/recon.csv,3,Subtotal,What is wrong in 3.,\r\n',
    ]);
  });

  test('of JSON lines, packed or not, with numbers digit for digit', async () => {
    const lines = '{"Id":"1"}\n\n{"Id":"2","Price":12.3400000000000000001,"Tags":["a"],"None":null}\nno json\n';
    const file = await keep('part.json.gz', gzipSync(lines));

    expect(
      await write([
        [file, 3],
        [file, 4],
      ]),
    ).toEqual([
      'Id,Price,Tags,None,ProblemFile,ProblemLine,ProblemColumn,Problem,RowAsItWas\r\n' +
        '2,12.3400000000000000001,"[""a""]",,/part.json.gz,3,,What is wrong in 3.,\r\n' +
        ',,,,/part.json.gz,4,,What is wrong in 4.,no json\r\n',
    ]);
  });

  test('a row that is broken is there as it was, the line breaks of other delimiters too', async () => {
    const file = await keep('recon.csv', 'Id;Subtotal\n1;2;3\n"4;5\n6;7\n');

    const [text = ''] = await write([
      [file, 2],
      [file, 3],
    ]);
    expect(text.split('\r\n').slice(1, 3)).toEqual([
      ',,/recon.csv,2,,What is wrong in 2.,1;2;3',
      `,,/recon.csv,3,,What is wrong in 3.,"""4;5"`,
    ]);
  });

  test('text that a spreadsheet would run is guarded, negative numbers are not', async () => {
    const file = await keep('recon.csv', `Id,Name,Subtotal\n1,"=HYPERLINK(""http://x"")",-12.5\n`);

    expect((await write([[file, 2]]))[0]).toContain(`\r\n1,"'=HYPERLINK(""http://x"")",-12.5,`);
  });

  test('blobs with the same columns share a file, another table has its own beside it', async () => {
    const one = await keep('a.csv', 'Id,Subtotal\n1,x\n');
    const two = await keep('b.csv', 'Id,Subtotal\n2,y\n');
    const psa = await keep('psa.csv', 'Line,Price\n3,z\n');

    const texts = await write([
      [one, 2],
      [psa, 2],
      [two, 2],
    ]);
    expect(texts.map((text) => text.trim().split('\r\n').length)).toEqual([3, 2]);
    expect((await readdir(folder)).filter((name) => name.startsWith('out')).sort()).toEqual(['out-2.csv', 'out.csv']);
  });

  test('a corrected file handed in again keeps its columns and loses what was told', async () => {
    const file = await keep(
      'again.csv',
      'Id,Subtotal,ProblemFile,ProblemLine,ProblemColumn,Problem,RowAsItWas\n1,still bad,old.csv,9,Subtotal,Why.,\n',
    );

    expect((await write([[file, 2, 'Subtotal']]))[0]).toBe(
      'Id,Subtotal,ProblemFile,ProblemLine,ProblemColumn,Problem,RowAsItWas\r\n1,still bad,/again.csv,2,Subtotal,What is wrong in 2.,\r\n',
    );
  });

  test('without bad rows nothing is written', async () => {
    expect(await write([])).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a file that breaks off gives the rows before', async () => {
    const whole = gzipSync(Array.from({ length: 20_000 }, (_, at) => `{"Id":"${at}"}\n`).join(''), { level: 0 });
    const file = await keep('cut.json.gz', whole.subarray(0, 150_000));

    expect(
      (
        await write([
          [file, 10],
          [file, 19_000],
        ])
      )[0]
        ?.trim()
        .split('\r\n'),
    ).toHaveLength(2);
  });
});
