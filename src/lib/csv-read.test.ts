import { expect, test } from 'vitest';
import { csvRecord } from './csv.ts';
import { readCsv, textOfFile } from './csv-read.ts';

const fieldsOf = (text: string) => readCsv(text).records.map(({ fields }) => fields);

test('what we write is read back the same', () => {
  const rows = [
    ['id', 'name'],
    ['1', 'Contoso, "Ltd"'],
    ['2', 'two\nlines'],
    ['3', ''],
  ];

  expect(fieldsOf(rows.map(csvRecord).join(''))).toEqual(rows);
});

test.each([
  ['semicolons', 'a;b\r\n1;2\r\n'],
  ['tabs', 'a\tb\n1\t2'],
  ['bars', 'a|b\n1|2'],
  ['a byte order mark and empty lines', '\uFEFFa,b\n\n1,2\n\n'],
  ['ends of lines of old spreadsheets', 'a,b\r1,2\r'],
  ['a first line that says its sign', 'sep=;\r\na;b\r\n1;2\r\n'],
  ['a first line that says its sign and a byte order mark', '\uFEFFSEP=\t\na\tb\n1\t2\n'],
  ['a first line that says its sign and was saved again', 'sep=,,\na,b\n1,2\n'],
])('a file with %s is read', (_what, text) => {
  expect(fieldsOf(text)).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ]);
});

test('a header with a tab behind every name is separated by what separates its rows', () => {
  const records = fieldsOf('Customer name\t,Id\t,Label\t\nContoso,7,\nFabrikam,8,gold\n').map((fields) =>
    fields.map((field) => field.trim()),
  );

  expect(records).toEqual([
    ['Customer name', 'Id', 'Label'],
    ['Contoso', '7', ''],
    ['Fabrikam', '8', 'gold'],
  ]);
});

test('a record knows its line, also behind one that spans several', () => {
  expect(readCsv('a\n"x\ny"\nb').records.map(({ line }) => line)).toEqual([1, 2, 4]);
});

test('a quote that is never closed is named by its line', () => {
  expect(readCsv('a,b\n1,"2\n3,4\n').openQuote).toBe(2);
  expect(readCsv('a,b\n1,"2"\n').openQuote).toBeUndefined();
});

test.each([
  ['UTF-8', new TextEncoder().encode('Müller, läuft aus')],
  ['Unicode text', new Uint8Array(Buffer.from('\uFEFFMüller, läuft aus', 'utf16le'))],
  ['CSV of western Europe', new Uint8Array(Buffer.from('Müller, läuft aus', 'latin1'))],
])('a file that Excel saved as %s keeps its umlauts', (_what, bytes) => {
  expect(textOfFile(bytes)).toBe('Müller, läuft aus');
});

test('what a first line says separates, whatever stands more often; lines are counted from it', () => {
  expect(readCsv('sep=|\na,b|c,d\n1,2|3,4\n').records).toEqual([
    { line: 2, fields: ['a,b', 'c,d'] },
    { line: 3, fields: ['1,2', '3,4'] },
  ]);
  expect(fieldsOf('sep=x\n1;2\n')).toEqual([['sep=x'], ['1;2']]);
  expect(fieldsOf('sep=;')).toEqual([]);
});
