import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRecord } from './csv.ts';
import { separatorOf } from './csv-separator.ts';

test.each([
  ['the header alone shows it', 'a;b,c;d\n', ';'],
  ['the rows have as many cells as the header', 'Name, first, last;Price, net, EUR;Quantity\nContoso;1,5;2\nFabrikam;2;3\n', ';'],
  ['a comma in every row, in names as in cells', 'Name, full\tId\tSum\nDoe, Ann\t1\t2\nRoe, Ben\t2\t3\n', '\t'],
  ['commas of decimals under a name with a comma', 'Price, net;Id;Quantity\n1,5;a;1\n2,5;b;2\n', ';'],
  ['commas inside quoted names', '"a, b, c, d";e\n1;2\n', ';'],
  ['a tab behind every name', 'Name\t,Id\t,Total\t\nContoso,1,2\n', ','],
  ['a tab behind every name and every cell', 'Name\t,Id\t,Total\t\nContoso\t,1\t,2\t\n', ','],
  ['a tab behind every name, semicolons between them', 'Name\t;Id\t;Total\t\n"a; b";1,5;2\n', ';'],
  ['real tabs, some cells empty', 'Name\tId\tTotal\n\t\t\nContoso\t1,5\t2,5\n', '\t'],
  ['real tabs, names with commas', 'Name, full, legal, old\tId\tTotal\nContoso\t1\t2\n', '\t'],
  ['some rows are not whole', 'Name, full, legal;Id\nContoso;1\nbroken\nFabrikam;2\n', ';'],
  ['a single row without its end', 'Name, full, legal;Id\nContoso;1', ';'],
  ['line ends of old spreadsheets', 'Name\t,Id\t\rContoso,1\r', ','],
  ['nothing at all', '', ','],
])('what separates the columns is known: %s', (_what, text, mark) => {
  expect(separatorOf(text).mark).toBe(mark);
});

test('more of the file is wanted while it could still change what separates the columns', () => {
  const row = 'Contoso;1,5;2\n';

  expect(separatorOf('Name;Price').isSure).toBe(false);
  expect(separatorOf('Name;Price\n').isSure).toBe(true);
  expect(separatorOf(`Name;Price, net;Quantity\n${row}`).isSure).toBe(false);
  expect(separatorOf(`Name;Price, net;Quantity\n${row.repeat(20)}`).isSure).toBe(true);
});

test('whatever names and cells hold, quoted as the rules say, a CSV is separated by commas', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', '|'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const quoted = rows.map((row) => csvRecord(row.map((each) => `,${each}`))).join('');

      expect(separatorOf(quoted).mark).toBe(',');
    }),
  );
});
