import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { workbook } from './workbook.ts';

test('a workbook has every row, amounts as numbers and other texts as they are', () => {
  const bytes = workbook('Report', [
    ['Name', 'Cost', 'Quantity', 'Start'],
    ['A & B <Ltd>', '-12.50', 3, '2026-11-01'],
  ]);
  const files = unzipSync(bytes);

  expect(Object.keys(files)).toEqual([
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/worksheets/sheet1.xml',
  ]);
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  expect(sheet).toContain('<c r="A2" t="inlineStr"><is><t xml:space="preserve">A &amp; B &lt;Ltd&gt;</t></is></c>');
  expect(sheet).toContain('<c r="B2"><v>-12.50</v></c><c r="C2"><v>3</v></c><c r="D2" t="inlineStr">');
  expect(workbook('Report', [['a']])).toEqual(workbook('Report', [['a']]));
});

test('columns go on behind Z', () => {
  const wide = [Array.from({ length: 28 }, (_, index) => index)];
  const sheet = strFromU8(unzipSync(workbook('Report', wide))['xl/worksheets/sheet1.xml'] ?? new Uint8Array());

  expect(sheet).toContain('<c r="AB1"><v>27</v></c>');
});
