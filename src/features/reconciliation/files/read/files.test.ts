import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProblemList } from '../problem.ts';
import { pieces, type Source } from './inflate.ts';
import { formatOf, readFields } from './read-fields.ts';
import { readRows } from './rows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'concord-read-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let made = 0;
async function keep(content: Buffer | string, ending = 'jsonl'): Promise<string> {
  const file = path.join(folder, `file-${(made += 1)}.${ending}`);
  await writeFile(file, content);
  return file;
}
async function content(file: Source): Promise<string> {
  const parts: Buffer[] = [];
  for await (const piece of pieces(file)) parts.push(Buffer.from(piece));
  return Buffer.concat(parts).toString();
}

describe('the content of a file', () => {
  test('is inflated when it begins like gzip, whatever its name says', async () => {
    expect(await content(await keep(gzipSync('hello'), 'csv'))).toBe('hello');
    expect(await content(await keep('hello', 'json.gz'))).toBe('hello');
  });

  test('several gzip members one after the other are one file', async () => {
    expect(await content(await keep(Buffer.concat([gzipSync('one,'), gzipSync('two')])))).toBe('one,two');
  });

  test('may be padded with zeros to the end of a block', async () => {
    expect(await content(await keep(Buffer.concat([gzipSync('one,'), gzipSync('two'), Buffer.alloc(700_000)])))).toBe('one,two');
  });

  test('may lie anywhere that can be opened, in pieces of any size', async () => {
    const bytes = gzipSync('hello');
    const open = async function* () {
      for (const byte of bytes) yield await Promise.resolve(Buffer.from([byte]));
    };

    expect(await content({ name: 'in the store', open })).toBe('hello');
  });

  test('comes back whole, however long', async () => {
    const text = 'twelve bytes'.repeat(300_000);

    expect((await content(await keep(gzipSync(text)))) === text).toBe(true);
  });

  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'file_empty'],
    ['a gzip file without its end', gzipSync('x'.repeat(5000), { level: 0 }).subarray(0, 4000), 'gzip_truncated'],
    ['half a gzip header', Buffer.from([0x1f, 0x8b, 8]), 'gzip_truncated'],
    ['gzip with a wrong sum', Buffer.concat([gzipSync('hello').subarray(0, -8), Buffer.from([1, 2, 3, 4, 5, 0, 0, 0])]), 'gzip_damaged'],
    ['gzip with rubbish after its end', Buffer.concat([gzipSync('hello'), Buffer.from('rubbish')]), 'gzip_damaged'],
    ['gzip with another file after zeros', Buffer.concat([gzipSync('hello'), Buffer.alloc(5), gzipSync('more')]), 'gzip_damaged'],
    ['gzip that is none', Buffer.from([0x1f, 0x8b, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 'gzip_damaged'],
  ])('%s is named', async (_name, bytes, code) => {
    await expect(content(await keep(bytes))).rejects.toMatchObject({ code });
  });

  test('a file that is not there and a folder are named', async () => {
    await mkdir(path.join(folder, 'a-folder.jsonl'));

    await expect(content(path.join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'file_missing' });
    await expect(content(path.join(folder, 'a-folder.jsonl'))).rejects.toMatchObject({ code: 'file_is_folder' });
  });
});

test.each([
  ['recon.csv', 'csv'],
  ['recon.CSV.GZ', 'csv'],
  ['part-00000.json.gz', 'jsonl'],
  ['subscriptions.jsonl', 'jsonl'],
  ['lines.csv.json', 'jsonl'],
  ['nothing', 'jsonl'],
])('%s promises %s', (name, format) => {
  expect(formatOf(name)).toBe(format);
});

describe('rows of a table', () => {
  type Asked = { readonly names: readonly string[]; readonly needs?: readonly string[] };
  async function read(text: string, ending: string, { names, needs = [] }: Asked): Promise<{ rows: string[]; problems: ProblemList }> {
    const problems = new ProblemList();
    const rows: string[] = [];
    await readRows(await keep(text, ending), problems, needs, (row) => rows.push(`${row.line}:${row.text(...names)}`));
    return { rows, problems };
  }

  test.each([
    ['{"a":{"b":"x"}}', 'x'],
    ['{"a":{"b":7}}', '7'],
    ['{"a":{"b":0}}', '0'],
    ['{"a":{"b":false}}', 'false'],
    ['{"a":{"b":null},"c":"y"}', 'y'],
    ['{"a":{"b":{}},"c":"y"}', 'y'],
    ['{"a":[{"b":"no"}],"c":"y"}', 'y'],
    ['{"a":"text","c":"y"}', 'y'],
    ['{}', ''],
    ['7', ''],
    ['null', ''],
  ])('of %s the first of a.b and c that has a text is %j', async (line, expected) => {
    expect((await read(line, 'jsonl', { names: ['a.b', 'c'] })).rows).toEqual([`1:${expected}`]);
  });

  test('lists are reached by number', async () => {
    expect((await read('{"list":[{"key":"k0"},{"key":"k1"}]}', 'jsonl', { names: ['list.1.key'] })).rows).toEqual(['1:k1']);
  });

  test('names of the language itself are not members of a row', async () => {
    for (const name of ['constructor.name', '__proto__.x', 'toString'])
      expect((await read('{"a":1}', 'jsonl', { names: [name] })).rows).toEqual(['1:']);
  });

  test('empty lines are passed over but counted; Windows line ends too', async () => {
    expect((await read('{"a":1}\r\n\r\n  \n{"a":2}', 'jsonl', { names: ['a'] })).rows).toEqual(['1:1', '4:2']);
  });

  test('a line that is no JSON is named, the others are read', async () => {
    const { rows, problems } = await read('{"a":1}\n{"a":\n{"a":3}\n', 'jsonl', { names: ['a'] });

    expect(rows).toEqual(['1:1', '3:3']);
    expect(problems.problems).toEqual([expect.objectContaining({ line: 2, message: 'The line is not valid JSON.' })]);
  });

  test('of a CSV by the name of the column, in any case; what the header lacks is empty', async () => {
    const { rows } = await read('ID,Name\n1,"a, b"\n2,\n', 'csv', { names: ['name', 'other', 'id'], needs: ['id!', 'name', 'other'] });

    expect(rows).toEqual(['2:a, b', '3:2']);
  });

  test('a needed column that is missing is named', async () => {
    await expect(read('ID,Name\n1,x\n', 'csv', { names: ['id'], needs: ['id!', 'price!', 'sku!'] })).rejects.toMatchObject({
      code: 'columns_missing',
      message: 'The file lacks the columns price, sku.',
    });
  });

  test('CSV and JSON lines of the same rows say the same', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '😀', ' '), minLength: 1 }).filter((one) => one.trim() === one);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (names) => {
        const csv = `id,name\n${names.map((name, at) => `${at},"${name.replaceAll('"', '""')}"`).join('\n')}\n`;
        const json = names.map((name, id) => JSON.stringify({ id, name })).join('\n');
        const values = (rows: readonly string[]): string[] => rows.map((row) => row.slice(row.indexOf(':') + 1));

        expect(values((await read(csv, 'csv', { names: ['name'], needs: ['id!', 'name'] })).rows)).toEqual(names);
        expect(values((await read(json, 'jsonl', { names: ['name'] })).rows)).toEqual(names);
      }),
      { numRuns: 25 },
    );
  });
});

describe('wanted columns of a large file', () => {
  const columns = [
    { name: 'Id', required: true },
    { name: 'Qty', also: ['Quantity'] },
  ];
  const read = async (file: string): Promise<string[]> => {
    const seen: string[] = [];
    await readFields(file, formatOf(file), {
      columns,
      onRecord: (fields, line) => seen.push(`${line}:${fields.text(0)}=${fields.text(1)}`),
      onBad: (line, message) => seen.push(`${line}: ${message}`),
    });
    return seen;
  };

  test('in both formats and under both names', async () => {
    expect(await read(await keep('Quantity,Id\n3,a\n', 'csv'))).toEqual(['2:a=3']);
    expect(await read(await keep('{"Quantity":3,"Id":"a"}\n'))).toEqual(['1:a=3']);
  });

  test('one missing column is one column', async () => {
    await expect(read(await keep('Qty\n3\n', 'csv'))).rejects.toMatchObject({ message: 'The file lacks the column Id.' });
  });

  test('a truncated file hands over what came before, then says so', async () => {
    const whole = gzipSync(Array.from({ length: 20_000 }, (_, at) => `{"Id":"${at}","Qty":1}\n`).join(''), { level: 0 });
    const file = await keep(whole.subarray(0, 200_000), 'json.gz');
    const seen: string[] = [];
    const reading = readFields(file, 'jsonl', {
      columns,
      onRecord: (fields) => seen.push(fields.text(0)),
      onBad: (line) => seen.push(`bad ${line}`),
    });

    await expect(reading).rejects.toMatchObject({ code: 'gzip_truncated' });
    expect(seen.length).toBeGreaterThan(5000);
    expect(seen).toEqual(seen.map((_, at) => String(at)));
  });

  test('a file without a record is empty', async () => {
    await expect(read(await keep(gzipSync(''), 'json.gz'))).rejects.toMatchObject({ code: 'file_empty' });
  });
});
