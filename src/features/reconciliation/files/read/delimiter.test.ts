import { expect, test } from 'vitest';
import { delimiterOf } from './delimiter.ts';

test.each([
  ['a,b,c\n1;2;3;4\n', ',', 0],
  ['a;b;c\n1,5;2,5;3,5\n', ';', 0],
  ['a\tb\n1,2\t3\n', '\t', 0],
  ['a|b\n', '|', 0],
  ['"a,x,y,z";b;c\n', ';', 0],
  ['"a ""quoted,"" name",b\n', ',', 0],
  ['alone\n1;2\n', ',', 0],
  ['a,b;c\n', ',', 0],
  ['', ',', 0],
  ['sep=;\na,b,c\n', ';', 6],
  ['SEP=\t\r\na\n', '\t', 7],
  ['sep=x\na;b\n', ',', 0],
  ['sep=;', ';', 0],
  ['Name\t,Id\t,Sum\t\nContoso,7,1\n', ',', 0],
  ['Name\t,Id\t\n', ',', 0],
  ['\u{E4}\t,\u{65E5}\t\na,7', ',', 0],
])('the columns of %j are separated by %j', (text, delimiter, from) => {
  expect(delimiterOf(Buffer.from(text), 0)).toMatchObject({ byte: delimiter.charCodeAt(0), from });
});
