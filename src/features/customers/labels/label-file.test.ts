import { expect, test } from 'vitest';
import { readLabelFile } from './label-file.ts';

test('a spreadsheet names customers with ids, segments and a currency, in any order of columns', () => {
  const file = readLabelFile('segments;customer;currency;system;external_id\nGold|Schools;contoso.com;eur;ERP;D-4711\n;adatum.com;;;\n');

  expect(file.problems).toEqual([]);
  expect(file.lines).toEqual([
    { line: 2, customer: 'contoso.com', system: 'erp', externalId: 'D-4711', segments: ['Gold', 'Schools'], currency: 'EUR' },
    { line: 3, customer: 'adatum.com', system: '', externalId: '', segments: [], currency: '' },
  ]);
});

test.each([
  [',erp,1,,', 'customer', 'needs an id'],
  ['contoso.com,erp,,,', 'external_id', 'go together'],
  ['contoso.com,,1,,', 'system', 'go together'],
  ['contoso.com,1erp,1,,', 'system', 'begins with a letter'],
  ['contoso.com,microsoftTenant,1,,', 'system', 'tenant id itself'],
  ['contoso.com,,,!!!,', 'segments', 'letter or digit'],
  ['contoso.com,,,,Euro', 'currency', 'three letters'],
])('the line %s is named with its column %s', (line, column, sentence) => {
  const { lines, problems } = readLabelFile(`customer,system,external_id,segments,currency\n${line}\n`);

  expect(lines).toEqual([]);
  expect(problems).toEqual([{ line: 2, column, sentence: expect.stringContaining(sentence) as string }]);
});

test.each([
  ['name,system\nContoso,erp\n', 'customer', 'missing'],
  ['customer,colour\ncontoso.com,red\n', 'colour', 'no such column'],
  ['customer\n"contoso.com\n', '', 'never closed'],
])('a file that cannot be understood is refused as a whole: %j', (text, column, sentence) => {
  expect(readLabelFile(text)).toMatchObject({ lines: [], problems: [{ column, sentence: expect.stringContaining(sentence) as string }] });
});

test('what is too long is said in plain words', () => {
  const { problems } = readLabelFile(`customer,system,external_id,segments\na.com,erp,${'1'.repeat(201)},\nb.com,,,${'a'.repeat(61)}\n`);

  expect(problems).toEqual([
    { line: 2, column: 'external_id', sentence: 'It must have at most 200 characters; it has 201.' },
    { line: 3, column: 'segments', sentence: 'It must have at most 60 characters; it has 61.' },
  ]);
});
